//! Bodies that say why each responsibility is where it is.

use super::PersonBody;
use serde::Serialize;
use std::collections::BTreeMap;
use tenure_app::Explanation;
use utoipa::ToSchema;

/// One rule as tried on a renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleTraceBody {
    /// Rule id.
    pub rule: String,
    /// Whether it decided.
    pub matched: bool,
    /// Why it did or did not.
    pub why: String,
}

/// Why each responsibility of a renewal is where it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationBody {
    /// `R-1042`.
    pub renewal: String,
    /// Account name.
    pub account: String,
    /// Policy name and version.
    pub policy: String,
    /// What the policy saw.
    pub seen: Vec<String>,
    /// Rules down to the one that decided.
    pub rules: Vec<RuleTraceBody>,
    /// What would change who owns it, nearest first.
    pub otherwise: Vec<OtherwiseBody>,
    /// Responsibility, person and sentence.
    pub owners: Vec<ExplainedOwnerBody>,
}

/// A change of one input that would give the renewal to other roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct OtherwiseBody {
    /// What would have to be.
    pub words: String,
    /// The rule that would decide; absent where none would.
    pub rule: Option<String>,
    /// Responsibilities that would have another role, by code.
    pub roles: BTreeMap<String, String>,
}

/// One explained responsibility.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplainedOwnerBody {
    /// Responsibility code.
    pub responsibility: String,
    /// Who is accountable.
    pub holder: PersonBody,
    /// Whom the policy designates, where that is somebody else.
    pub designated: Option<PersonBody>,
    /// Why, in one sentence.
    pub because: String,
}

impl From<&Explanation> for ExplanationBody {
    fn from(explanation: &Explanation) -> Self {
        let rules = explanation.rules.iter().map(|trace| RuleTraceBody {
            rule: trace.rule.clone(),
            matched: trace.matched,
            why: trace.why.clone(),
        });
        let otherwise = explanation.otherwise.iter().map(|other| OtherwiseBody {
            words: other.words.clone(),
            rule: other.rule.clone(),
            roles: other.roles.iter().map(|(responsibility, role)| (responsibility.code().to_string(), (*role).to_string())).collect(),
        });
        let owners = explanation.owners.iter().map(|(responsibility, holder, designated, because)| ExplainedOwnerBody {
            responsibility: responsibility.code().into(),
            holder: holder.into(),
            designated: designated.as_ref().map(PersonBody::from),
            because: because.clone(),
        });
        Self {
            renewal: explanation.renewal.clone(),
            account: explanation.account.clone(),
            policy: explanation.policy.clone(),
            seen: explanation.seen.clone(),
            rules: rules.collect(),
            otherwise: otherwise.collect(),
            owners: owners.collect(),
        }
    }
}

//! Verbs on the ownership policy: check a text, activate it.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use tenure_core::commands;
use tenure_core::facts::{Facts, Write};
use tenure_core::identity::Role;
use tenure_core::ownership::analysis::{analyse, witness};
use tenure_core::ownership::policy::Policy;
use tenure_core::planner;
use tenure_core::refusal::Refusal;
use tenure_store::Scope;

/// How many open renewals a rule takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleUse {
    /// Rule id.
    pub rule: String,
    /// Open renewals it takes first.
    pub renewals: u64,
    /// Whether no renewal whatever can reach it.
    pub unreachable: bool,
}

/// What a check of a policy text found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyCheck {
    /// Name of the policy.
    pub name: String,
    /// Possible renewals without a rule, as witnesses.
    pub gaps: Vec<String>,
    /// Use of each rule on the book as it is.
    pub rules: Vec<RuleUse>,
    /// Roles that the policy names and nobody active has; the fallback would hold for them.
    pub roles_without_holder: Vec<Role>,
    /// Cells of the input space that were looked at.
    pub cells: usize,
}

impl App {
    /// Checks a policy text: reads it, proves it complete, and tries it on the open renewals. Writes nothing.
    ///
    /// # Errors
    /// Every refusal of the text, each with line, column and value; or too complex to prove.
    pub async fn check_policy(&self, file: &str, text: &str) -> Result<PolicyCheck, AppError> {
        let facts = self.store.read().await?.facts(&Scope::All, self.playbooks.clone()).await?;
        let codes: Vec<&str> = facts.playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
        let policy = Policy::parse(file, text, facts.reporting(), &codes)?;
        let analysis = analyse(&policy).map_err(|cells| {
            let problem = format!("is too complex to prove complete: {cells} cells");
            Refusal { file: file.into(), problem, remedy: "Use fewer distinct bounds and words.".into(), ..Refusal::default() }
        })?;
        let today = self.today(&facts.organisation);
        let named = policy.rules.iter().flat_map(|rule| rule.roles.values().flatten()).copied();
        let mut missing: Vec<Role> =
            named.filter(|role| !facts.teammates.values().any(|t| t.role == *role && t.is_active_on(today))).collect();
        missing.sort_unstable();
        missing.dedup();
        Ok(PolicyCheck {
            name: policy.name.clone(),
            gaps: analysis.gaps.iter().map(|gap| witness(&policy, gap, facts.reporting())).collect(),
            rules: uses(&facts, &policy, &analysis.unreachable),
            roles_without_holder: missing,
            cells: analysis.cells,
        })
    }

    /// Activates a policy text as the next version; every open renewal is decided again in the same transaction.
    ///
    /// # Errors
    /// See [`commands::activate_policy`].
    pub async fn activate_policy(&self, actor: &Actor, file: &str, text: &str) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::All, |context| {
            let writes = commands::activate_policy(context.facts, file, text, context.moment, context.ids)?;
            let title = writes
                .iter()
                .find_map(|write| if let Write::Policy(version) = write { Some(version.title()) } else { None })
                .unwrap_or_default();
            Ok(Decided { writes, kind: "policy_activated", subject: "policy".into(), summary: format!("{title} was activated") })
        })
        .await
    }
}

fn uses(facts: &Facts, policy: &Policy, unreachable: &[String]) -> Vec<RuleUse> {
    let open = facts.renewals.values().filter(|renewal| renewal.is_open());
    let seen: Vec<_> =
        open.filter_map(|r| planner::seen(facts, facts.contracts.get(&r.contract)?, &r.target, r.frozen_tier).ok()).collect();
    let count = |id: &str| seen.iter().filter(|seen| policy.decide(seen).is_ok_and(|matched| matched.rule.id == id)).count();
    let rules = policy.rules.iter().map(|rule| RuleUse {
        rule: rule.id.clone(),
        renewals: count(&rule.id) as u64,
        unreachable: unreachable.contains(&rule.id),
    });
    rules.collect()
}

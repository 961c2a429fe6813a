//! Bodies about the book as a whole: findings, invariants, imports, policies.

use super::{NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{CheckReport, FindingItem, FindingPage, ImportSummary, PolicyCheck};
use utoipa::ToSchema;

/// A mistake that people made.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingBody {
    /// Kind.
    pub code: String,
    /// `high`, `medium` or `low`.
    pub severity: String,
    /// What is wrong.
    pub title: String,
    /// The numbers and dates that show it.
    pub evidence: String,
    /// What to do.
    pub remedy: String,
    /// Renewal reference.
    pub renewal: Option<String>,
    /// Account.
    pub account: Option<NamedBody>,
    /// Who should act.
    pub owner: PersonBody,
}

impl From<&FindingItem> for FindingBody {
    fn from(finding: &FindingItem) -> Self {
        Self {
            code: finding.code.into(),
            severity: finding.severity.code().into(),
            title: finding.title.clone(),
            evidence: finding.evidence.clone(),
            remedy: finding.remedy.clone(),
            renewal: finding.renewal.clone(),
            account: finding.account.as_ref().map(|(name, reference)| NamedBody { reference: reference.clone(), name: name.clone() }),
            owner: (&finding.owner).into(),
        }
    }
}

/// A page of findings.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingList {
    /// Findings, worst first.
    pub items: Vec<FindingBody>,
    /// Send as `after` for the next page.
    pub next: Option<String>,
}

impl From<&FindingPage> for FindingList {
    fn from(page: &FindingPage) -> Self {
        Self { items: page.items.iter().map(FindingBody::from).collect(), next: page.next.clone() }
    }
}

/// The invariants as proven on the whole database.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckBody {
    /// Whether all hold.
    pub clean: bool,
    /// Each invariant.
    pub invariants: Vec<InvariantBody>,
}

/// One invariant.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvariantBody {
    /// Code.
    pub code: String,
    /// What must hold.
    pub states: String,
    /// How many subjects were looked at.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub looked_at: u64,
    /// What was found against it.
    pub violations: Vec<ViolationBody>,
}

/// One violation of an invariant.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViolationBody {
    /// Subject.
    pub subject: String,
    /// Detail.
    pub detail: String,
}

impl From<&CheckReport> for CheckBody {
    fn from(report: &CheckReport) -> Self {
        let violation = |(subject, detail): &(String, String)| ViolationBody { subject: subject.clone(), detail: detail.clone() };
        let invariants = report.invariants.iter().map(|invariant| InvariantBody {
            code: invariant.code.into(),
            states: invariant.states.into(),
            looked_at: invariant.looked_at as u64,
            violations: invariant.violations.iter().map(violation).collect(),
        });
        Self { clean: report.is_clean(), invariants: invariants.collect() }
    }
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportBody {
    /// By file.
    pub files: Vec<ImportFileBody>,
    /// Open renewals afterwards.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_renewals: u64,
    /// Whether anything was written.
    pub changed: bool,
}

/// What became of one file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFileBody {
    /// File.
    pub file: String,
    /// Rows read.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub read: u64,
    /// New records.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub created: u64,
    /// Changed records.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub updated: u64,
    /// Records that were so already.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub unchanged: u64,
}

impl From<&ImportSummary> for ImportBody {
    fn from(summary: &ImportSummary) -> Self {
        let files = summary.files.iter().map(|file| ImportFileBody {
            file: file.file.to_string(),
            read: file.read as u64,
            created: file.created as u64,
            updated: file.updated as u64,
            unchanged: file.unchanged as u64,
        });
        Self { files: files.collect(), open_renewals: summary.open_renewals, changed: summary.changed }
    }
}

/// What a check of a policy found.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyCheckBody {
    /// Name of the policy.
    pub name: String,
    /// Whether every possible renewal has a rule.
    pub complete: bool,
    /// Possible renewals without a rule.
    pub gaps: Vec<String>,
    /// Rules in order.
    pub rules: Vec<RuleUseBody>,
    /// Roles that the policy names and nobody active has.
    pub roles_without_holder: Vec<String>,
    /// Cells of the input space that were looked at.
    #[schema(minimum = 0, maximum = 400_000)]
    pub cells: u64,
}

/// One rule and the open renewals it takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleUseBody {
    /// Rule id.
    pub rule: String,
    /// Open renewals it decides today.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Whether no renewal whatever can reach it.
    pub unreachable: bool,
}

impl From<&PolicyCheck> for PolicyCheckBody {
    fn from(check: &PolicyCheck) -> Self {
        let rules =
            check.rules.iter().map(|used| RuleUseBody { rule: used.rule.clone(), renewals: used.renewals, unreachable: used.unreachable });
        Self {
            name: check.name.clone(),
            complete: check.gaps.is_empty(),
            gaps: check.gaps.clone(),
            rules: rules.collect(),
            roles_without_holder: check.roles_without_holder.iter().map(|role| role.code().to_string()).collect(),
            cells: check.cells as u64,
        }
    }
}

//! Bodies about the book as a whole: findings, invariants, imports, policies.

use super::{NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{CheckReport, FindingItem, FindingPage, ImportSummary, Mode};
use tenure_core::mapping::{Entry, SourceCounts};
use utoipa::ToSchema;

/// A mistake that people made.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingBody {
    /// Fingerprint of what it says and of whom: the same as long as it says the same.
    pub id: String,
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
    /// Expansion reference.
    pub expansion: Option<String>,
    /// Account.
    pub account: Option<NamedBody>,
    /// Who should act.
    pub owner: PersonBody,
}

impl From<&FindingItem> for FindingBody {
    fn from(finding: &FindingItem) -> Self {
        Self {
            id: finding.id.clone(),
            code: finding.code.into(),
            severity: finding.severity.code().into(),
            title: finding.title.clone(),
            evidence: finding.evidence.clone(),
            remedy: finding.remedy.clone(),
            renewal: finding.renewal.clone(),
            expansion: finding.expansion.clone(),
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
    /// Whether anything was written, or would be.
    pub changed: bool,
    /// Whether it was a rehearsal, which writes nothing.
    pub dry_run: bool,
    /// Number of its event in the log, where it was saved over the API and changed something.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    pub event: Option<u64>,
    /// Name of the mapping that read the files, if one did.
    pub mapping: Option<String>,
    /// Foreign files, where a mapping made the book.
    pub sources: Vec<ImportSourceBody>,
    /// What there is to say, summed up by its kind, with the first of each.
    pub notes: Vec<ImportNoteBody>,
    /// What there is to say, one by one: the first thousand.
    pub entries: Vec<ImportEntryBody>,
    /// How many there are in all.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub entries_total: u64,
}

/// Entries that an answer lists; the report of the command line has all of them.
const ENTRIES_MAX: usize = 1_000;

/// Something to say of a place in a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportEntryBody {
    /// `refused`, `skipped`, `lost`, `changed`, `noted` or `unused`.
    pub kind: String,
    /// File.
    pub file: String,
    /// Line of the file, from 1.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub row: Option<u64>,
    /// Column.
    pub column: String,
    /// Its value there.
    pub value: String,
    /// What it became.
    pub became: String,
    /// Why, and what to do.
    pub reason: String,
}

impl From<&Entry> for ImportEntryBody {
    fn from(entry: &Entry) -> Self {
        Self {
            kind: entry.kind.code().into(),
            file: entry.file.clone(),
            row: entry.row.map(|row| row as u64),
            column: entry.column.clone(),
            value: entry.value.clone(),
            became: entry.became.clone(),
            reason: entry.reason.clone(),
        }
    }
}

/// What became of the rows of a foreign file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportSourceBody {
    /// File.
    pub file: String,
    /// How it was written: encoding and separator.
    pub detected: String,
    /// Rows read; the sum of the others.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub read: u64,
    /// Rows of which something is new.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub created: u64,
    /// Rows of which something was changed.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub updated: u64,
    /// Rows that were there already.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub unchanged: u64,
    /// Rows refused.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub refused: u64,
    /// Rows passed over by a filter.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub skipped: u64,
    /// Rows that lost to another one.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub lost: u64,
    /// Rows that were not used.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub unused: u64,
}

/// Something to say of rows, summed up.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportNoteBody {
    /// `refused`, `skipped`, `lost`, `changed`, `noted` or `unused`.
    pub kind: String,
    /// How many rows it is about.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub count: u64,
    /// File.
    pub file: String,
    /// The first row.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub row: Option<u64>,
    /// Column.
    pub column: String,
    /// Its value there.
    pub value: String,
    /// What it became.
    pub became: String,
    /// Why.
    pub reason: String,
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
    /// Rows refused and left out.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub refused: u64,
}

impl From<&ImportSummary> for ImportBody {
    fn from(summary: &ImportSummary) -> Self {
        let files = summary.files.iter().map(|file| ImportFileBody {
            file: file.file.to_string(),
            read: file.read as u64,
            created: file.created as u64,
            updated: file.updated as u64,
            unchanged: file.unchanged as u64,
            refused: file.refused as u64,
        });
        let notes = tenure_core::mapping::summary(&summary.report.entries);
        Self {
            files: files.collect(),
            open_renewals: summary.open_renewals,
            changed: summary.changed,
            dry_run: summary.mode == Mode::Rehearse,
            event: None,
            mapping: summary.mapping.clone(),
            sources: summary.report.sources.iter().map(ImportSourceBody::from).collect(),
            notes: notes.into_iter().map(ImportNoteBody::from).collect(),
            entries: summary.report.entries.iter().take(ENTRIES_MAX).map(ImportEntryBody::from).collect(),
            entries_total: summary.report.entries.len() as u64,
        }
    }
}

impl From<&SourceCounts> for ImportSourceBody {
    fn from(counts: &SourceCounts) -> Self {
        Self {
            file: counts.file.clone(),
            detected: counts.detected.clone(),
            read: counts.read as u64,
            created: counts.created as u64,
            updated: counts.updated as u64,
            unchanged: counts.unchanged as u64,
            refused: counts.refused as u64,
            skipped: counts.skipped as u64,
            lost: counts.lost as u64,
            unused: counts.unused as u64,
        }
    }
}

impl From<(usize, &Entry)> for ImportNoteBody {
    fn from((count, entry): (usize, &Entry)) -> Self {
        Self {
            kind: entry.kind.code().into(),
            count: count as u64,
            file: entry.file.clone(),
            row: entry.row.map(|row| row as u64),
            column: entry.column.clone(),
            value: entry.value.clone(),
            became: entry.became.clone(),
            reason: entry.reason.clone(),
        }
    }
}

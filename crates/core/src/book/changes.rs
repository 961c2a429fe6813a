//! What an import changes, counted by file and listed by record.

use super::schema::{FILES, FileSchema, POLICY_FILE};
use crate::facts::Write;

/// Whether a record is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    Created,
    /// It was there with other values.
    Updated,
}

/// One record that an import changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordChange {
    /// What it is: `account`, `line`, `policy`.
    pub kind: &'static str,
    /// How people name it: `A-17`, `HS-2024-0117 term 2`.
    pub reference: String,
    /// New or changed.
    pub change: Change,
}

/// How the records of an import name what a row is about, out of the cells of the row.
pub fn reference(file: &str, cell: impl Fn(&str) -> String) -> String {
    match file {
        "organisation.csv" => cell("name"),
        "plan_rates.csv" => format!("{} {}", cell("year"), cell("currency")),
        "account_team.csv" => format!("{} {} {} from {}", cell("account"), cell("role"), cell("teammate"), cell("from_on")),
        "expansion_credits.csv" => format!("{} {}", cell("expansion"), cell("movement")),
        "values.csv" => format!("{} {}", cell("account"), cell("title")),
        "value_readings.csv" => format!("{} {} {}", cell("account"), cell("outcome"), cell("read_on")),
        "standpoints.csv" => cell("stakeholder"),
        "objections.csv" => format!("{} {}", cell("account"), cell("text")),
        "commitments.csv" => format!("{} {}", cell("account"), cell("promise")),
        "outcome_reviews.csv" => format!("{} term {}", cell("contract"), cell("term")),
        "proposals.csv" | "proposal_options.csv" | "proposal_trades.csv" | "proposal_lines.csv" | "proposal_steps.csv" => {
            format!("{} {} {}", cell("contract"), cell("term"), cell("version"))
        }
        "comments.csv" => format!("{} {}", cell("account"), cell("written_on")),
        "documents.csv" => format!("{} {}", cell("account"), cell("title")),
        "terms.csv" => format!("{} term {}", cell("contract"), cell("number")),
        _ => cell("id"),
    }
}

/// How many rows of a file were read, and what came of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCounts {
    /// The file.
    pub file: &'static str,
    /// Rows read; the sum of the other four.
    pub read: usize,
    /// Records that are new.
    pub created: usize,
    /// Records that get other values.
    pub updated: usize,
    /// Records that already are as the row says.
    pub unchanged: usize,
    /// Rows that were refused and left out.
    pub refused: usize,
}

/// Writes and counts while they gather.
pub(super) struct Changes {
    /// Writes in the order in which they are saved.
    pub writes: Vec<Write>,
    /// By file, in the order of the schema, the policy last.
    pub counts: Vec<FileCounts>,
    /// Records changed, in the same order.
    pub records: Vec<RecordChange>,
}

impl Changes {
    /// Nothing yet.
    pub fn new() -> Self {
        let files = FILES.iter().map(|schema| schema.file).chain([POLICY_FILE]);
        let counts = files.map(|file| FileCounts { file, read: 0, created: 0, updated: 0, unchanged: 0, refused: 0 }).collect();
        Self { writes: Vec::new(), counts, records: Vec::new() }
    }

    /// Notes a record read from a row; a write only where it differs from what is there.
    pub fn record<T: PartialEq>(
        &mut self,
        schema: &'static FileSchema,
        reference: String,
        pair: (Option<&T>, T),
        write: impl FnOnce(T) -> Write,
    ) {
        let (before, after) = pair;
        let change = match before {
            None => Some(Change::Created),
            Some(before) => (*before != after).then_some(Change::Updated),
        };
        self.count(schema.file, change);
        if let Some(change) = change {
            self.records.push(RecordChange { kind: schema.kind, reference, change });
            self.writes.push(write(after));
        }
    }

    /// Counts one row.
    pub fn count(&mut self, file: &str, change: Option<Change>) {
        let Some(counts) = self.counts.iter_mut().find(|counts| counts.file == file) else { return };
        counts.read += 1;
        match change {
            Some(Change::Created) => counts.created += 1,
            Some(Change::Updated) => counts.updated += 1,
            None => counts.unchanged += 1,
        }
    }

    /// Whether a file changes anything.
    pub fn changes(&self, file: &str) -> bool {
        self.counts.iter().any(|counts| counts.file == file && counts.created + counts.updated > 0)
    }
}

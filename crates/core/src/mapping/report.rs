//! The report of an import: what became of each row, counted by file and listed where there is something to say.

use super::source::ForeignTable;
use crate::book::FileCounts;
use crate::primitives::closed_words;
use crate::refusal::Refusal;
use std::collections::BTreeMap;

closed_words! {
    /// What the report says of a place in a file.
    EntryKind {
        Refused = "refused", "refused";
        Skipped = "skipped", "passed over";
        Lost = "lost", "lost to another row";
        Changed = "changed", "changed by conversion";
        Noted = "noted", "to look at";
        Unused = "unused", "not used";
    }
}

/// One thing that the report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What kind of thing.
    pub kind: EntryKind,
    /// File.
    pub file: String,
    /// The line on which the row begins; `None` for a file as a whole.
    pub row: Option<usize>,
    /// Column, where it is about one.
    pub column: String,
    /// The value before.
    pub value: String,
    /// The value after, where it changed.
    pub became: String,
    /// Why.
    pub reason: String,
}

impl Entry {
    /// What a refusal says.
    pub fn refused(refusal: &Refusal) -> Self {
        let reason =
            if refusal.remedy.is_empty() { format!("{}.", refusal.problem) } else { format!("{}. {}", refusal.problem, refusal.remedy) };
        Self {
            kind: EntryKind::Refused,
            file: refusal.file.clone(),
            row: refusal.row,
            column: refusal.column.clone().unwrap_or_default(),
            value: refusal.value.clone().unwrap_or_default(),
            became: String::new(),
            reason,
        }
    }

    /// A file that was given and is no part of the import.
    pub fn unread(file: &str) -> Self {
        Self {
            kind: EntryKind::Unused,
            file: file.into(),
            row: None,
            column: String::new(),
            value: String::new(),
            became: String::new(),
            reason: "not a file of this import: it was not read.".into(),
        }
    }
}

/// What became of the rows of a foreign file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SourceCounts {
    /// File.
    pub file: String,
    /// How it was written.
    pub detected: String,
    /// Rows read; the sum of the others.
    pub read: usize,
    /// Rows of which something is new.
    pub created: usize,
    /// Rows of which something was changed and nothing is new.
    pub updated: usize,
    /// Rows that are there already.
    pub unchanged: usize,
    /// Rows refused.
    pub refused: usize,
    /// Rows passed over by a filter.
    pub skipped: usize,
    /// Rows that lost to another one.
    pub lost: usize,
    /// Rows that serve look-ups only, or of a file that the mapping does not use.
    pub unused: usize,
}

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Foreign files, in the order of the mapping, then those it does not use; empty for a book.
    pub sources: Vec<SourceCounts>,
    /// Files of the book.
    pub files: Vec<FileCounts>,
    /// Everything there is to say, by file and row.
    pub entries: Vec<Entry>,
}

/// How many entries say the same kind of thing of one column, with the first of them.
pub fn summary(entries: &[Entry]) -> Vec<(usize, &Entry)> {
    let mut groups: BTreeMap<(EntryKind, &str, &str, String), (usize, &Entry)> = BTreeMap::new();
    for entry in entries {
        // Reasons name ids and amounts; what they say without their numbers, or by their first word, is what they share.
        let words: String = match entry.kind {
            EntryKind::Refused | EntryKind::Skipped => entry.reason.chars().filter(|c| !c.is_ascii_digit()).take(40).collect(),
            _ => entry.reason.split(' ').next().unwrap_or_default().into(),
        };
        let key = (entry.kind, entry.file.as_str(), entry.column.as_str(), words);
        groups.entry(key).or_insert((0, entry)).0 += 1;
    }
    groups.into_values().collect()
}

/// What became of a row so far; the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    Unused,
    Unchanged,
    Updated,
    Created,
    Lost,
    Skipped,
    Refused,
}

/// Where a row of the book comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Which foreign file, in the order in which they were opened.
    pub source: usize,
    /// Its line there.
    pub line: usize,
    /// Whether it stands or falls with the other rows that come from there.
    pub tied: bool,
}

/// What is known of every row while a mapping is applied.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    /// File and detection of each source.
    pub sources: Vec<(String, String)>,
    /// What became of each row, by source and line.
    pub fates: BTreeMap<(usize, usize), Fate>,
    /// What there is to say.
    pub entries: Vec<Entry>,
    /// Rows that were refused.
    pub refusals: Vec<Refusal>,
    /// What lets nothing be imported at all: a file or a column that is missing.
    pub fatal: Vec<Refusal>,
    /// For each row of a file of the book, by its line: where it comes from.
    pub places: BTreeMap<(&'static str, usize), Place>,
    /// The column of the source behind a column of the book, by file, column and source.
    pub columns: BTreeMap<(&'static str, &'static str, usize), String>,
}

impl Trace {
    /// Begins a foreign file: its rows are not used until something says otherwise.
    pub fn begin_source(&mut self, table: &ForeignTable) {
        let source = self.sources.len();
        self.sources.push((table.file.clone(), table.detected.clone()));
        let lines = table.rows.iter().map(|row| row.line).chain(table.refused.iter().filter_map(|refusal| refusal.row));
        self.fates.extend(lines.map(|line| ((source, line), Fate::Unused)));
    }

    /// Which file it is.
    pub fn source(&self, file: &str) -> usize {
        self.sources.iter().position(|(name, _)| name == file).unwrap_or(0)
    }

    /// A row with nothing in it is no row.
    pub fn forget(&mut self, file: &str, line: usize) {
        self.fates.remove(&(self.source(file), line));
    }

    /// What became of a row.
    pub fn fate(&mut self, source: usize, line: usize, fate: Fate) {
        if let Some(known) = self.fates.get_mut(&(source, line)) {
            *known = fate.max(*known);
        }
    }

    /// Says something of a row that settles its fate.
    pub fn enter(&mut self, entry: Entry, fate: Fate) {
        let source = self.source(&entry.file);
        if let Some(line) = entry.row {
            self.fate(source, line, fate);
        }
        self.entries.push(entry);
    }

    /// Refuses a row.
    pub fn refuse(&mut self, (file, line): (&str, usize), refusal: Refusal) {
        self.fate(self.source(file), line, Fate::Refused);
        self.entries.push(Entry::refused(&refusal));
        self.refusals.push(refusal);
    }
}

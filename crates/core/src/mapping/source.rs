//! A foreign file held against its source: rows that count, and those that are refused or passed over before anything is read of them.

use super::report::{Entry, EntryKind, Fate, Trace};
use super::value::whole_id;
use super::{Mapping, Source};
use crate::book::{Row, closest};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// A foreign file as text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ForeignTable {
    /// File name.
    pub file: String,
    /// How it was written, in words: `Windows-1252, semicolons`.
    pub detected: String,
    /// Names of its columns.
    pub header: Vec<String>,
    /// Rows with as many cells as the header.
    pub rows: Vec<Row>,
    /// Rows that could not be read, each with its place.
    pub refused: Vec<Refusal>,
}

/// A source with its rows that count.
pub(super) struct Opened<'a> {
    /// The source; `None` for a file that the mapping does not name.
    pub source: &'a Source,
    /// Where its columns stand.
    positions: BTreeMap<&'a str, usize>,
    /// Rows that were neither refused nor passed over.
    pub rows: Vec<&'a Row>,
    /// Rows by key, also those passed over: a look-up may still need them.
    by_key: BTreeMap<&'a str, &'a Row>,
    /// The same by the key as a spreadsheet may have changed it: `12.0` finds 12.
    by_whole_key: BTreeMap<&'a str, &'a Row>,
}

impl<'a> Opened<'a> {
    /// Opens the file of a source; refuses what is missing, and passes over what is to be.
    pub fn open(mapping: &'a Mapping, source: &'a Source, tables: &'a [ForeignTable], trace: &mut Trace) -> Self {
        let mut opened =
            Self { source, positions: BTreeMap::new(), rows: Vec::new(), by_key: BTreeMap::new(), by_whole_key: BTreeMap::new() };
        let Some(table) = tables.iter().find(|table| table.file == source.file) else {
            if !source.optional {
                trace.fatal.push(missing_file(source, tables));
            }
            trace.begin_source(&ForeignTable { file: source.file.clone(), detected: "absent".into(), ..ForeignTable::default() });
            return opened;
        };
        opened.positions = table.header.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
        for column in mapping.columns_of(&source.code) {
            if !opened.positions.contains_key(column) {
                trace.fatal.push(missing_column(table, column));
            }
        }
        trace.begin_source(table);
        for refusal in &table.refused {
            trace.refuse((&source.file, refusal.row.unwrap_or(1)), refusal.clone());
        }
        for row in &table.rows {
            opened.take(row, trace);
        }
        opened
    }

    fn take(&mut self, row: &'a Row, trace: &mut Trace) {
        let file = &self.source.file;
        if row.cells.iter().all(String::is_empty) {
            trace.forget(file, row.line);
            return;
        }
        if let Some(column) = &self.source.key {
            let key = self.cell(row, column);
            if let Some(first) = self.by_key.get(key) {
                let problem = format!("is in row {} and again in row {}", first.line, row.line);
                let refusal = Refusal {
                    file: file.clone(),
                    row: Some(row.line),
                    column: Some(column.clone()),
                    value: Some(key.into()),
                    problem,
                    remedy: "Keep one of the two rows.".into(),
                };
                return trace.refuse((file, row.line), refusal);
            }
            if !key.is_empty() {
                self.by_key.insert(key, row);
                self.by_whole_key.entry(whole_id(key)).or_insert(row);
            }
        }
        let passed = self.source.skips.iter().find(|skip| {
            let cell = self.cell(row, &skip.column);
            skip.words.iter().any(|word| word == cell) != skip.negated
        });
        match passed {
            Some(skip) => {
                let entry = Entry {
                    kind: EntryKind::Skipped,
                    file: file.clone(),
                    row: Some(row.line),
                    column: skip.column.clone(),
                    value: self.cell(row, &skip.column).into(),
                    became: String::new(),
                    reason: skip.reason.clone(),
                };
                trace.enter(entry, Fate::Skipped);
            }
            None => self.rows.push(row),
        }
    }

    /// The text of a cell without the spaces around it; a word for blank is empty.
    pub fn cell(&self, row: &'a Row, column: &str) -> &'a str {
        let text = self.positions.get(column).and_then(|at| row.cells.get(*at)).map_or("", |cell| cell.trim());
        if self.source.blank.iter().any(|word| word == text) { "" } else { text }
    }

    /// The text of a cell as it stands in the file.
    pub fn raw(&self, row: &'a Row, column: &str) -> &'a str {
        self.positions.get(column).and_then(|at| row.cells.get(*at)).map_or("", String::as_str)
    }

    /// A row by its key.
    pub fn find(&self, key: &str) -> Option<&'a Row> {
        self.by_key.get(key).or_else(|| self.by_whole_key.get(whole_id(key))).copied()
    }
}

fn missing_file(source: &Source, tables: &[ForeignTable]) -> Refusal {
    let remedy = match closest(&source.file, tables.iter().map(|table| table.file.as_str())) {
        Some(name) => format!("Rename {name}, or put the file beside it."),
        None => format!("Put it into the folder, or mark [source.{}] as optional.", source.code),
    };
    Refusal { file: source.file.clone(), problem: "is missing".into(), remedy, ..Refusal::default() }
}

fn missing_column(table: &ForeignTable, column: &str) -> Refusal {
    let remedy = match closest(column, table.header.iter().map(String::as_str)) {
        Some(name) => format!("The file has {name}; change the mapping or the file."),
        None => "Export the file with it, or change the mapping.".into(),
    };
    Refusal {
        file: table.file.clone(),
        row: Some(1),
        column: Some(column.into()),
        problem: "is missing".into(),
        remedy,
        ..Refusal::default()
    }
}

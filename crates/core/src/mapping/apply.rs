//! A mapping applied: foreign rows become rows of the book, each with the place it came from.

use super::interval::convert_intervals;
use super::report::{Entry, EntryKind, Place, Trace};
use super::source::{ForeignTable, Opened};
use super::value::{Origin, ValueSpec};
use super::{Mapping, TableMap};
use crate::book::{Book, FILES, FileSchema, POLICY_FILE, Row, Table, file_schema};
use crate::catalog;
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a mapping made of foreign files.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The book, to be imported.
    pub book: Book,
    pub(super) trace: Trace,
    /// Rows of the book that stand or fall together, by source and line.
    pub(super) twins: BTreeMap<(usize, usize), Vec<(&'static str, usize)>>,
}

/// Applies a mapping. `beside` are files of the book that lie with the foreign ones; they are taken as they are and come before
/// what the mapping itself says an empty instance begins with. `today` decides which review of an open-ended interval is the current
/// one, and `established` whether the instance has an organisation.
///
/// # Errors
/// What lets nothing be imported: a file or a column that is missing, a file of the book that two sides make. Rows are not among it.
pub fn apply(mapping: &Mapping, tables: &[ForeignTable], beside: Book, (today, established): (Date, bool)) -> Result<Mapped, Vec<Refusal>> {
    let mut trace = Trace::default();
    let opened: Vec<Opened<'_>> = mapping.sources.iter().map(|source| Opened::open(mapping, source, tables, &mut trace)).collect();
    if !trace.fatal.is_empty() {
        return Err(trace.fatal);
    }
    note_unused(mapping, tables, &mut trace);
    let mut sheets = Sheets::default();
    for map in &mapping.tables {
        convert_table(map, &opened, &mut sheets, &mut trace);
    }
    for map in &mapping.intervals {
        convert_intervals((map, today), &opened, &mut sheets, &mut trace);
    }
    let mut book = beside;
    trace.fatal.extend(book.tables.iter().filter(|table| sheets.tables.contains_key(table.file.as_str())).map(made_twice));
    if !trace.fatal.is_empty() {
        return Err(trace.fatal);
    }
    if !established {
        begin(mapping, &mut book, &mut sheets);
    }
    book.tables.extend(sheets.tables.into_values());
    book.tables.sort_by_key(|table| FILES.iter().position(|schema| schema.file == table.file));
    let mut twins: BTreeMap<(usize, usize), Vec<(&'static str, usize)>> = BTreeMap::new();
    for (row, place) in trace.places.iter().filter(|(_, place)| place.tied) {
        twins.entry((place.source, place.line)).or_default().push(*row);
    }
    Ok(Mapped { book, trace, twins })
}

fn made_twice(table: &Table) -> Refusal {
    Refusal {
        file: table.file.clone(),
        problem: "is there, and the mapping makes it as well".into(),
        remedy: "Take it out of the folder.".into(),
        ..Refusal::default()
    }
}

/// Files that the mapping does not name are counted and said to be unused.
fn note_unused(mapping: &Mapping, tables: &[ForeignTable], trace: &mut Trace) {
    for table in tables.iter().filter(|table| mapping.sources.iter().all(|source| source.file != table.file)) {
        trace.begin_source(table);
        trace.entries.push(Entry {
            kind: EntryKind::Unused,
            file: table.file.clone(),
            row: None,
            column: String::new(),
            value: String::new(),
            became: String::new(),
            reason: format!("{} rows; the mapping does not use this file.", table.rows.len() + table.refused.len()),
        });
    }
}

/// What an empty instance begins with, unless a file beside says it.
fn begin(mapping: &Mapping, book: &mut Book, sheets: &mut Sheets) {
    let start = &mapping.start;
    let organisation = if start.organisation.is_empty() { Vec::new() } else { vec![start.organisation.clone()] };
    for (file, rows) in [("organisation.csv", organisation), ("teammates.csv", start.teammates.clone())] {
        let Some(schema) = file_schema(file).filter(|_| !rows.is_empty() && book.table(file).is_none()) else { continue };
        if sheets.tables.contains_key(file) {
            continue;
        }
        let columns: Vec<&'static str> = schema.columns.iter().map(|column| column.name).collect();
        for row in rows {
            let cells = columns.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect();
            sheets.add(schema, &columns, cells);
        }
    }
    if book.policy.is_none() {
        let text = start.policy.as_deref().and_then(catalog::policy);
        book.policy = text.map(|text| (POLICY_FILE.to_string(), text.to_string()));
    }
}

/// Files of the book while they grow.
#[derive(Default)]
pub(super) struct Sheets {
    tables: BTreeMap<&'static str, Table>,
}

impl Sheets {
    /// Adds a row with a cell for each of the columns, which are the same for every row of a file; answers its line. Columns of the
    /// book that are not among them keep what the instance knows.
    pub fn add(&mut self, schema: &'static FileSchema, columns: &[&'static str], cells: Vec<String>) -> usize {
        let table = self.begin(schema, columns);
        let line = table.rows.len() + 2;
        table.rows.push(Row { line, cells });
        line
    }

    /// A file is there even if no row came of its source.
    fn begin(&mut self, schema: &'static FileSchema, columns: &[&'static str]) -> &mut Table {
        let header = columns.iter().map(ToString::to_string).collect();
        self.tables.entry(schema.file).or_insert_with(|| Table { file: schema.file.into(), header, rows: Vec::new() })
    }
}

fn convert_table(map: &TableMap, opened: &[Opened<'_>], sheets: &mut Sheets, trace: &mut Trace) {
    let Some(from) = opened.iter().find(|opened| opened.source.code == map.from) else { return };
    let source = trace.source(&from.source.file);
    let columns: Vec<&'static str> = map.columns.iter().map(|(column, _)| *column).collect();
    sheets.begin(map.into, &columns);
    for (column, spec) in &map.columns {
        trace.columns.insert((map.into.file, column, source), column_behind(spec, column));
    }
    for row in &from.rows {
        let mut reading = Reading { opened, from, row, trace };
        let cells: Vec<Option<String>> = map.columns.iter().map(|(column, spec)| reading.value(column, spec)).collect();
        if let Some(cells) = cells.into_iter().collect::<Option<Vec<String>>>() {
            let line = sheets.add(map.into, &columns, cells);
            trace.places.insert((map.into.file, line), Place { source, line: row.line, tied: false });
        }
    }
}

/// The column of the source behind a value; for a constant the name that the mapping gives it.
pub(super) fn column_behind(spec: &ValueSpec, name: &str) -> String {
    match &spec.origin {
        Origin::Column(column) => column.clone(),
        Origin::Lookup { by, .. } => by.clone(),
        Origin::Constant(_) => name.to_string(),
    }
}

/// One foreign row while its values are read.
pub(super) struct Reading<'r, 'a> {
    /// All sources, for look-ups.
    pub opened: &'r [Opened<'a>],
    /// The source of the row.
    pub from: &'r Opened<'a>,
    /// The row.
    pub row: &'a Row,
    /// Where refusals and changes are noted.
    pub trace: &'r mut Trace,
}

impl Reading<'_, '_> {
    /// A value, or `None` once it was refused.
    pub fn value(&mut self, name: &str, spec: &ValueSpec) -> Option<String> {
        let (cell, raw) = match &spec.origin {
            Origin::Constant(text) => (text.as_str(), text.as_str()),
            Origin::Column(column) => (self.from.cell(self.row, column), self.from.raw(self.row, column)),
            Origin::Lookup { source, by, column } => {
                let key = self.from.cell(self.row, by);
                let found = self.opened.iter().find(|other| other.source.code == *source).and_then(|other| Some((other, other.find(key)?)));
                match found {
                    Some((other, row)) => (other.cell(row, column), other.raw(row, column)),
                    None if key.is_empty() || spec.default.is_some() => ("", ""),
                    None => {
                        self.refuse(by, key, format!("is not in the file of source {source}"));
                        return None;
                    }
                }
            }
        };
        match spec.convert(cell) {
            Ok(value) => {
                if value != raw && !matches!(spec.origin, Origin::Constant(_)) {
                    let column = match &spec.origin {
                        Origin::Lookup { column, .. } => column.clone(),
                        _ => column_behind(spec, name),
                    };
                    self.changed(&column, (raw, &value), format!("read as {} for {name}", spec.reading));
                }
                Some(value)
            }
            Err(problem) => {
                self.refuse(&column_behind(spec, name), raw, problem);
                None
            }
        }
    }

    /// Refuses a value of the row.
    pub fn refuse(&mut self, column: &str, value: &str, problem: String) {
        let file = self.from.source.file.as_str();
        let refusal = Refusal {
            file: file.into(),
            row: Some(self.row.line),
            column: Some(column.into()),
            value: (!value.is_empty()).then(|| value.into()),
            problem,
            remedy: String::new(),
        };
        self.trace.refuse((file, self.row.line), refusal);
    }

    /// Notes a value that is not what it was.
    pub fn changed(&mut self, column: &str, (value, became): (&str, &str), reason: String) {
        let entry = self.entry(EntryKind::Changed, (column, value), reason);
        self.trace.entries.push(Entry { became: became.into(), ..entry });
    }

    /// Something to say of the row.
    pub fn entry(&self, kind: EntryKind, (column, value): (&str, &str), reason: String) -> Entry {
        Entry {
            kind,
            file: self.from.source.file.clone(),
            row: Some(self.row.line),
            column: column.into(),
            value: value.into(),
            became: String::new(),
            reason,
        }
    }
}

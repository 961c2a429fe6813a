//! A table held against its schema, and its rows read cell by cell. What cannot be read is refused with its place.

use super::names::Index;
use super::schema::{Column, FILES, FileSchema, POLICY_FILE, closest, file_schema};
use super::{Book, Row, Table};
use crate::commands::{NOTE_MAX, TEXT_MAX};
use crate::refusal::Refusal;
use std::collections::BTreeSet;
use std::str::FromStr;

/// A table whose header was understood.
pub(super) struct Sheet<'a> {
    /// Its schema.
    pub schema: &'static FileSchema,
    table: &'a Table,
    /// For each column of the schema, where it stands in the file.
    positions: Vec<Option<usize>>,
    /// Whether every required column is there, so that rows can be read.
    pub readable: bool,
    /// Whether a row could not be read for its number of cells.
    pub ragged: bool,
}

/// The tables of a book in the order of the schema; a file that the book lacks is left out.
pub(super) fn open_all<'a>(book: &'a Book, refusals: &mut Vec<Refusal>) -> Vec<Sheet<'a>> {
    for (i, table) in book.tables.iter().enumerate() {
        if file_schema(&table.file).is_none() {
            refusals.push(whole_file(&table.file, "is not a file of the book", &propose_file(&table.file)));
        } else if book.tables[..i].iter().any(|earlier| earlier.file == table.file) {
            refusals.push(whole_file(&table.file, "is there twice", "Keep one of them."));
        }
    }
    FILES.iter().filter_map(|schema| book.table(schema.file).map(|table| Sheet::open(schema, table, refusals))).collect()
}

/// A refusal of a file as a whole.
pub(super) fn whole_file(file: &str, problem: &str, remedy: &str) -> Refusal {
    Refusal { file: file.into(), problem: problem.into(), remedy: remedy.into(), ..Refusal::default() }
}

fn propose_file(file: &str) -> String {
    match closest(file, FILES.iter().map(|schema| schema.file).chain([POLICY_FILE])) {
        Some(name) => format!("Rename it to {name}, or take it out of the folder."),
        None => format!("Take it out of the folder. Files: {}.", FILES.iter().map(|schema| schema.file).collect::<Vec<_>>().join(", ")),
    }
}

impl<'a> Sheet<'a> {
    fn open(schema: &'static FileSchema, table: &'a Table, refusals: &mut Vec<Refusal>) -> Self {
        let position = |column: &Column| table.header.iter().position(|name| name == column.name);
        let positions: Vec<Option<usize>> = schema.columns.iter().map(position).collect();
        let sheet = Self { schema, table, positions, readable: true, ragged: false };
        sheet.check_header(refusals);
        let width = table.header.len();
        let mut ragged = false;
        for row in table.rows.iter().filter(|row| !is_blank(row) && row.cells.len() != width) {
            ragged = true;
            let problem = format!("has {} cells where the header has {width}", row.cells.len());
            refusals
                .push(Refusal { row: Some(row.line), ..whole_file(schema.file, &problem, "Put a cell with a comma in double quotes.") });
        }
        let readable = sheet.missing().all(|column| !column.required);
        Self { readable, ragged, ..sheet }
    }

    /// Refuses columns that are there twice, that nobody knows, or that are needed and not there.
    fn check_header(&self, refusals: &mut Vec<Refusal>) {
        let refuse = |column: &str, problem: &str, remedy: String| Refusal {
            row: Some(1),
            column: Some(column.into()),
            ..whole_file(self.schema.file, problem, &remedy)
        };
        for (i, name) in self.table.header.iter().enumerate() {
            if self.table.header[..i].contains(name) {
                refusals.push(refuse(name, "is there twice", "Keep one of the two columns.".into()));
            } else if !self.schema.columns.iter().any(|column| column.name == name) {
                let remedy = match closest(name, self.missing().map(|column| column.name)) {
                    Some(right) => format!("Rename it to {right}."),
                    None => format!(
                        "Take it out. Columns: {}.",
                        self.schema.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
                    ),
                };
                refusals.push(refuse(name, "is not a column of this file", remedy));
            }
        }
        for column in self.missing().filter(|column| column.required) {
            refusals.push(refuse(column.name, "is missing", format!("Add the column: {}.", column.meaning)));
        }
    }

    fn missing(&self) -> impl Iterator<Item = &'static Column> {
        self.schema.columns.iter().zip(&self.positions).filter(|(_, at)| at.is_none()).map(|(column, _)| column)
    }

    /// Rows that have a cell for each column; rows with nothing in them are passed over.
    pub fn rows(&self) -> impl Iterator<Item = &'a Row> + use<'a> {
        let table = self.table;
        table.rows.iter().filter(|row| !is_blank(row) && row.cells.len() == table.header.len())
    }

    /// The text of a cell; empty where the file lacks the column.
    pub fn cell(&self, row: &'a Row, column: &str) -> &'a str {
        self.position(column).and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }

    /// Where a column stands, if the file has it.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.schema.columns.iter().position(|known| known.name == column).and_then(|i| self.positions[i])
    }
}

fn is_blank(row: &Row) -> bool {
    row.cells.iter().all(String::is_empty)
}

/// A refusal at a cell.
pub(super) fn at(file: &str, row: usize, column: &str, value: &str) -> Refusal {
    Refusal {
        file: file.into(),
        row: Some(row),
        column: Some(column.into()),
        value: (!value.is_empty()).then(|| value.into()),
        ..Refusal::default()
    }
}

/// One row while it is read. Every method answers `None` once it has refused the cell.
pub(super) struct Cells<'s, 'a> {
    sheet: &'s Sheet<'a>,
    /// The row.
    pub row: &'a Row,
    /// What was refused of it.
    pub refusals: Vec<Refusal>,
}

impl<'s, 'a> Cells<'s, 'a> {
    /// Begins a row.
    pub fn new(sheet: &'s Sheet<'a>, row: &'a Row) -> Self {
        Self { sheet, row, refusals: Vec::new() }
    }

    /// The text of a cell.
    pub fn raw(&self, column: &str) -> &'a str {
        self.sheet.cell(self.row, column)
    }

    /// Refuses a cell.
    pub fn refuse(&mut self, column: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        let place = at(self.sheet.schema.file, self.row.line, column, self.raw(column));
        self.refusals.push(Refusal { problem: problem.into(), remedy: remedy.into(), ..place });
    }

    /// A value that must be there.
    pub fn value(&mut self, column: &str) -> Option<&'a str> {
        let text = self.raw(column);
        if text.is_empty() {
            self.refuse(column, "is empty", "Every row needs a value here.");
            return None;
        }
        Some(text)
    }

    /// A one-line text that must be there.
    pub fn text(&mut self, column: &str) -> Option<String> {
        self.read(column, one_line)
    }

    /// A value that must be there, read by a function whose error ends the sentence.
    pub fn read<T>(&mut self, column: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.value(column)?;
        read(text).map_err(|problem| self.refuse(column, problem, "")).ok()
    }

    /// A word of a closed list that must be there.
    pub fn word<T: FromStr<Err = String>>(&mut self, column: &str) -> Option<T> {
        self.read(column, str::parse)
    }

    /// A value that may be empty. A file without the column keeps what is known (`kept`); an empty cell is `empty`.
    pub fn optional<T>(&mut self, column: &str, (kept, empty): (Option<T>, T), read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        if self.sheet.position(column).is_none() {
            return Some(kept.unwrap_or(empty));
        }
        if self.raw(column).is_empty() { Some(empty) } else { self.read(column, read) }
    }

    /// The id behind a reference that may be empty. A file without the column keeps what is known (`kept`).
    pub fn known_or_none<T: Copy>(&mut self, column: &str, kept: Option<Option<T>>, index: &Index<T>) -> Option<Option<T>> {
        if self.raw(column).is_empty() {
            return self.optional(column, (kept, None), |_| Ok(None));
        }
        self.known(column, index).map(Some)
    }

    /// The ids behind references in one cell; the first that is unknown is named. No cell, or an empty one, names nobody.
    pub fn known_all<T: Copy + Ord>(&mut self, column: &str, index: &Index<T>) -> Option<BTreeSet<T>> {
        let named = references(self.raw(column)).map_err(|problem| self.refuse(column, problem, "")).ok()?;
        let mut ids = BTreeSet::new();
        for reference in &named {
            match index.get(reference) {
                Some(id) => drop(ids.insert(id)),
                None if index.complete => {
                    let remedy = format!("Add it to {}, or correct it here.", index.file);
                    self.refuse(column, format!("names {reference:?}, which is not {}", index.noun), remedy);
                    return None;
                }
                None => return None,
            }
        }
        Some(ids)
    }

    /// Whether the file has the column.
    pub fn has(&self, column: &str) -> bool {
        self.sheet.position(column).is_some()
    }

    /// The id behind a reference that must be there.
    pub fn known<T: Copy>(&mut self, column: &str, index: &Index<T>) -> Option<T> {
        let text = self.value(column)?;
        let found = index.get(text);
        if found.is_none() && index.complete {
            self.refuse(column, format!("is not {}", index.noun), format!("Add it to {}, or correct it here.", index.file));
        }
        found
    }
}

/// References in one cell, between spaces or semicolons; one that has such a sign in it stands in double quotes.
pub(super) fn references(text: &str) -> Result<Vec<String>, String> {
    let (mut all, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => word.extend(signs.next()),
            '"' if quoted || !begun => (quoted, begun) = (!quoted, true),
            ' ' | ';' if !quoted => {
                all.extend(begun.then(|| std::mem::take(&mut word)));
                begun = false;
            }
            other => {
                word.push(other);
                begun = true;
            }
        }
    }
    all.extend(begun.then_some(word));
    if quoted { Err("has a double quote that is never closed".into()) } else { Ok(all) }
}

/// Writes references into one cell, so that [`references`] reads them back.
pub(super) fn joined<'a>(references: impl Iterator<Item = &'a str>) -> String {
    let quoted = |reference: &str| {
        let plain = !reference.contains([' ', ';', '"']);
        if plain { reference.to_string() } else { format!("\"{}\"", reference.replace('"', "\"\"")) }
    };
    let mut references: Vec<&str> = references.collect();
    references.sort_unstable();
    references.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Reads `true` or `false`.
pub(super) fn flag(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "is neither true nor false".into())
}

/// A text without line breaks.
pub(super) fn one_line(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) {
        return Err("has a line break or another control character".into());
    }
    let length = text.chars().count();
    if length > TEXT_MAX { Err(format!("has {length} characters; at most {TEXT_MAX} fit")) } else { Ok(text.into()) }
}

/// A text that may have line breaks. Spaces around it fall away, as they do when a person types it.
pub(super) fn note(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("is empty".into());
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err("has a control character".into());
    }
    let length = text.chars().count();
    if length > NOTE_MAX { Err(format!("has {length} characters; at most {NOTE_MAX} fit")) } else { Ok(text.into()) }
}

/// As [`note`], and nothing but spaces is an empty text.
pub(super) fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Ok(String::new()) } else { note(text) }
}

/// Reads a whole number inside bounds.
pub(super) fn whole(from: u32, to: u32) -> impl Fn(&str) -> Result<u32, String> {
    move |text| {
        let digits = text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|number| digits && (from..=to).contains(number));
        number.ok_or_else(|| format!("is not a whole number from {from} to {to}"))
    }
}

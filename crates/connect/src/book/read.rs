//! Reads a folder of CSV files and a policy into a book. Any bytes give a book or refusals that say where and why.

use super::refusal;
use csv::{ByteRecord, ReaderBuilder};
use std::fs;
use std::path::{Path, PathBuf};
use tenure_core::book::{Book, FILES, POLICY_FILE, Row, Table, closest, file_schema};
use tenure_core::refusal::Refusal;

/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Longest cell, in characters.
pub const CELL_CHARACTERS_MAX: usize = 100_000;

/// Endings of files that were meant for the book, so that one with a wrong name is refused and not passed over.
const MEANT_FOR_BOOK: [&str; 6] = [".csv", ".toml", ".tsv", ".xlsx", ".xls", ".ods"];

/// Reads the files of a folder. Other kinds of files and sub-folders in it are left alone.
///
/// # Errors
/// Every refusal of every file: an unknown name, not UTF-8, another separator, unclosed quotes, too large.
pub fn read_book(dir: &Path) -> Result<Book, Vec<Refusal>> {
    let files = list(dir).map_err(|refusal| vec![refusal])?;
    let mut book = Book::default();
    let mut refusals = Vec::new();
    for (name, path) in &files {
        match read_file(name, path) {
            Ok(Some(text)) if name == POLICY_FILE => book.policy = Some((name.clone(), text)),
            Ok(Some(text)) => match read_table(name, &text) {
                Ok(table) => book.tables.push(table),
                Err(refusal) => refusals.push(refusal),
            },
            Ok(None) => {}
            Err(refusal) => refusals.push(refusal),
        }
    }
    book.tables.sort_by_key(|table| FILES.iter().position(|schema| schema.file == table.file));
    refusals.extend(unknown_time_zone(&book));
    if refusals.is_empty() { Ok(book) } else { Err(refusals) }
}

/// Names and paths in the folder, by name.
fn list(dir: &Path) -> Result<Vec<(String, PathBuf)>, Refusal> {
    let shown = dir.display().to_string();
    let remedy = "Give the folder that holds the CSV files.";
    if dir.is_file() {
        return Err(refusal(&shown, "is a file, not a folder", remedy));
    }
    let entries = fs::read_dir(dir).map_err(|error| refusal(&shown, format!("cannot be opened as a folder: {error}"), remedy))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| refusal(&shown, format!("cannot be listed: {error}"), ""))?;
        files.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    files.sort();
    if files.iter().any(|(name, _)| is_meant(name)) { Ok(files) } else { Err(refusal(&shown, "holds no CSV file", remedy)) }
}

fn is_meant(name: &str) -> bool {
    let lower = name.to_lowercase();
    !lower.starts_with('.') && MEANT_FOR_BOOK.iter().any(|ending| lower.ends_with(ending))
}

/// The text of a file of the book; `None` for one that does not belong to it.
fn read_file(name: &str, path: &Path) -> Result<Option<String>, Refusal> {
    if file_schema(name).is_none() && name != POLICY_FILE {
        return if is_meant(name) { Err(unknown(name)) } else { Ok(None) };
    }
    let metadata = fs::metadata(path).map_err(|error| refusal(name, format!("cannot be read: {error}"), ""))?;
    if !metadata.is_file() {
        return Err(refusal(name, "is not a file", "Take it out of the folder."));
    }
    if metadata.len() > FILE_BYTES_MAX {
        return Err(refusal(name, format!("is larger than {} MiB", FILE_BYTES_MAX / 1024 / 1024), "Split the import into several books."));
    }
    let bytes = fs::read(path).map_err(|error| refusal(name, format!("cannot be read: {error}"), ""))?;
    decode(name, bytes).map(Some)
}

fn unknown(name: &str) -> Refusal {
    let known = || FILES.iter().map(|schema| schema.file).chain([POLICY_FILE]);
    let ending_fits = name.ends_with(".csv") || name.ends_with(".toml");
    let remedy = match closest(name, known()) {
        Some(right) if ending_fits || right.eq_ignore_ascii_case(name) => format!("Rename it to {right}, or take it out of the folder."),
        Some(right) => format!("Save it as {right}: CSV UTF-8, separated by commas."),
        None => format!("Take it out of the folder. Files: {}.", known().collect::<Vec<_>>().join(", ")),
    };
    refusal(name, "is not a file of the book", &remedy)
}

/// UTF-8 text without a byte order mark.
fn decode(name: &str, mut bytes: Vec<u8>) -> Result<String, Refusal> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let place = Refusal { row: Some(line_at(&bytes, at)), ..refusal(name, format!("has a NUL byte at byte {}", at + 1), "") };
        return Err(Refusal { remedy: "Save the file as CSV UTF-8; this looks like another format.".into(), ..place });
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let row = line_at(error.as_bytes(), at);
        Refusal { row: Some(row), ..refusal(name, format!("is not UTF-8 at byte {}", at + 1), "Save the file as CSV UTF-8.") }
    })
}

/// The line, counted from 1, on which a byte stands.
fn line_at(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

fn read_table(name: &str, text: &str) -> Result<Table, Refusal> {
    if let Some(row) = unclosed_quote(text.as_bytes()) {
        let problem = "has a double quote that is opened here and never closed";
        return Err(Refusal { row: Some(row), ..refusal(name, problem, "Close it; a quote inside a quoted cell is written twice.") });
    }
    let mut records = Records::new(name, text);
    let Some((_, header)) = records.next_record()? else {
        return Err(refusal(name, "is empty", "The first row names the columns."));
    };
    let header: Vec<String> = header.iter().map(|cell| trimmed(cell)).collect();
    let separators = [(';', "semicolons"), ('\t', "tabs")];
    if let [only] = header.as_slice()
        && let Some((_, separator)) = separators.into_iter().find(|(sign, _)| only.contains(*sign))
    {
        let problem = format!("is separated by {separator}");
        return Err(Refusal { row: Some(1), ..refusal(name, problem, "Save it separated by commas.") });
    }
    let notes: Vec<bool> = header.iter().map(|column| is_note(name, column)).collect();
    let mut rows = Vec::new();
    while let Some((line, cells)) = records.next_record()? {
        let cells = cells.into_iter().enumerate();
        rows.push(Row { line, cells: cells.map(|(i, cell)| if notes.get(i) == Some(&true) { cell } else { trimmed(&cell) }).collect() });
    }
    Ok(Table { file: name.into(), header, rows })
}

fn is_note(file: &str, column: &str) -> bool {
    file_schema(file).is_some_and(|schema| schema.columns.iter().any(|known| known.name == column && known.note))
}

fn trimmed(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_ascii_whitespace()).to_string()
}

/// Records with the physical line on which each begins. Blank lines before a record and line ends of all kinds are reckoned in.
struct Records<'t> {
    name: &'t str,
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: ByteRecord,
    counted_to: usize,
    line: usize,
}

impl<'t> Records<'t> {
    fn new(name: &'t str, text: &'t str) -> Self {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        Self { name, text, reader, record: ByteRecord::new(), counted_to: 0, line: 1 }
    }

    fn next_record(&mut self) -> Result<Option<(usize, Vec<String>)>, Refusal> {
        let more =
            self.reader.read_byte_record(&mut self.record).map_err(|error| refusal(self.name, format!("cannot be read: {error}"), ""))?;
        if !more {
            return Ok(None);
        }
        let begins = self.record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let rest = self.text.as_bytes().get(begins..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.as_bytes().get(self.counted_to..begins + blank).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.counted_to = begins + blank;
        let mut cells = Vec::with_capacity(self.record.len());
        for cell in &self.record {
            let cell = String::from_utf8_lossy(cell).into_owned();
            if cell.len() > CELL_CHARACTERS_MAX && cell.chars().count() > CELL_CHARACTERS_MAX {
                let problem = format!("has a cell of more than {CELL_CHARACTERS_MAX} characters");
                return Err(Refusal { row: Some(self.line), ..refusal(self.name, problem, "Look for a double quote that is not closed.") });
            }
            cells.push(cell);
        }
        Ok(Some((self.line, cells)))
    }
}

/// The line of a quote that opens a cell and is not closed until the file ends.
fn unclosed_quote(bytes: &[u8]) -> Option<usize> {
    let (mut line, mut opened_on, mut at_start) = (1, None, true);
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match (byte, opened_on) {
            (b'"', Some(_)) if bytes.get(i + 1) == Some(&b'"') => i += 1,
            (b'"', Some(_)) => opened_on = None,
            (b'"', None) if at_start => opened_on = Some(line),
            _ => {}
        }
        at_start = opened_on.is_none() && matches!(byte, b',' | b'\n' | b'\r');
        line += usize::from(*byte == b'\n');
        i += 1;
    }
    opened_on
}

/// The core judges the form of a time zone; only here is there a zone database to look it up in.
fn unknown_time_zone(book: &Book) -> Option<Refusal> {
    let zone = book.time_zone()?;
    let row = book.table("organisation.csv")?.rows.first()?.line;
    jiff::tz::TimeZone::get(zone).is_err().then(|| Refusal {
        row: Some(row),
        column: Some("time_zone".into()),
        value: Some(zone.into()),
        ..refusal("organisation.csv", "is not a time zone of this machine's zone database", "Write an IANA name such as Europe/Lisbon.")
    })
}

//! Reads a folder of CSV files and a policy into a book. Any bytes give a book or refusals that say where and why.

use crate::files::{NamedFile, check_size, is_meant, read_folder};
use crate::records::{Records, line_at, refusal, trimmed, unclosed_quote};
use std::path::Path;
use tenure_core::book::{Book, FILES, POLICY_FILE, Row, Table, closest, file_schema};
use tenure_core::refusal::Refusal;

/// Endings of files that were meant for the book, so that one with a wrong name is refused and not passed over.
const MEANT_FOR_BOOK: [&str; 6] = [".csv", ".toml", ".tsv", ".xlsx", ".xls", ".ods"];

/// Reads the files of a folder. Other kinds of files and sub-folders in it are left alone.
///
/// # Errors
/// Every refusal of every file: an unknown name, not UTF-8, another separator, unclosed quotes, too large.
pub fn read_book(dir: &Path) -> Result<Book, Vec<Refusal>> {
    book_of(read_folder(dir, &is_of_book)?)
}

/// Whether a file name belongs to the book.
pub fn is_of_book(name: &str) -> bool {
    file_schema(name).is_some() || name == POLICY_FILE
}

/// The book that files make. Those of other kinds are left alone.
///
/// # Errors
/// As [`read_book`].
pub fn book_of(files: Vec<NamedFile>) -> Result<Book, Vec<Refusal>> {
    let mut book = Book::default();
    let mut refusals = Vec::new();
    for NamedFile { name, bytes } in files {
        if !is_of_book(&name) {
            refusals.extend(is_meant(&name, &MEANT_FOR_BOOK).then(|| unknown(&name)));
            continue;
        }
        match check_size(&name, bytes.len() as u64).and_then(|()| decode(&name, bytes)) {
            Ok(text) if name == POLICY_FILE => book.policy = Some((name, text)),
            Ok(text) => match read_table(&name, &text) {
                Ok(table) => book.tables.push(table),
                Err(refusal) => refusals.push(refusal),
            },
            Err(refusal) => refusals.push(refusal),
        }
    }
    book.tables.sort_by_key(|table| FILES.iter().position(|schema| schema.file == table.file));
    refusals.extend(unknown_time_zone(&book));
    if refusals.is_empty() { Ok(book) } else { Err(refusals) }
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

fn read_table(name: &str, text: &str) -> Result<Table, Refusal> {
    if let Some(row) = unclosed_quote(text.as_bytes(), b',') {
        let problem = "has a double quote that is opened here and never closed";
        return Err(Refusal { row: Some(row), ..refusal(name, problem, "Close it; a quote inside a quoted cell is written twice.") });
    }
    let mut records = Records::new(name, text, b',');
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

//! Reads CSV files, workbooks and a policy into a book. Any bytes give a book or refusals that say where and why.

use crate::files::{NamedFile, check_size, is_meant, read_folder};
use crate::records::{Records, line_at, refusal, trimmed, unclosed_quote};
use crate::workbook::{Sheet, is_workbook, sheets};
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
    book_of(read_folder(dir, &|name| is_of_book(name) || is_workbook(name))?)
}

/// Whether a file name belongs to the book.
pub fn is_of_book(name: &str) -> bool {
    file_schema(name).is_some() || name == POLICY_FILE
}

/// Whether a file was meant for the book by its ending: it is read, or refused for its name.
pub fn is_meant_for_book(name: &str) -> bool {
    is_of_book(name) || is_meant(name, &MEANT_FOR_BOOK)
}

/// The book that files make. Those of other kinds are left alone.
///
/// # Errors
/// As [`read_book`].
pub fn book_of(files: Vec<NamedFile>) -> Result<Book, Vec<Refusal>> {
    book_with(files, Vec::new())
}

/// The book that files and sheets make.
pub(crate) fn book_with(files: Vec<NamedFile>, beside: Vec<Sheet>) -> Result<Book, Vec<Refusal>> {
    let mut book = Book::default();
    let mut refusals = Vec::new();
    add_sheets(beside, &mut book, &mut refusals);
    for file in files {
        if is_workbook(&file.name) {
            let sheets = sheets(&file).map_err(|refusal| refusals.push(refusal)).unwrap_or_default();
            add_sheets(sheets, &mut book, &mut refusals);
            continue;
        }
        let NamedFile { name, bytes } = file;
        if !is_of_book(&name) {
            refusals.extend(is_meant_for_book(&name).then(|| unknown(&name)));
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
    refusals.extend(twice(&book));
    book.tables.sort_by_key(|table| FILES.iter().position(|schema| schema.file == table.file));
    refusals.extend(unknown_time_zone(&book));
    if refusals.is_empty() { Ok(book) } else { Err(refusals) }
}

/// The sheets of a workbook as files of the book.
fn add_sheets(sheets: Vec<Sheet>, book: &mut Book, refusals: &mut Vec<Refusal>) {
    for sheet in sheets {
        let Some(schema) = FILES.iter().find(|schema| sheet.is(schema.file)) else {
            let known = FILES.iter().map(|schema| schema.file.trim_end_matches(".csv"));
            let remedy = match closest(sheet.names.first().map_or("", String::as_str), known) {
                Some(right) => format!("Rename the sheet to {right}, or take it out of the workbook."),
                None => "Name the sheet as a file of the book, such as accounts, or take it out or hide it.".into(),
            };
            refusals.push(refusal(&sheet.shown, "is not a file of the book", &remedy));
            continue;
        };
        let header: Vec<String> = sheet.header.iter().map(|cell| trimmed(cell)).collect();
        let notes: Vec<bool> = header.iter().map(|column| is_note(schema.file, column)).collect();
        let rows = sheet.rows.into_iter().map(|row| cleaned(row, &notes)).collect();
        book.tables.push(Table { file: schema.file.into(), header, rows });
    }
}

/// A row without the blanks around its cells; notes keep theirs.
fn cleaned(row: Row, notes: &[bool]) -> Row {
    let cells = row.cells.into_iter().enumerate();
    Row { cells: cells.map(|(i, cell)| if notes.get(i) == Some(&true) { cell } else { trimmed(&cell) }).collect(), ..row }
}

/// A file of the book that came more than once: as a CSV file and as a sheet, or as two sheets.
fn twice(book: &Book) -> Vec<Refusal> {
    let times = |file: &str| book.tables.iter().filter(|table| table.file == file).count();
    let again = FILES.iter().filter(|schema| times(schema.file) > 1);
    again.map(|schema| refusal(schema.file, "is there twice", "Leave out the file, or the sheet of that name.")).collect()
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
        rows.push(cleaned(Row { line, cells }, &notes));
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

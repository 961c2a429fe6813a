//! Reads one export: its encoding and separator are found out and said, rows that do not fit are refused one by one.

use super::decode::decode;
use crate::book::{book_with, is_of_book};
use crate::files::{NamedFile, check_size};
use crate::records::{Records, refusal, trimmed, unclosed_quote};
use crate::workbook::{Sheet, is_workbook, sheets};
use tenure_core::book::{Book, FILES, POLICY_FILE, Row};
use tenure_core::mapping::{ForeignTable, Mapping};
use tenure_core::refusal::Refusal;

/// Most columns of a file.
pub const COLUMNS_MAX: usize = 16_384;
/// Most rows of a file.
pub const ROWS_MAX: usize = 3_000_000;

const SEPARATORS: [(u8, &str); 4] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

/// Reads the files of a mapping, and those of the book that lie beside them. Other files that look like CSV are read as well, so
/// that the report can say how many rows were not used; one of them that cannot be read is no obstacle.
///
/// # Errors
/// Every refusal of a file as a whole.
pub fn read_exports(files: Vec<NamedFile>, mapping: &Mapping) -> Result<(Vec<ForeignTable>, Book), Vec<Refusal>> {
    let mut tables = Vec::new();
    let mut beside = Vec::new();
    let mut refusals = Vec::new();
    let mut unread = Vec::new();
    let mut beside_sheets = Vec::new();
    for file in files {
        if is_workbook(&file.name) {
            match sheets(&file) {
                Ok(read) => {
                    let (of_book, exports) = read.into_iter().partition(|sheet| is_of_book_alone(sheet, mapping));
                    beside_sheets.extend::<Vec<Sheet>>(of_book);
                    add_sheets(exports, mapping, (&mut tables, &mut refusals));
                }
                Err(refusal) => unread.push(refusal),
            }
            continue;
        }
        let named = mapping.sources.iter().any(|source| source.file == file.name);
        if !named && is_of_book(&file.name) {
            beside.push(file);
            continue;
        }
        if !named && !looks_like_csv(&file.name) {
            continue;
        }
        match read_foreign(&file.name, &file.bytes) {
            Ok(table) => tables.push(table),
            Err(refusal) if named => refusals.push(refusal),
            Err(refusal) => tables.push(unused(refusal)),
        }
    }
    let found = |file: &String| tables.iter().any(|table| table.file == *file);
    match mapping.sources.iter().all(|source| source.optional || found(&source.file)) {
        // A workbook that cannot be read may be the one that is missed.
        false => refusals.extend(unread),
        true => tables.extend(unread.into_iter().map(unused)),
    }
    match book_with(beside, beside_sheets) {
        Ok(book) if refusals.is_empty() => Ok((tables, book)),
        Ok(_) => Err(refusals),
        Err(more) => Err(refusals.into_iter().chain(more).collect()),
    }
}

/// Whether a sheet is a file of the book and none that the mapping reads.
fn is_of_book_alone(sheet: &Sheet, mapping: &Mapping) -> bool {
    FILES.iter().any(|schema| sheet.is(schema.file)) && !mapping.sources.iter().any(|source| sheet.is(&source.file))
}

/// A file that cannot be read and that the mapping does not need.
fn unused(refusal: Refusal) -> ForeignTable {
    ForeignTable { file: refusal.file, detected: format!("not read: {}", refusal.problem), ..ForeignTable::default() }
}

/// The sheets of a workbook as the files that a mapping reads, or as files that it does not use.
fn add_sheets(sheets: Vec<Sheet>, mapping: &Mapping, (tables, refusals): (&mut Vec<ForeignTable>, &mut Vec<Refusal>)) {
    for sheet in sheets {
        let source = mapping.sources.iter().find(|source| sheet.is(&source.file));
        let shown = sheet.shown.clone();
        match (source, of_sheet(source.map_or(&shown, |source| &source.file), sheet)) {
            (Some(source), Ok(table)) if tables.iter().any(|known| known.file == source.file) => {
                refusals.push(refusal(&shown, format!("is there twice: {} came as well", table.file), "Leave out one of the two."));
            }
            (_, Ok(table)) => tables.push(table),
            (Some(_), Err(refusal)) => refusals.push(refusal),
            (None, Err(refusal)) => tables.push(unused(refusal)),
        }
    }
}

/// A sheet as a foreign file.
fn of_sheet(file: &str, sheet: Sheet) -> Result<ForeignTable, Refusal> {
    let header = columns(file, &sheet.header)?;
    let mut table =
        ForeignTable { file: file.into(), detected: format!("XLSX, {}", sheet.shown), header, rows: Vec::new(), refused: Vec::new() };
    for row in sheet.rows {
        if row.cells.len() == table.header.len() {
            table.rows.push(row);
        } else {
            let problem = format!("has {} cells where the header has {}", row.cells.len(), table.header.len());
            table.refused.push(Refusal { row: Some(row.line), ..refusal(file, problem, "Name the column, or empty the cell.") });
        }
    }
    Ok(table)
}

/// Whether a file is read with a mapping: one of its sources, a file of the book, or one that looks like CSV, or a workbook.
pub fn is_read(name: &str, mapping: &Mapping) -> bool {
    mapping.sources.iter().any(|source| source.file == name) || is_of_book(name) || looks_like_csv(name) || is_workbook(name)
}

fn looks_like_csv(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower != POLICY_FILE && [".csv", ".tsv", ".txt", ".tab"].iter().any(|ending| lower.ends_with(ending))
}

/// Reads a file.
///
/// # Errors
/// A file as a whole: too large, a NUL byte, a quote that is not closed (the file was cut off), a column name that comes twice.
pub fn read_foreign(name: &str, bytes: &[u8]) -> Result<ForeignTable, Refusal> {
    let lower = name.to_lowercase();
    if [".xls", ".ods"].iter().any(|ending| lower.ends_with(ending)) || bytes.starts_with(b"PK\x03\x04") {
        return Err(refusal(name, "is a spreadsheet, not CSV", "Save it as XLSX with that ending, or each sheet as CSV UTF-8."));
    }
    check_size(name, bytes.len() as u64)?;
    let (text, encoding) = decode(name, bytes)?;
    let (separator, separated) = separator(&text);
    if let Some(row) = unclosed_quote(text.as_bytes(), separator) {
        let remedy = "Look whether the file was cut off; if not, close the quote. A quote inside a quoted cell is written twice.";
        return Err(Refusal { row: Some(row), ..refusal(name, "has a double quote that is opened here and never closed", remedy) });
    }
    let mut records = Records::new(name, &text, separator);
    let Some((_, header)) = records.next_record()? else {
        return Err(refusal(name, "is empty", "The first row names the columns."));
    };
    let header = columns(name, &header)?;
    let detected = format!("{encoding}, {separated}");
    let mut table = ForeignTable { file: name.into(), detected, header, rows: Vec::new(), refused: Vec::new() };
    while let Some((line, cells)) = records.next_record()? {
        if table.rows.len() + table.refused.len() == ROWS_MAX {
            return Err(refusal(name, format!("has more than {ROWS_MAX} rows"), "Split the import into several."));
        }
        if cells.len() == table.header.len() {
            table.rows.push(Row { line, cells });
        } else if cells.iter().any(|cell| !cell.trim().is_empty()) {
            let problem = format!("has {} cells where the header has {}", cells.len(), table.header.len());
            let remedy = "Put a cell that holds the separator in double quotes; a row that is too short may be cut off.";
            table.refused.push(Refusal { row: Some(line), ..refusal(name, problem, remedy) });
        }
    }
    Ok(table)
}

/// The separator that the first line has most often outside quotes.
fn separator(text: &str) -> (u8, &'static str) {
    let mut quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => break,
            _ if quoted => {}
            _ => SEPARATORS.iter().zip(&mut counts).filter(|((sign, _), _)| *sign == byte).for_each(|(_, count)| *count += 1),
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    SEPARATORS.into_iter().zip(counts).find(|(_, count)| *count == most).map_or(SEPARATORS[0], |(separator, _)| separator)
}

/// Names of the columns; one without a name is named by its place.
fn columns(name: &str, header: &[String]) -> Result<Vec<String>, Refusal> {
    if header.len() > COLUMNS_MAX {
        return Err(Refusal {
            row: Some(1),
            ..refusal(name, format!("has more than {COLUMNS_MAX} columns"), "Leave out what nobody needs.")
        });
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut columns = Vec::with_capacity(header.len());
    for (i, cell) in header.iter().enumerate() {
        let cell = trimmed(cell);
        if !cell.is_empty() && !seen.insert(cell.clone()) {
            let place = Refusal { row: Some(1), column: Some(cell), ..refusal(name, "is there twice", "") };
            return Err(Refusal { remedy: "Rename one of the two columns.".into(), ..place });
        }
        columns.push(if cell.is_empty() { format!("column {}", i + 1) } else { cell });
    }
    Ok(columns)
}

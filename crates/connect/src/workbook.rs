//! Workbooks (XLSX): each sheet is read as the CSV file that it is named after. Any bytes give sheets or a refusal.
//!
//! A workbook is a packed folder, so a small one may unpack to more than any machine holds. It is unpacked once within a limit before
//! anything is read of it, and its cells are taken one by one, never as the rectangle that a hostile file claims.

use crate::files::{NamedFile, check_size};
use crate::foreign::{COLUMNS_MAX, ROWS_MAX};
use crate::records::{CELL_CHARACTERS_MAX, refusal};
use calamine::{DataRef, ExcelDateTime, Reader, Sheet as SheetOfBook, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tenure_core::book::Row;
use tenure_core::refusal::Refusal;
use zip::ZipArchive;

/// Most bytes that a workbook unpacks to.
pub const WORKBOOK_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Most parts of a workbook.
const PARTS_MAX: usize = 10_000;
/// Most bytes of text in all cells together; one text may stand in many cells.
const TEXT_BYTES_MAX: usize = 256 * 1024 * 1024;

const DAMAGED: &str = "Open it in the spreadsheet program and save it again as XLSX, or save each sheet as CSV UTF-8.";
const SMALLER: &str = "Save the sheets that are needed as CSV UTF-8.";

/// A sheet that has something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// For people: `book.xlsx, sheet accounts`.
    pub shown: String,
    /// What it stands for, without an ending: its own name, and that of the workbook where it is the only sheet.
    pub names: Vec<String>,
    /// The first row: names of the columns.
    pub header: Vec<String>,
    /// The rows below it; each has at least as many cells as the header.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Whether it stands for a file.
    pub fn is(&self, file: &str) -> bool {
        self.names.iter().any(|name| name.eq_ignore_ascii_case(stem(file)))
    }
}

/// Whether a file is a workbook by its name.
pub fn is_workbook(name: &str) -> bool {
    name.to_lowercase().ends_with(".xlsx")
}

/// Names of files, and of the CSV files that the sheets of workbooks among them stand for. What cannot be read has its own name only.
pub fn names_with_sheets(files: &[NamedFile]) -> Vec<String> {
    let sheets = |file: &NamedFile| if is_workbook(&file.name) { sheets(file).unwrap_or_default() } else { Vec::new() };
    let csv = |name: String| format!("{}.csv", name.to_lowercase());
    let of = |file: &NamedFile| sheets(file).into_iter().flat_map(|sheet| sheet.names).map(csv).collect::<Vec<_>>();
    files.iter().flat_map(|file| [file.name.clone()].into_iter().chain(of(file))).collect()
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The sheets of a workbook that have something in them. Hidden sheets and charts are not read.
///
/// # Errors
/// A file that is no workbook, is damaged, protected by a password or too large once it is unpacked.
pub(crate) fn sheets(file: &NamedFile) -> Result<Vec<Sheet>, Refusal> {
    let name = file.name.as_str();
    check_size(name, file.bytes.len() as u64)?;
    let damaged = |says: String| refusal(name, format!("cannot be read as a workbook: {says}"), DAMAGED);
    // The reader counts in numbers that a hostile file makes overflow; that is one more way to be damaged.
    let read = catch_unwind(AssertUnwindSafe(|| {
        check_unpacked(name, &file.bytes)?;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.as_slice())).map_err(|error| damaged(error.to_string()))?;
        read_all(name, &mut book)
    }));
    read.unwrap_or_else(|_| Err(damaged("its numbers are out of bounds".into())))
}

/// Unpacks every part, within the limit, and keeps nothing.
fn check_unpacked(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let damaged = |says: String| refusal(name, format!("cannot be read as a workbook: {says}"), DAMAGED);
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if parts.len() > PARTS_MAX {
        return Err(refusal(name, format!("has more than {PARTS_MAX} parts"), SMALLER));
    }
    let mut left = WORKBOOK_BYTES_MAX;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|error| damaged(error.to_string()))?;
        let holds_texts = part.name().map_err(|error| damaged(error.to_string()))?.to_lowercase().ends_with("sharedstrings.xml");
        let mut part = part.take(left + 1);
        let unpacked = if holds_texts {
            let mut text = Vec::new();
            let unpacked = part.read_to_end(&mut text).map_err(|error| damaged(error.to_string()))? as u64;
            check_claim(name, &text)?;
            unpacked
        } else {
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| damaged(error.to_string()))?
        };
        left = left
            .checked_sub(unpacked)
            .ok_or_else(|| refusal(name, format!("unpacks to more than {} MiB", WORKBOOK_BYTES_MAX / 1024 / 1024), SMALLER))?;
    }
    Ok(())
}

/// The reader makes room for as many texts as the file claims to have: the claim must fit what is there.
fn check_claim(name: &str, text: &[u8]) -> Result<(), Refusal> {
    const CLAIM: &[u8] = b"uniqueCount";
    let damaged = |says: &str| refusal(name, format!("cannot be read as a workbook: {says}"), DAMAGED);
    if text.iter().take(64).any(|byte| *byte == 0) || text.starts_with(&[0xFE, 0xFF]) || text.starts_with(&[0xFF, 0xFE]) {
        return Err(damaged("its texts are not UTF-8"));
    }
    let claims = text.windows(CLAIM.len()).enumerate().filter(|(_, window)| *window == CLAIM);
    for (at, _) in claims {
        let rest = text[at + CLAIM.len()..].iter().skip_while(|byte| !byte.is_ascii_digit() && !matches!(byte, b'<' | b'>'));
        let digits: String = rest.take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).take(20).collect();
        if !digits.is_empty() && !digits.parse::<usize>().is_ok_and(|claimed| claimed <= text.len()) {
            return Err(damaged("it claims more texts than it has"));
        }
    }
    Ok(())
}

fn read_all(name: &str, book: &mut Xlsx<Cursor<&[u8]>>) -> Result<Vec<Sheet>, Refusal> {
    let is_read = |sheet: &&SheetOfBook| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let named: Vec<String> = book.sheets_metadata().iter().filter(is_read).map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    let mut text_left = TEXT_BYTES_MAX;
    for sheet in named {
        sheets.extend(read_sheet(name, &sheet, book, &mut text_left)?);
    }
    if let [only] = sheets.as_mut_slice() {
        only.names.push(stem(name).to_string());
    }
    Ok(sheets)
}

type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Reads a sheet, cell by cell; `None` where it is empty.
fn read_sheet(name: &str, sheet: &str, book: &mut Xlsx<Cursor<&[u8]>>, text_left: &mut usize) -> Result<Option<Sheet>, Refusal> {
    let shown = format!("{name}, sheet {sheet}");
    let damaged = |says: String| refusal(&shown, format!("cannot be read: {says}"), DAMAGED);
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|error| damaged(error.to_string()))?;
    let mut rows = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(|error| damaged(error.to_string()))? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        let place = Refusal { row: Some(row as usize + 1), ..refusal(&shown, "", SMALLER) };
        if text.len() > CELL_CHARACTERS_MAX && text.chars().count() > CELL_CHARACTERS_MAX {
            return Err(Refusal { problem: format!("has a cell of more than {CELL_CHARACTERS_MAX} characters"), ..place });
        }
        // A cell costs more than its text.
        *text_left = text_left
            .checked_sub(text.len() + 16)
            .ok_or_else(|| Refusal { problem: "holds more text than an import takes".into(), ..place.clone() })?;
        if column as usize >= COLUMNS_MAX {
            return Err(Refusal { problem: format!("has more than {COLUMNS_MAX} columns"), ..place });
        }
        rows.entry(row).or_default().insert(column, text);
        if rows.len() > ROWS_MAX {
            return Err(Refusal { problem: format!("has more than {ROWS_MAX} rows"), ..place });
        }
    }
    Ok(table((shown, sheet), rows))
}

/// The first row that has something in it names the columns.
fn table((shown, sheet): (String, &str), mut rows: Cells) -> Option<Sheet> {
    let (_, header) = rows.pop_first()?;
    let width = header.keys().last().map_or(0, |last| *last as usize + 1);
    let spread = |mut cells: BTreeMap<u32, String>| -> Vec<String> {
        let width = cells.keys().last().map_or(0, |last| *last as usize + 1).max(width);
        (0..width).map(|at| u32::try_from(at).ok().and_then(|at| cells.remove(&at)).unwrap_or_default()).collect()
    };
    let rows = rows.into_iter().map(|(at, cells)| Row { line: at as usize + 1, cells: spread(cells) }).collect();
    let own = if sheet.to_lowercase().ends_with(".csv") { stem(sheet) } else { sheet };
    Some(Sheet { shown, names: vec![own.trim().to_string()], header: spread(header), rows })
}

/// A cell as a CSV file would have it.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => day_text(at),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Fifteen significant digits, as many as spreadsheet programs show: 12 for 12.0, 0.3 for 0.30000000000000004.
fn number_text(number: f64) -> String {
    let scientific = format!("{number:.14e}");
    let Some((mantissa, exponent)) = scientific.split_once('e').and_then(|(m, e)| Some((m, e.parse::<i32>().ok()?))) else {
        return number.to_string();
    };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".into();
    }
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    if whole == 0 {
        let zeros = usize::try_from(-(exponent + 1)).unwrap_or(0);
        return format!("{sign}0.{}{digits}", "0".repeat(zeros));
    }
    let padded = format!("{digits:0<whole$}");
    let (before, after) = padded.split_at(whole);
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

/// A day, with its time where it has one; a time alone where there is no day.
fn day_text(at: &ExcelDateTime) -> String {
    if at.is_duration() {
        return number_text(at.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (at.as_f64() < 1.0, time.as_str()) {
        (true, time) => time.to_string(),
        (false, "00:00:00") => format!("{year:04}-{month:02}-{day:02}"),
        (false, time) => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        for (number, text) in [
            (12.0, "12"),
            (-12.5, "-12.5"),
            (0.1 + 0.2, "0.3"),
            (0.0, "0"),
            (-0.0, "0"),
            (1_234_567.891, "1234567.891"),
            (1e15, "1000000000000000"),
            (0.000_001, "0.000001"),
            (1e21, "1000000000000000000000"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn days_are_written_as_the_book_writes_them() {
        let at = |value: f64| day_text(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(at(46_396.0), "2027-01-09");
        assert_eq!(at(46_396.437_5), "2027-01-09 10:30:00");
        assert_eq!(at(0.4375), "10:30:00");
        let in_1904 = ExcelDateTime::new(44_934.0, ExcelDateTimeType::DateTime, true);
        assert_eq!(day_text(&in_1904), "2027-01-09");
    }

    #[test]
    fn a_file_that_claims_more_than_it_has_is_refused_before_it_is_believed() {
        let claim = |text: &str| check_claim("a.xlsx", text.as_bytes()).is_ok();
        assert!(claim("<sst count=\"2\" uniqueCount=\"2\"><si><t>a</t></si><si><t>b</t></si></sst>"));
        assert!(claim("<sst><si><t>uniqueCount</t></si></sst>"));
        assert!(!claim("<sst uniqueCount=\"99999999999\"/>"));
        assert!(!claim("<!-- uniqueCount=\"1\" --><sst uniqueCount = '99999999999999999999999999'/>"));
        assert!(check_claim("a.xlsx", &[0xFF, 0xFE, b'<', 0]).is_err());
    }
}

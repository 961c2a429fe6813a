//! A workbook: one sheet with real numbers and days, one that says what was asked. No cell is a formula.

use super::number::{amount, places, ratio};
use super::{Cell, Column, Table};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;
use tenure_core::primitives::Money;
use tenure_core::refusal::Refusal;

/// More digits than this a spreadsheet rounds away: such an amount is written as text.
const DIGITS_MAX: usize = 15;
/// Widest column, in pixels.
const WIDTH_MAX: u32 = 420;

pub(super) fn write(table: &Table) -> Result<Vec<u8>, Refusal> {
    build(table).map_err(|error| {
        let problem = match error {
            XlsxError::RowColumnLimitError => "has more rows than a spreadsheet holds".into(),
            XlsxError::MaxStringLengthExceeded => "has a text that is too long for a cell of a spreadsheet".into(),
            other => format!("could not be written as a workbook: {other}"),
        };
        Refusal::general(format!("the table {} {problem}", table.name), "Ask for CSV, or narrow the question.")
    })
}

fn build(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // No clock is read here: the same table gives the same bytes.
    let made_on = excel_day(table.day).transpose()?.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
    let head = Format::new().set_bold();
    let mut formats = Formats::default();
    let sheet = workbook.add_worksheet().set_name(sheet_name(&table.name))?;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, Column::title(column), &head)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, &mut formats, (row, at), cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Some(last), Ok(rows)) =
        (table.columns.len().checked_sub(1).and_then(|at| u16::try_from(at).ok()), u32::try_from(table.rows.len()))
    {
        sheet.autofilter(0, 0, rows, last)?;
    }
    sheet.set_autofit_max_width(WIDTH_MAX).autofit();
    if !table.about.is_empty() {
        let about = workbook.add_worksheet().set_name("About")?;
        for (row, (name, said)) in (0_u32..).zip(&table.about) {
            about.write_string_with_format(row, 0, name, &head)?;
            about.write_string(row, 1, said)?;
        }
        about.set_autofit_max_width(WIDTH_MAX).autofit();
    }
    workbook.save_to_buffer()
}

/// Formats of numbers by their code, each made once.
#[derive(Default)]
struct Formats(BTreeMap<String, Format>);

impl Formats {
    fn of(&mut self, code: &str) -> &Format {
        self.0.entry(code.to_string()).or_insert_with(|| Format::new().set_num_format(code))
    }
}

fn write_cell(sheet: &mut Worksheet, formats: &mut Formats, (row, at): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => Ok(()),
        // Written as text, never read as a formula.
        Cell::Text(text) => write_text(sheet, (row, at), text),
        Cell::Day(day) => match excel_day(*day).transpose()? {
            Some(known) => sheet.write_datetime_with_format(row, at, &known, formats.of("yyyy-mm-dd")).map(|_| ()),
            None => write_text(sheet, (row, at), &day.to_string()),
        },
        Cell::Count(count) => write_number(sheet, formats, (row, at), (&count.to_string(), "#,##0")),
        Cell::Amount(money) => write_number(sheet, formats, (row, at), (&amount(*money), money_format(*money))),
        Cell::Percent(share) => write_number(sheet, formats, (row, at), (&ratio(*share), "0.0%")),
        Cell::Times(share) => write_number(sheet, formats, (row, at), (&ratio(*share), "0.00")),
    }
}

/// A day as a spreadsheet counts it; `None` before 1900, which it does not know.
fn excel_day(day: Date) -> Option<Result<ExcelDateTime, XlsxError>> {
    let (year, month, of_month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    (year >= 1900).then(|| ExcelDateTime::from_ymd(year, month, of_month))
}

fn write_text(sheet: &mut Worksheet, (row, at): (u32, u16), text: &str) -> Result<(), XlsxError> {
    sheet.write_string(row, at, text).map(|_| ())
}

/// The number that a decimal text stands for, where a spreadsheet holds all its digits; else the text.
fn write_number(
    sheet: &mut Worksheet,
    formats: &mut Formats,
    (row, at): (u32, u16),
    (text, format): (&str, &str),
) -> Result<(), XlsxError> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(number) if digits <= DIGITS_MAX => sheet.write_number_with_format(row, at, number, formats.of(format)).map(|_| ()),
        _ => write_text(sheet, (row, at), text),
    }
}

fn money_format(money: Money) -> &'static str {
    match places(money) {
        0 => "#,##0",
        3 => "#,##0.000",
        4 => "#,##0.0000",
        _ => "#,##0.00",
    }
}

/// A name that a sheet may have: at most 31 characters, none of those that name places.
fn sheet_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).take(31).collect();
    if plain.trim().is_empty() { "Table".into() } else { plain }
}

//! Tables for spreadsheets and programs: what is in the files that leave.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::civil::date;
use std::io::Read;
use tenure_connect::tables::{Cell, Column, Format, Table};
use tenure_core::metrics::Ratio;
use tenure_core::primitives::{Currency, Money};

fn ratio(numerator: i128, denominator: i128) -> Cell {
    Cell::Percent(Ratio::of(numerator, denominator).unwrap())
}

fn table() -> Table {
    let columns = vec![
        Column::of("day", "Day"),
        Column::of("account", "Account"),
        Column::money("reporting", "Change", Currency::EUR),
        Column::of("count", "Movements"),
        Column::of("rate", "Retention"),
    ];
    let eur = |minor| Cell::Amount(Money::new(minor, Currency::EUR));
    let rows = vec![
        vec![Cell::Day(date(2026, 3, 1)), Cell::text("=HYPERLINK(\"x\")"), eur(-1_234_505), Cell::Count(3), ratio(2, 3)],
        vec![Cell::Day(date(1899, 3, 1)), Cell::text("Söhne, \"GmbH\""), eur(1_000_000_000_000_000), Cell::Count(0), Cell::Nothing],
    ];
    Table { name: "ARR ledger".into(), day: date(2026, 10, 31), about: vec![("as_of".into(), "2026-10-31".into())], columns, rows }
}

/// The text of one part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn csv_has_the_currency_in_the_heading_and_no_text_that_calculates() {
    let text = String::from_utf8(table().write(Format::Csv).unwrap()).unwrap();
    let expected = [
        "Day,Account,Change (EUR),Movements,Retention",
        "2026-03-01,\"'=HYPERLINK(\"\"x\"\")\",-12345.05,3,0.666667",
        "1899-03-01,\"Söhne, \"\"GmbH\"\"\",10000000000000.00,0,",
    ];
    assert_eq!(table().file_name(Format::Csv), "arr-ledger-2026-10-31.csv");
    assert_eq!(text, expected.map(|line| format!("{line}\r\n")).concat());
}

#[test]
fn a_workbook_has_numbers_days_and_texts_but_no_formula() {
    let bytes = table().write(Format::Xlsx).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>-12345.05</v>"), "an amount is a number: {sheet}");
    // Day 46,082 of a spreadsheet is 1 March 2026.
    assert!(sheet.contains("<v>46082</v>"), "a day is a day: {sheet}");
    assert!(sheet.contains("<v>0.666667</v>"), "a rate is a number: {sheet}");
    assert!(!sheet.contains("<f>"), "nothing calculates: {sheet}");
    let texts = part(&bytes, "xl/sharedStrings.xml");
    for text in ["Change (EUR)", "=HYPERLINK(", "Söhne, ", "1899-03-01", "10000000000000.00", "as_of"] {
        assert!(texts.contains(text), "{text} is a text: {texts}");
    }
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("yyyy\\-mm\\-dd") || styles.contains("yyyy-mm-dd"), "{styles}");
    assert_eq!(bytes, table().write(Format::Xlsx).unwrap(), "the same table gives the same bytes");
}

#[test]
fn json_keeps_every_text_and_gives_amounts_and_ratios_exactly() {
    let bytes = table().write(Format::Json).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(value["about"]["as_of"], "2026-10-31");
    let first = &value["rows"][0];
    assert_eq!(first["account"], "=HYPERLINK(\"x\")");
    assert_eq!(first["reporting"], serde_json::json!({ "minor": -1_234_505, "currency": "EUR" }));
    assert_eq!(first["rate"], serde_json::json!({ "numerator": "2", "denominator": "3", "decimal": "0.666667" }));
    assert!(value["rows"][1]["rate"].is_null());
}

#[test]
fn a_text_that_is_too_long_for_a_spreadsheet_is_refused_and_csv_is_named() {
    let long = Table { rows: vec![vec![Cell::text("x".repeat(40_000))]], columns: vec![Column::of("a", "A")], ..table() };
    let refusal = long.write(Format::Xlsx).unwrap_err();
    assert!(refusal.problem.contains("too long") && refusal.remedy.contains("CSV"), "{refusal}");
    assert!(long.write(Format::Csv).is_ok());
}

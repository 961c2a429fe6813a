//! Workbooks as they come in the world, and as nobody should send them.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case fails")]

use proptest::prelude::*;
use std::io::{Cursor, Write};
use tenure_connect::book::book_of;
use tenure_connect::files::NamedFile;
use tenure_connect::foreign::read_exports;
use tenure_connect::workbook::names_with_sheets;
use tenure_core::mapping::Mapping;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A sheet: its name, whether it is hidden, its rows as XML.
type Sheet<'a> = (&'a str, bool, &'a str);

/// A minimal workbook, written by hand; more parts may be added or replaced.
fn workbook(sheets: &[Sheet<'_>], more: &[(&str, &[u8])]) -> Vec<u8> {
    let numbered = || sheets.iter().enumerate().map(|(i, sheet)| (i + 1, sheet));
    let listed: String = numbered()
        .map(|(n, (name, hidden, _))| {
            format!("<sheet name=\"{name}\" sheetId=\"{n}\" {} r:id=\"r{n}\"/>", if *hidden { "state=\"hidden\"" } else { "" })
        })
        .collect();
    let related: String = numbered()
        .map(|(n, _)| format!("<Relationship Id=\"r{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("_rels/.rels".into(), b"<Relationships><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_vec()),
        ("xl/workbook.xml".into(), format!("<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{listed}</sheets></workbook>").into_bytes()),
        ("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{related}</Relationships>").into_bytes()),
        // Style 1 shows a number as a day.
        ("xl/styles.xml".into(), b"<styleSheet><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".to_vec()),
    ];
    parts.extend(numbered().map(|(n, (_, _, rows))| {
        (format!("xl/worksheets/sheet{n}.xml"), format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes())
    }));
    for (name, bytes) in more {
        parts.retain(|(known, _)| known != name);
        parts.push(((*name).to_string(), bytes.to_vec()));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A cell with a text of its own.
fn text(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn row(number: u32, cells: &str) -> String {
    format!("<row r=\"{number}\">{cells}</row>")
}

fn file(name: &str, bytes: Vec<u8>) -> NamedFile {
    NamedFile { name: name.into(), bytes }
}

fn absences() -> String {
    let header = ["teammate", "from_on", "to_on", "delegate", "note"].iter().zip(["A1", "B1", "C1", "D1", "E1"]);
    let header: String = header.map(|(name, place)| text(place, name)).collect();
    // 46396 days after the last day of 1899 is 9 January 2027.
    let days = "<c r=\"B3\" s=\"1\"><v>46396</v></c><c r=\"C3\" s=\"1\"><v>46403</v></c>";
    [row(1, &header), row(3, &(text("A3", " maya ") + days)), row(4, "<c r=\"A4\" s=\"1\"/>")].concat()
}

#[test]
fn sheets_named_as_files_of_the_book_are_those_files_with_their_own_row_numbers() {
    let bytes = workbook(&[("Absences", false, &absences()), ("empty", false, ""), ("scratch", true, &row(1, &text("A1", "x")))], &[]);
    let book = book_of(vec![file("our book.xlsx", bytes)]).unwrap();
    assert_eq!(book.tables.len(), 1, "empty and hidden sheets are left alone");
    let table = &book.tables[0];
    assert_eq!((table.file.as_str(), table.rows.len(), table.rows[0].line), ("absences.csv", 1, 3));
    assert_eq!(table.rows[0].cells, ["maya", "2027-01-09", "2027-01-16", "", ""]);
}

#[test]
fn numbers_flags_errors_and_formulas_are_read_as_a_csv_file_would_have_them() {
    let cells = [
        "<c r=\"A2\"><v>12.0</v></c>",
        "<c r=\"B2\"><v>0.30000000000000004</v></c>",
        "<c r=\"C2\" t=\"b\"><v>1</v></c>",
        "<c r=\"D2\" t=\"e\"><v>#REF!</v></c>",
        "<c r=\"E2\"><f>1+1</f><v>2</v></c>",
        "<c r=\"F2\" s=\"1\"><v>46396.4375</v></c>",
        "<c r=\"G2\" t=\"str\"><v>=SUM(A1)</v></c>",
    ];
    let header: String = ["A1", "B1", "C1", "D1", "E1", "F1", "G1"].iter().map(|place| text(place, place)).collect();
    let bytes = workbook(&[("products", false, &[row(1, &header), row(2, &cells.concat())].concat())], &[]);
    let book = book_of(vec![file("b.xlsx", bytes)]).unwrap();
    assert_eq!(book.tables[0].rows[0].cells, ["12", "0.3", "true", "#REF!", "2", "2027-01-09 10:30:00", "=SUM(A1)"]);
}

#[test]
fn a_sheet_with_another_name_and_one_that_comes_twice_are_refused() {
    let rows = row(1, &text("A1", "name"));
    let two = workbook(&[("prodcts", false, &rows), ("accounts", false, &rows)], &[]);
    let csv = file("accounts.csv", b"name\n".to_vec());
    let refusals = book_of(vec![file("b.xlsx", two), csv]).unwrap_err();
    let said: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "b.xlsx, sheet prodcts: is not a file of the book. Rename the sheet to products, or take it out of the workbook.",
            "accounts.csv: is there twice. Leave out the file, or the sheet of that name.",
        ]
    );
}

const MAPPING: &str = "name = \"x\"\n[source.a]\nfile = \"a.csv\"\nkey = \"id\"\n[[table]]\ninto = \"accounts.csv\"\nfrom = \"a\"\n[table.columns]\nid = { column = \"id\" }\nname = { column = \"name\" }\ntier = { constant = \"1\" }\n";

#[test]
fn a_mapping_reads_a_sheet_by_its_name_or_by_that_of_a_workbook_of_one_sheet() {
    let mapping = Mapping::parse("x.toml", MAPPING).unwrap();
    let rows = [
        row(1, &(text("A1", "id") + &text("B1", "name"))),
        row(2, &(text("A2", "7") + &text("C2", "beyond"))),
        row(5, "<c r=\"A5\"><v>8</v></c>"),
    ]
    .concat();
    let other = row(1, &text("A1", "colour"));
    let by_sheet = file("export.xlsx", workbook(&[("A", false, &rows), ("Legend", false, &other)], &[]));
    let by_workbook = file("a.xlsx", workbook(&[("Sheet1", false, &rows)], &[]));
    assert!(names_with_sheets(std::slice::from_ref(&by_workbook)).contains(&"a.csv".to_string()));
    for (given, tables) in [(by_sheet, vec!["a.csv", "export.xlsx, sheet Legend"]), (by_workbook, vec!["a.csv"])] {
        let (read, _) = read_exports(vec![given], &mapping).unwrap();
        assert_eq!(read.iter().map(|table| table.file.as_str()).collect::<Vec<_>>(), tables);
        assert_eq!(read[0].rows.iter().map(|row| (row.line, row.cells.join("|"))).collect::<Vec<_>>(), [(5, "8|".to_string())]);
        assert_eq!(read[0].refused[0].row, Some(2), "a value beyond the last column is refused with its row");
    }
    let broken = read_exports(vec![file("a.xlsx", b"PK\x03\x04".to_vec())], &mapping).unwrap_err();
    assert!(broken[0].problem.starts_with("cannot be read as a workbook"), "it may be the one that is missed: {broken:?}");
}

#[test]
fn what_unpacks_to_more_than_a_machine_holds_or_claims_it_is_refused_at_once() {
    let refused = |bytes: Vec<u8>| book_of(vec![file("b.xlsx", bytes)]).unwrap_err()[0].problem.clone();
    let rows = row(1, &text("A1", "name"));
    let bomb = vec![b' '; 257 * 1024 * 1024];
    let bytes = workbook(&[("products", false, &rows)], &[("xl/media/bomb.bin", &bomb)]);
    assert!(bytes.len() < 2 * 1024 * 1024, "{} bytes packed", bytes.len());
    assert_eq!(refused(bytes), "unpacks to more than 256 MiB");
    let claim = b"<sst count=\"1\" uniqueCount=\"999999999999\"></sst>";
    assert!(refused(workbook(&[("products", false, &rows)], &[("xl/sharedStrings.xml", claim)])).contains("claims more texts"));
    // The rectangle from A1 to the last cell that a sheet can have would be 17 thousand million cells.
    let wide = [row(1, &text("A1", "name")), row(1_048_576, &text("XFD1048576", "x"))].concat();
    let book = book_of(vec![file("b.xlsx", workbook(&[("products", false, &wide)], &[]))]).unwrap();
    assert_eq!((book.tables[0].rows[0].line, book.tables[0].rows[0].cells.len()), (1_048_576, 16_384));
    let beyond = [row(1, &text("A1", "name")), row(2, &text("XFE2", "x"))].concat();
    assert_eq!(refused(workbook(&[("products", false, &beyond)], &[])), "has more than 16384 columns");
    let out_of_bounds = row(1, &text("ZZZZZZZZZZ1", "x"));
    assert!(!refused(workbook(&[("products", false, &out_of_bounds)], &[])).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_book_or_a_refusal_that_names_the_workbook(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let refusals = book_of(vec![file("b.xlsx", bytes)]).unwrap_err();
        prop_assert_eq!(&refusals[0].file, "b.xlsx");
    }

    #[test]
    fn a_damaged_workbook_gives_a_book_or_a_refusal(at in any::<proptest::sample::Index>(), byte in any::<u8>(), cut in any::<proptest::sample::Index>()) {
        let mut bytes = workbook(&[("Absences", false, &absences())], &[]);
        let (at, cut) = (at.index(bytes.len()), cut.index(bytes.len()));
        bytes[at] = byte;
        for damaged in [bytes.clone(), bytes[..cut].to_vec()] {
            if let Err(refusals) = book_of(vec![file("b.xlsx", damaged)]) {
                prop_assert!(refusals.iter().all(|refusal| !refusal.problem.is_empty()));
            }
        }
    }

    #[test]
    fn any_sheet_gives_a_book_or_a_refusal(xml in "[<>/=\"'a-zA-Z0-9 &;#!\\[\\]-]{0,200}") {
        let _ = book_of(vec![file("b.xlsx", workbook(&[("Absences", false, &xml)], &[]))]);
    }
}

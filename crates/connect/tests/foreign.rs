//! Exports as they come in the world: read as they are written, or refused with their place.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case fails")]

use proptest::prelude::*;
use tenure_connect::files::NamedFile;
use tenure_connect::foreign::{COLUMNS_MAX, read_exports, read_foreign, report_csv};
use tenure_core::mapping::{Entry, EntryKind, Mapping};

fn cells(bytes: &[u8]) -> (String, Vec<Vec<String>>) {
    let table = read_foreign("a.csv", bytes).unwrap();
    let rows = [table.header].into_iter().chain(table.rows.into_iter().map(|row| row.cells)).collect();
    (table.detected, rows)
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn encodings_and_separators_are_found_out_and_said() {
    let wanted = vec![vec!["id".to_string(), "näme".to_string()], vec!["1".to_string(), "Ørsted, \"A\" €".to_string()]];
    let text = "id;näme\r\n1;\"Ørsted, \"\"A\"\" €\"\r\n";
    let windows: Vec<u8> = text.chars().map(|c| if c == '€' { 0x80 } else { u8::try_from(u32::from(c)).unwrap() }).collect();
    for (bytes, detected) in [
        (text.as_bytes().to_vec(), "UTF-8, semicolons"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8 with a byte order mark, semicolons"),
        (utf16(text, u16::to_le_bytes), "UTF-16 (little-endian), semicolons"),
        (utf16(text, u16::to_be_bytes), "UTF-16 (big-endian), semicolons"),
        (windows, "Windows-1252, semicolons"),
        (text.replace(';', "\t").into_bytes(), "UTF-8, tabs"),
        (text.replace(';', "|").into_bytes(), "UTF-8, bars"),
        (text.replace(';', ",").into_bytes(), "UTF-8, commas"),
    ] {
        assert_eq!(cells(&bytes), (detected.to_string(), wanted.clone()));
    }
}

#[test]
fn line_ends_of_any_kind_and_line_breaks_in_cells_keep_the_row_numbers() {
    for text in ["id,n\n1,\"a\nb\"\n\n2,c\n", "id,n\r\n1,\"a\r\nb\"\r\n\r\n2,c", "id,n\r1,\"a\rb\"\r\r2,c\r"] {
        let table = read_foreign("a.csv", text.as_bytes()).unwrap();
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5], "{text:?}");
    }
}

#[test]
fn a_damaged_file_is_refused_with_the_row() {
    for (bytes, words) in [
        (
            b"id,name\n1,a\n2,\"b\n3,c\n".to_vec(),
            "a.csv, row 3: has a double quote that is opened here and never closed. Look whether the file was cut off",
        ),
        (b"id,name\n1,a\n2,b\0\n".to_vec(), "a.csv, row 3: has a NUL byte"),
        ("id,name\n1,é\n2,".bytes().chain([0xC3]).collect(), "a.csv, row 3: is UTF-8 up to byte"),
        (b"id,name,id\n1,a,2\n".to_vec(), "a.csv, row 1, column id: is there twice"),
        (Vec::new(), "a.csv: is empty"),
        (b"PK\x03\x04zip".to_vec(), "a.csv: is a spreadsheet, not CSV"),
        (utf16("id,name\n1,a\n", u16::to_le_bytes)[..21].to_vec(), "a.csv, row 2: is cut off"),
        (utf16("id,name\n1,a\n", u16::to_le_bytes)[2..].to_vec(), "a.csv, row 1: has a NUL byte"),
        ("a,".repeat(COLUMNS_MAX).into_bytes(), "a.csv, row 1: has more than 16384 columns"),
        (format!("id,name\n1,{}\n", "x".repeat(100_001)).into_bytes(), "a.csv, row 2: has a cell of more than 100000 characters"),
    ] {
        let said = read_foreign("a.csv", &bytes).unwrap_err().to_string();
        assert!(said.starts_with(words), "{words}: {said}");
    }
}

#[test]
fn a_row_that_does_not_fit_is_refused_by_itself() {
    let table = read_foreign("a.csv", b"id,name\n1,a,b\n2,c\n3\n ,\n").unwrap();
    assert_eq!(table.rows.len(), 2);
    let said: Vec<String> = table.refused.iter().map(|r| format!("{} {}", r.row.unwrap(), r.problem)).collect();
    assert_eq!(said, ["2 has 3 cells where the header has 2", "4 has 1 cells where the header has 2"]);
}

#[test]
fn a_thousand_columns_and_columns_without_a_name_are_read() {
    let header: Vec<String> = (0..1200).map(|i| if i == 2 { String::new() } else { format!("c{i}") }).collect();
    let table = read_foreign("a.csv", format!("{}\n{}\n", header.join(","), vec!["x"; 1200].join(",")).as_bytes()).unwrap();
    assert_eq!((table.header.len(), table.header[2].as_str(), table.rows.len()), (1200, "column 3", 1));
}

#[test]
fn the_report_is_neutral_in_a_spreadsheet_program() {
    let entry = Entry {
        kind: EntryKind::Refused,
        file: "a.csv".into(),
        row: Some(2),
        column: "name".into(),
        value: "=cmd|' /C calc'!A0".into(),
        became: String::new(),
        reason: "is, \"so\" to say, wrong.".into(),
    };
    let text = String::from_utf8(report_csv(&[entry]).unwrap()).unwrap();
    assert_eq!(
        text,
        "kind,file,row,column,value,became,reason\nrefused,a.csv,2,name,'=cmd|' /C calc'!A0,,\"is, \"\"so\"\" to say, wrong.\"\n"
    );
}

fn mapping() -> Mapping {
    let text = "name = \"x\"\n[source.a]\nfile = \"a.csv\"\n[[table]]\ninto = \"accounts.csv\"\nfrom = \"a\"\n[table.columns]\n\
                id = { column = \"id\" }\nname = { column = \"name\" }\ntier = { constant = \"1\" }\n";
    Mapping::parse("x.toml", text).unwrap()
}

#[test]
fn files_beside_the_exports_are_a_book_or_named_as_unused() {
    let file = |name: &str, bytes: &[u8]| NamedFile { name: name.into(), bytes: bytes.to_vec() };
    let files = vec![
        file("a.csv", b"id,name\n1,A\n"),
        file("events.csv", b"x\n1\n2\n"),
        file("broken.csv", b"x\n\"1\n"),
        file("teammates.csv", b"id,name\nmaya,Maya\n"),
        file("notes.xlsx", b""),
        file("my-mapping.toml", b"name = 1"),
    ];
    let (tables, book) = read_exports(files, &mapping()).unwrap();
    assert_eq!(
        tables.iter().map(|t| (t.file.as_str(), t.rows.len())).collect::<Vec<_>>(),
        [("a.csv", 1), ("events.csv", 2), ("broken.csv", 0), ("notes.xlsx", 0)]
    );
    assert!(tables[2].detected.starts_with("not read: has a double quote"), "{}", tables[2].detected);
    assert_eq!(book.tables.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_table_or_a_refusal(mark in 0..4_usize, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let head: &[u8] = [&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"][mark];
        match read_foreign("a.csv", &[head, &bytes].concat()) {
            Ok(table) => prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len())),
            Err(refusal) => prop_assert_eq!(refusal.file, "a.csv"),
        }
    }

    #[test]
    fn any_cells_come_back_as_they_were_written(rows in proptest::collection::vec(("\\PC{0,12}", "[^\u{0}]{0,12}"), 1..6)) {
        let mut text = String::from("one;two\n");
        for (one, two) in &rows {
            text += &format!("\"{}\";\"{}\"\n", one.replace('"', "\"\""), two.replace('"', "\"\""));
        }
        let table = read_foreign("a.csv", text.as_bytes()).unwrap();
        let back: Vec<(String, String)> = table.rows.into_iter().map(|row| (row.cells[0].clone(), row.cells[1].clone())).collect();
        prop_assert_eq!(back, rows);
    }

    #[test]
    fn any_text_gives_a_mapping_or_refusals(at in 0..600_usize, length in 0..40_usize, put in "\\PC{0,20}") {
        let text = include_str!("../../../catalog/mappings/ravenstack.toml");
        let whole: Vec<char> = text.chars().collect();
        let from = at * whole.len() / 600;
        let changed: String = whole[..from].iter().copied().chain(put.chars()).chain(whole.iter().skip(from + length).copied()).collect();
        match Mapping::parse("x.toml", &changed) {
            Ok(mapping) => prop_assert_eq!(Mapping::parse("x.toml", &changed).unwrap(), mapping),
            Err(refusals) => prop_assert!(!refusals.is_empty() && refusals.iter().all(|r| r.file == "x.toml" && r.row.is_some())),
        }
    }

    #[test]
    fn any_text_gives_a_policy_or_refusals(at in 0..600_usize, length in 0..40_usize, put in "\\PC{0,20}") {
        let (_, text) = tenure_core::catalog::STARTER_POLICY;
        let whole: Vec<char> = text.chars().collect();
        let from = at * whole.len() / 600;
        let changed: String = whole[..from].iter().copied().chain(put.chars()).chain(whole.iter().skip(from + length).copied()).collect();
        let read = |text: &str| {
            tenure_core::ownership::policy::Policy::parse("p.toml", text, tenure_core::primitives::Currency::USD, &["joint-120"])
        };
        match read(&changed) {
            Ok(policy) => prop_assert_eq!(read(&changed).unwrap(), policy),
            Err(refusals) => prop_assert!(!refusals.is_empty()),
        }
    }
}

//! Reading and writing books as folders: what is refused and where, and that nothing is lost or half written.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case fails")]

use std::fs;
use std::path::Path;
use tenure_connect::book::{CELL_CHARACTERS_MAX, FILE_BYTES_MAX, read_book, write_book};
use tenure_core::book::{Book, Row, Table};
use tenure_core::refusal::Refusal;

const ACCOUNTS: &str = "id,name,tier,segment,region,risk\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

fn refused(files: &[(&str, &[u8])]) -> Refusal {
    let dir = folder(files);
    let mut refusals = read_book(dir.path()).unwrap_err();
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    refusals.remove(0)
}

fn accounts(text: &str) -> Table {
    let dir = folder(&[("accounts.csv", text.as_bytes())]);
    let mut book = read_book(dir.path()).unwrap();
    assert_eq!(book.tables.len(), 1);
    book.tables.remove(0)
}

fn places(table: &Table) -> Vec<(usize, &str)> {
    table.rows.iter().map(|row| (row.line, row.cells[0].as_str())).collect()
}

#[test]
fn rows_have_the_physical_line_on_which_they_begin() {
    let unix = "id,name\na,1\n\n\nb,\"two\nlines\"\nc,3";
    assert_eq!(places(&accounts(unix)), [(2, "a"), (5, "b"), (7, "c")]);
    let windows = unix.replace('\n', "\r\n");
    assert_eq!(places(&accounts(&windows)), [(2, "a"), (5, "b"), (7, "c")]);
    assert_eq!(places(&accounts("\n\nid,name\n\na,1\n")), [(5, "a")]);
}

#[test]
fn a_byte_order_mark_and_spaces_around_cells_fall_away() {
    let table = accounts("\u{feff}id , name\n a\t, Müller AG \n");
    assert_eq!(table.header, ["id", "name"]);
    assert_eq!(table.rows, [Row { line: 2, cells: vec!["a".into(), "Müller AG".into()] }]);
}

#[test]
fn spaces_around_evidence_stay() {
    let dir = folder(&[("completed_tasks.csv", b"step,evidence\n a , b \n")]);
    assert_eq!(read_book(dir.path()).unwrap().tables[0].rows[0].cells, ["a", " b "]);
}

#[test]
fn text_that_is_not_utf_8_is_refused_with_row_and_byte() {
    let refusal = refused(&[("accounts.csv", b"id,name\na,M\xfcller\n")]);
    assert_eq!((refusal.file.as_str(), refusal.row), ("accounts.csv", Some(2)));
    assert_eq!(refusal.problem, "is not UTF-8 at byte 12");
    assert_eq!(refusal.remedy, "Save the file as CSV UTF-8.");
}

#[test]
fn other_separators_nul_bytes_and_empty_files_are_refused() {
    let separated = |text: &str| refused(&[("accounts.csv", text.as_bytes())]).problem;
    assert_eq!(separated("id;name;tier\nA-1;Northwind;1\n"), "is separated by semicolons");
    assert_eq!(separated("id\tname\tier\n"), "is separated by tabs");
    assert_eq!(separated(""), "is empty");
    assert_eq!(separated("\n\n"), "is empty");
    let nul = refused(&[("accounts.csv", b"id,name\nA-1,\0\n")]);
    assert_eq!((nul.row, nul.problem.as_str()), (Some(2), "has a NUL byte at byte 13"));
}

#[test]
fn a_quote_that_is_never_closed_is_refused_where_it_opens() {
    let refusal = refused(&[("accounts.csv", b"id,name\na,\"x\"\"y\"\nb,\"open\nc,d\ne,f\n")]);
    assert_eq!(refusal.row, Some(3));
    assert_eq!(places(&accounts("id,name\na,5\" pipe\nb,c\n")), [(2, "a"), (3, "b")], "a quote inside a cell is text");
}

#[test]
fn cells_and_files_that_are_too_large_are_refused() {
    let longest = format!("{ACCOUNTS}{},x\n", "é".repeat(CELL_CHARACTERS_MAX));
    assert_eq!(accounts(&longest).rows.len(), 1);
    let refusal = refused(&[("accounts.csv", format!("{ACCOUNTS}a,x\nb,{}\n", "é".repeat(CELL_CHARACTERS_MAX + 1)).as_bytes())]);
    assert_eq!(refusal.row, Some(3));
    let dir = folder(&[("accounts.csv", b"")]);
    fs::File::options().write(true).open(dir.path().join("accounts.csv")).unwrap().set_len(FILE_BYTES_MAX + 1).unwrap();
    assert_eq!(read_book(dir.path()).unwrap_err()[0].problem, "is larger than 256 MiB");
}

#[test]
fn files_with_a_wrong_name_are_refused_and_others_left_alone() {
    let named = |name: &str| refused(&[("accounts.csv", ACCOUNTS.as_bytes()), (name, b"x")]);
    assert_eq!(named("account.csv").remedy, "Rename it to accounts.csv, or take it out of the folder.");
    assert_eq!(named("Terms.CSV").remedy, "Rename it to terms.csv, or take it out of the folder.");
    assert_eq!(named("polcy.toml").remedy, "Rename it to policy.toml, or take it out of the folder.");
    assert!(named("invoices.csv").remedy.starts_with("Take it out of the folder. Files: organisation.csv, "));
    assert_eq!(named("contracts.ods").remedy, "Save it as contracts.csv: CSV UTF-8, separated by commas.");
    let dir = folder(&[("accounts.csv", ACCOUNTS.as_bytes()), ("README.md", b"x"), (".~lock.accounts.csv", b"x")]);
    assert!(read_book(dir.path()).is_ok());
}

#[test]
fn a_missing_folder_an_empty_one_and_a_file_are_refused() {
    let dir = folder(&[]);
    assert_eq!(read_book(dir.path()).unwrap_err()[0].problem, "holds no CSV file");
    assert!(read_book(&dir.path().join("nowhere")).unwrap_err()[0].problem.starts_with("cannot be opened as a folder"));
    fs::write(dir.path().join("accounts.csv"), ACCOUNTS).unwrap();
    assert_eq!(read_book(&dir.path().join("accounts.csv")).unwrap_err()[0].problem, "is a file, not a folder");
    let inside = folder(&[]);
    fs::create_dir(inside.path().join("terms.csv")).unwrap();
    assert_eq!(read_book(inside.path()).unwrap_err()[0].problem, "is not a file");
}

#[test]
fn a_time_zone_that_does_not_exist_is_refused_at_its_row() {
    let refusal = refused(&[("organisation.csv", b"name,time_zone\n\nHalden,Europe/Lisbonn\n")]);
    assert_eq!((refusal.row, refusal.column.as_deref(), refusal.value.as_deref()), (Some(3), Some("time_zone"), Some("Europe/Lisbonn")));
}

#[test]
fn refusals_of_several_files_come_together() {
    let dir = folder(&[("accounts.csv", b"a;b"), ("terms.csv", b"\xff"), ("lines.csv", b"id\n")]);
    let files: Vec<String> = read_book(dir.path()).unwrap_err().into_iter().map(|refusal| refusal.file).collect();
    assert_eq!(files, ["accounts.csv", "terms.csv"]);
}

fn one_account() -> Book {
    let text = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let rows = vec![Row { line: 2, cells: text(&["A-1", "=1+1, \"x\""]) }];
    Book {
        tables: vec![Table { file: "accounts.csv".into(), header: text(&["id", "name"]), rows }],
        policy: Some(("policy.toml".into(), "name = 1\n".into())),
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_book_is_written_into_a_new_or_empty_folder_and_read_back() {
    let dir = folder(&[]);
    for name in ["new", "deeper/new", "empty"] {
        let target = dir.path().join(name);
        if name == "empty" {
            fs::create_dir(&target).unwrap();
        }
        write_book(&target, &one_account()).unwrap();
        assert_eq!(fs::read_to_string(target.join("accounts.csv")).unwrap(), "id,name\nA-1,\"=1+1, \"\"x\"\"\"\n");
        assert_eq!(read_book(&target).unwrap(), one_account());
    }
    assert_eq!(names(dir.path()), ["deeper", "empty", "new"], "nothing temporary is left");
}

#[test]
fn a_folder_with_something_in_it_is_not_written_to() {
    let dir = folder(&[("notes.txt", b"mine")]);
    assert_eq!(write_book(dir.path(), &one_account()).unwrap_err().problem, "is not empty");
    assert_eq!(names(dir.path()), ["notes.txt"]);
    assert!(write_book(&dir.path().join("notes.txt"), &one_account()).is_err());
    assert_eq!(fs::read(dir.path().join("notes.txt")).unwrap(), b"mine");
}

#[test]
fn a_table_that_is_not_of_the_book_is_not_written() {
    let dir = folder(&[]);
    let mut book = one_account();
    book.tables[0].file = "../accounts.csv".into();
    assert!(write_book(&dir.path().join("new"), &book).is_err());
    assert_eq!(names(dir.path()), Vec::<String>::new());
}

//! What an import makes of a book, and that facts survive the way out and back.

use super::fixture::{import, mutated, sound, table};
use crate::book::{Book, Change, export};
use crate::facts::{Facts, Write};
use crate::primitives::Decimal6;
use crate::renewal::{Outcome, State, TaskState};
use jiff::civil::date;
use std::collections::BTreeSet;

fn imported() -> Facts {
    import(None, &sound()).unwrap().facts_after
}

pub fn cells(book: &Book) -> Vec<(String, Vec<Vec<String>>)> {
    let rows = |rows: &[crate::book::Row]| rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
    book.tables.iter().map(|table| (table.file.clone(), [vec![table.header.clone()], rows(&table.rows)].concat())).collect()
}

#[test]
fn an_import_schedules_renewals_names_owners_and_completes_tasks() {
    let plan = import(None, &sound()).unwrap();
    let facts = &plan.facts_after;
    let closed = facts.renewals.values().filter(|r| !r.is_open()).collect::<Vec<_>>();
    assert_eq!(closed.len(), 1, "the first term of HS-0117, which went from 240,000 to 257,250");
    assert!(matches!(closed[0].state, State::Closed { outcome: Outcome::RenewedUp, inferred: true, .. }));
    let mut amounts: Vec<String> = facts.renewals.values().filter(|r| r.is_open()).map(|r| r.target.atr_reporting.to_string()).collect();
    amounts.sort();
    // 420 x 612.50 USD; 10.5 x 19.99 EUR x 12 less 12.5% = 2203.90 EUR (2203.8975 rounded), at 1.14 = 2512.446.
    assert_eq!(amounts, ["2,512.45 USD", "257,250.00 USD"]);
    assert_eq!(facts.holders.len(), 10, "two open renewals with five responsibilities each");
    let done: Vec<&str> = facts.tasks.values().filter(|t| t.state == TaskState::Done).map(|t| t.evidence.as_str()).collect();
    assert_eq!(done, ["Review held with the CFO."]);
    let read: Vec<usize> = plan.counts.iter().map(|counts| counts.read).collect();
    assert_eq!(read, [1, 2, 0, 0, 0, 0, 0, 4, 0, 0, 0, 2, 3, 0, 2, 3, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert!(plan.counts.iter().all(|counts| counts.created == counts.read), "{:?}", plan.counts);
    assert_eq!(plan.records.len(), 24);
    let mut replayed = Facts::empty(facts.organisation.clone(), facts.playbooks.clone());
    replayed.apply_all(&plan.writes);
    assert_eq!((replayed.lines, replayed.tasks, replayed.holders), (facts.lines.clone(), facts.tasks.clone(), facts.holders.clone()));
}

#[test]
fn managers_are_written_before_those_who_report_to_them() {
    let plan = import(None, &sound()).unwrap();
    let names: Vec<&str> =
        plan.writes.iter().filter_map(|w| if let Write::Teammate(t) = w { Some(t.reference.as_str()) } else { None }).collect();
    assert_eq!(names, ["maya", "priya", "rafael", "tom"]);
}

#[test]
fn importing_the_same_book_again_writes_nothing() {
    let facts = imported();
    let again = import(Some(&facts), &sound()).unwrap();
    assert_eq!(again.writes, []);
    assert_eq!(again.records, []);
    assert!(again.counts.iter().all(|counts| counts.unchanged == counts.read), "{:?}", again.counts);
}

#[test]
fn a_changed_row_changes_its_record_and_what_follows() {
    let facts = imported();
    let plan = import(Some(&facts), &mutated("lines.csv", "420,612.5", "430,612.5")).unwrap();
    assert_eq!(plan.records.len(), 1);
    assert_eq!((plan.records[0].reference.as_str(), plan.records[0].change), ("L-2", Change::Updated));
    let line = plan.facts_after.lines.values().find(|line| line.reference == "L-2").unwrap();
    assert_eq!((line.version, line.quantity), (2, "430".parse::<Decimal6>().unwrap()));
    assert!(plan.writes.iter().any(|w| matches!(w, Write::Renewal(r) if r.target.atr.minor == 26_337_500)), "430 x 612.50");
}

#[test]
fn what_a_book_does_not_name_stays() {
    let facts = imported();
    let only = Book { tables: vec![table("accounts.csv", "id,name,tier\nA-18,Meridian Bank AG,2\n")], policy: None };
    let plan = import(Some(&facts), &only).unwrap();
    let meridian = plan.facts_after.accounts.values().find(|a| a.reference == "A-18").unwrap();
    assert_eq!((meridian.name.as_str(), meridian.segment.as_str(), meridian.region.as_str()), ("Meridian Bank AG", "Mid-market", "DACH"));
    assert_eq!(plan.records.len(), 1);
    assert_eq!(plan.facts_after.lines, facts.lines);
}

#[test]
fn a_line_does_not_move_and_the_reporting_currency_stays() {
    let facts = imported();
    for (file, from, to, row, column) in [
        ("lines.csv", "L-1,HS-0117,1", "L-1,HS-0204,1", 2, "contract"),
        ("lines.csv", "L-4,HS-0204,1", "L-4,HS-0204,2", 5, "term"),
        ("organisation.csv", "USD", "EUR", 2, "currency"),
    ] {
        let refusals = import(Some(&facts), &mutated(file, from, to)).unwrap_err();
        assert!(refusals.iter().any(|r| r.file == file && r.row == Some(row) && r.column.as_deref() == Some(column)), "{refusals:#?}");
    }
}

#[test]
fn a_contract_that_moves_takes_its_open_renewal_along() {
    let facts = imported();
    let plan = import(Some(&facts), &mutated("contracts.csv", "HS-0204,A-18", "HS-0204,A-17")).unwrap();
    let northwind = plan.facts_after.accounts.values().find(|account| account.reference == "A-17").unwrap();
    assert!(plan.facts_after.renewals.values().all(|renewal| renewal.account == northwind.id));
}

#[test]
fn a_shorter_term_is_refused_where_a_line_that_the_book_lacks_would_stick_out() {
    let facts = imported();
    let only =
        Book { tables: vec![table("terms.csv", "contract,number,start_on,end_on\nHS-0204,1,2026-03-01,2027-02-01\n")], policy: None };
    let refusals = import(Some(&facts), &only).unwrap_err();
    assert_eq!((refusals[0].file.as_str(), refusals[0].row), ("terms.csv", Some(2)));
    assert!(refusals[0].problem.contains("L-4"), "{refusals:#?}");
}

fn add_column(book: &mut Book, file: &str, name: &str, values: &[&str]) {
    let table = book.tables.iter_mut().find(|table| table.file == file).unwrap();
    table.header.push(name.into());
    table.rows.iter_mut().zip(values).for_each(|(row, value)| row.cells.push((*value).into()));
}

#[test]
fn a_renewal_that_is_open_after_its_term_ended_stays_open_with_its_tasks() {
    let ended = [
        ("2,2026-01-09,2027-01-09", "2,2026-01-09,2026-11-01"),
        ("612.5,year,0,2026-01-09,2027-01-09", "612.5,year,0,2026-01-09,2026-11-01"),
    ];
    let mut book = sound();
    for table in &mut book.tables {
        for row in &mut table.rows {
            let joined = ended.iter().fold(row.cells.join(","), |text, (from, to)| text.replace(from, to));
            if table.file != "completed_tasks.csv" {
                row.cells = joined.split(',').map(String::from).collect();
            }
        }
    }
    assert!(import(None, &book).is_err(), "without a word it counts as decided, and decided renewals have no tasks");
    add_column(&mut book, "terms.csv", "undecided", &["", "true", ""]);
    let first = export(&import(None, &book).unwrap().facts_after);
    let second = import(None, &first).unwrap();
    assert!(second.facts_after.renewals.values().any(|renewal| renewal.is_open() && renewal.target.end_on == date(2026, 11, 1)));
    assert_eq!(cells(&export(&second.facts_after)), cells(&first));
}

#[test]
fn odd_texts_come_back_as_they_were() {
    let mut book = sound();
    for (from, to) in [
        ("Northwind Traders", "=HYPERLINK(\"http://x\")"),
        ("Meridian Bank", "Müller & Söhne, \"Filiale\" 東京 🏦"),
        ("Group IT", "-2+3"),
        ("Mid-market", "@SUM(A1)"),
        ("Review held with the CFO.", "Held, with \"the CFO\".\r\n\tThey said:\n+1 seat; naïve 数"),
    ] {
        for table in &mut book.tables {
            table.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| *cell == from).for_each(|cell| *cell = to.into());
        }
    }
    let first = import(None, &book).unwrap();
    let exported = export(&first.facts_after);
    assert!(exported.table("accounts.csv").unwrap().rows.iter().any(|row| row.cells[1] == "=HYPERLINK(\"http://x\")"));
    let second = import(None, &exported).unwrap();
    assert_eq!(export(&second.facts_after), exported);
    assert_eq!(import(Some(&first.facts_after), &exported).unwrap().writes, []);
    let evidence = exported.table("completed_tasks.csv").unwrap().rows[0].cells[6].clone();
    assert_eq!(evidence, "Held, with \"the CFO\".\r\n\tThey said:\n+1 seat; naïve 数");
}

#[test]
fn a_new_policy_text_becomes_the_next_version() {
    let facts = imported();
    let plan = import(Some(&facts), &mutated("policy.toml", "< 25000", "< 30000")).unwrap();
    assert_eq!(plan.facts_after.policies.len(), 2);
    assert_eq!(plan.records.len(), 1);
    assert_eq!((plan.records[0].kind, plan.records[0].reference.as_str()), ("policy", "Hybrid, version 2"));
}

#[test]
fn the_book_tells_its_time_zone() {
    assert_eq!(sound().time_zone(), Some("Europe/Lisbon"));
    assert_eq!(Book::default().time_zone(), None);
}

#[test]
fn a_credit_is_a_line_with_a_price_below_zero_and_comes_back_as_one() {
    let facts = import(None, &mutated("lines.csv", "19.99", "-19.99")).unwrap().facts_after;
    let credit = facts.lines.values().find(|line| line.reference == "L-4").unwrap();
    // 10.5 x -19.99 x 12 less 12.5 % = -2203.8975, half to even at the cent.
    assert_eq!(credit.arr_minor(facts.contracts[&credit.contract].currency), Ok(-220_390));
    let lines = export(&facts).table("lines.csv").unwrap().rows.clone();
    assert!(lines.iter().any(|row| row.cells.contains(&"-19.99".to_string())));
}

#[test]
fn a_contract_that_a_later_book_gives_to_another_customer_goes_there_that_day_with_its_revenue() {
    let before = import(None, &sound()).unwrap().facts_after;
    let plan = import(Some(&before), &mutated("contracts.csv", "HS-0204,A-18", "HS-0204,A-17")).unwrap();
    let account = |reference: &str| before.accounts.values().find(|account| account.reference == reference).unwrap().id;
    let went = |write: &Write| if let Write::ContractMove(moved) = write { Some((moved.from, moved.to, moved.moved_on)) } else { None };
    assert_eq!(plan.writes.iter().filter_map(went).collect::<Vec<_>>(), [(account("A-18"), account("A-17"), date(2026, 11, 23))]);
    assert_eq!(plan.counts.iter().map(|counts| counts.updated).sum::<usize>(), 1, "one record was changed");
    let owned = plan.facts_after.renewals.values().filter(|renewal| renewal.is_open()).map(|renewal| renewal.account);
    assert_eq!(owned.collect::<BTreeSet<_>>(), BTreeSet::from([account("A-17")]), "its renewal goes along");
    let again = import(Some(&plan.facts_after), &export(&plan.facts_after)).unwrap();
    assert!(again.writes.is_empty(), "{:?}", again.writes);
}

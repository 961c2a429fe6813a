//! A book that is imported in portions comes to what it comes to in one.

use super::fixture::{Counting, book, import, sound, table};
use super::round_trip::cells;
use super::whole::whole;
use crate::book::portions::{ACCOUNTS_FILE, TIES};
use crate::book::{Book, FILES, FileCounts, Portioned, Row, export};
use crate::catalog;
use crate::facts::{Facts, Moment};
use crate::ownership::Responsibility;
use crate::planner::{Cause, Planning};
use crate::refusal::Refusal;
use jiff::civil::date;
use std::collections::BTreeMap;

/// The facts after the last portion, the rows counted, and how many portions there were.
fn in_portions(book: &Book, accounts_each: usize) -> Result<(Facts, Vec<FileCounts>, usize), Vec<Refusal>> {
    let ids = Counting::from(1);
    let cause = Cause { author: "Ana Sousa".into(), reason: "the book was imported".into() };
    let moment = Moment { today: date(2026, 11, 23), recorded_at: "2026-11-23T10:00:00Z".parse().unwrap() };
    let planning = Planning { moment, cause: &cause, ids: &ids };
    let mut portions = Portioned::of(book, catalog::playbooks().unwrap(), accounts_each);
    let (mut facts, mut counts, mut planned): (Option<Facts>, _, _) = (None, Vec::new(), 0);
    while let Some(plan) = portions.next(planning)? {
        FileCounts::add(&mut counts, &plan.counts);
        planned += 1;
        match &mut facts {
            Some(facts) => facts.apply_all(&plan.writes),
            None => facts = Some(plan.facts_after),
        }
    }
    assert!(portions.is_at_end());
    Ok((facts.unwrap(), counts, planned))
}

/// Sixty customers whom nobody looks after yet: whoever carries least is chosen. Every fifth belongs to the one before it.
fn unattended() -> Book {
    let mut book = book(super::fixture::FILES, catalog::STARTER_POLICY.1);
    book.tables.retain(|table| {
        !["accounts.csv", "account_team.csv", "contracts.csv", "terms.csv", "lines.csv", "completed_tasks.csv"].contains(&&*table.file)
    });
    let rows = |row: fn(u32) -> String| (1..=60).map(row).collect::<Vec<_>>().join("\n");
    let parent = |n: u32| if n.is_multiple_of(5) { format!("A-{}", n - 1) } else { String::new() };
    let accounts =
        (1..=60).map(|n| format!("A-{n},Customer {n},{},Enterprise,EMEA,green,{}", n % 3 + 1, parent(n))).collect::<Vec<_>>().join("\n");
    book.tables.extend([
        table("accounts.csv", &format!("id,name,tier,segment,region,risk,parent\n{accounts}")),
        table(
            "contracts.csv",
            &format!("id,account,currency,auto_renew,notice_days,renewal_months\n{}", rows(|n| format!("B-{n},A-{n},USD,true,30,12"))),
        ),
        table(
            "terms.csv",
            &format!("contract,number,start_on,end_on\n{}", rows(|n| format!("B-{n},1,2026-02-01,2027-02-{:02}", n % 28 + 1))),
        ),
        table(
            "lines.csv",
            &format!(
                "id,contract,term,product,quantity,unit_price,price_period\n{}",
                rows(|n| format!("L-{n},B-{n},1,Platform,{n},100,year"))
            ),
        ),
    ]);
    book
}

#[test]
fn a_book_in_portions_comes_to_the_same_as_in_one() {
    // The organisation is one; of the sixty customers 7, 6 and 7 go together three times, since two that belong together are not parted.
    for (book, accounts_each, expected) in [(whole(), 1, 3), (whole(), 3, 3), (whole(), 4, 1), (sound(), 1, 3), (unattended(), 7, 10)] {
        let one = import(None, &book).unwrap();
        let (facts, counts, planned) = in_portions(&book, accounts_each).unwrap();
        assert_eq!(planned, expected);
        assert_eq!(cells(&export(&facts)), cells(&export(&one.facts_after)));
        assert_eq!(counts, one.counts);
        assert_eq!(facts.next_renewal_number, one.facts_after.next_renewal_number);
        let held = |facts: &Facts| -> BTreeMap<String, Vec<Option<String>>> {
            let of = |id, held: &Responsibility| facts.holder(id, *held).map(|person| facts.teammates[&person].reference.clone());
            let renewals = facts.renewals.values().map(|renewal| {
                (
                    format!("{} {}", facts.contracts[&renewal.contract].reference, renewal.term_number),
                    Responsibility::ALL.iter().map(|held| of(renewal.id, held)).collect(),
                )
            });
            renewals.collect()
        };
        assert_eq!(held(&facts), held(&one.facts_after), "who carries least is the same person, whichever portion made others carry more");
    }
}

#[test]
fn what_is_wrong_in_any_portion_is_told_and_nothing_is_planned_after_it() {
    let mut faulty = unattended();
    let mut spoil = |file: &str, row: usize, cell: usize, value: &str| {
        faulty.tables.iter_mut().filter(|table| table.file == file).for_each(|table| table.rows[row].cells[cell] = value.into());
    };
    spoil("accounts.csv", 0, 2, "9");
    spoil("terms.csv", 40, 3, "soon");
    spoil("lines.csv", 59, 0, "L-2");
    spoil("contracts.csv", 30, 1, "A-99");
    let told = in_portions(&faulty, 7).unwrap_err();
    let one = import(None, &faulty).unwrap_err();
    assert_eq!(told, one);
    assert_eq!(
        told.iter().map(|refusal| refusal.file.as_str()).collect::<Vec<_>>(),
        ["accounts.csv", "contracts.csv", "terms.csv", "lines.csv"]
    );
}

#[test]
fn an_organisation_that_is_refused_stops_the_portions() {
    let mut faulty = unattended();
    faulty.tables.iter_mut().filter(|table| table.file == "plan_rates.csv").for_each(|table| table.rows[0].cells[2] = "much".into());
    let told = in_portions(&faulty, 7).unwrap_err();
    assert_eq!(told.iter().map(|refusal| refusal.file.as_str()).collect::<Vec<_>>(), ["plan_rates.csv"]);
}

#[test]
fn rows_that_name_no_customer_are_refused_like_others() {
    let mut odd = unattended();
    for table in odd.tables.iter_mut().filter(|table| ["terms.csv", "lines.csv"].contains(&&*table.file)) {
        let width = table.header.len();
        table.rows.push(Row { line: 99, cells: vec![String::new(); width] });
        table.rows.push(Row { line: 100, cells: vec!["x".into(); width + 1] });
    }
    assert_eq!(in_portions(&odd, 7).unwrap_err(), import(None, &odd).unwrap_err());
}

#[test]
fn every_column_that_names_something_of_a_customer_keeps_rows_together() {
    let at = FILES.iter().position(|schema| schema.file == ACCOUNTS_FILE).unwrap();
    // Names somebody of theirs in rows that name the customer too; elsewhere the same column names somebody of ours.
    let beside = ["raised_by", "theirs"];
    for schema in &FILES[at..] {
        for column in schema.columns {
            let names = [
                "`id` of the account",
                "`id` of the contract",
                "`id` of the line",
                "`id` of the stakeholder",
                "`id` of the won expansion",
                "`id` of who is judged",
            ];
            let named = names.iter().any(|name| column.meaning.contains(name)) && !beside.contains(&column.name);
            assert!(!named || TIES.iter().any(|(tie, _)| *tie == column.name), "{} of {}", column.name, schema.file);
        }
    }
}

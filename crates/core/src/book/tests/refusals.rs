//! Each way a book can be faulty, with the place that the refusal names.

use super::fixture::{import, mutated, sound, table};
use crate::book::{REFUSALS_MAX, Row};

/// File and text to replace, and where the one refusal must point: row, column, value.
pub type Case = (&'static str, &'static str, &'static str, (usize, &'static str, &'static str));

fn expect(cases: &[Case]) {
    for (file, from, to, (row, column, value)) in cases {
        expect_at(file, &import(None, &mutated(file, from, to)), file, (*row, column, value), to);
    }
}

pub fn expect_at<T>(name: &str, result: &Result<T, Vec<crate::refusal::Refusal>>, file: &str, place: (usize, &str, &str), to: &str) {
    let (row, column, value) = place;
    let Err(refusals) = result else { panic!("{name} with {to:?} was accepted") };
    let all: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(refusals.len(), 1, "{name} with {to:?}: {all:#?}");
    let refusal = &refusals[0];
    let found = (refusal.file.as_str(), refusal.row, refusal.column.as_deref().unwrap_or(""), refusal.value.as_deref().unwrap_or(""));
    assert_eq!(found, (file, (row > 0).then_some(row), column, value), "{all:#?}");
    assert!(!refusal.problem.is_empty() && !refusal.problem.ends_with('.'), "{all:#?}");
}

#[test]
fn the_sound_book_is_accepted() {
    let plan = import(None, &sound());
    assert!(plan.is_ok(), "{:#?}", plan.err());
}

#[test]
fn organisation_rates_and_people_are_refused_at_their_cell() {
    expect(&[
        ("organisation.csv", "USD", "USX", (2, "currency", "USX")),
        ("organisation.csv", "Europe/Lisbon", "Lisbon time", (2, "time_zone", "Lisbon time")),
        ("organisation.csv", ",maya", ",olga", (2, "desk_lead", "olga")),
        ("organisation.csv", ",maya", ",tom", (2, "desk_lead", "tom")),
        ("organisation.csv", "Halden Software,", ",", (2, "name", "")),
        ("organisation.csv", ",maya\n", ",maya\nOther,USD,UTC,maya\n", (3, "", "")),
        ("organisation.csv", "Halden Software,USD,Europe/Lisbon,maya\n", "", (0, "", "")),
        ("plan_rates.csv", "2025,", "20X5,", (2, "year", "20X5")),
        ("plan_rates.csv", "2025,EUR", "2026,EUR", (3, "currency", "2026 EUR")),
        ("plan_rates.csv", "1.08", "0", (2, "rate", "0")),
        ("plan_rates.csv", "1.08", "1.0812345", (2, "rate", "1.0812345")),
        ("teammates.csv", ",csm,", ",csn,", (2, "role", "csn")),
        ("teammates.csv", "csm,maya", "csm,olga", (2, "manager", "olga")),
        ("teammates.csv", "cs_leader,,", "cs_leader,maya,", (4, "manager", "maya")),
        ("teammates.csv", "rafael@halden", "PRIYA@halden", (3, "email", "PRIYA@halden.example")),
        ("teammates.csv", "rafael@halden.example", "none", (3, "email", "none")),
        ("teammates.csv", "2023-04-01", "01/04/2023", (2, "active_from", "01/04/2023")),
        ("teammates.csv", "2022-06-01,2025-12-01", "2022-06-01,2022-06-01", (5, "left_on", "2022-06-01")),
        ("teammates.csv", "tom,Tom Becker,tom@", "priya,Tom Becker,tom@", (5, "id", "priya")),
        ("teammates.csv", "Priya Nair", "Priya\u{7}Nair", (2, "name", "Priya\u{7}Nair")),
    ]);
}

#[test]
fn a_circle_of_managers_is_refused_at_each_of_its_rows() {
    let refusals = import(None, &mutated("teammates.csv", "cs_leader,,", "cs_leader,priya,")).unwrap_err();
    let places: Vec<_> = refusals.iter().map(|r| (r.row, r.value.as_deref())).collect();
    assert_eq!(places, [(Some(2), Some("maya")), (Some(4), Some("priya"))]);
}

#[test]
fn accounts_and_teams_are_refused_at_their_cell() {
    expect(&[
        ("accounts.csv", "Traders,1", "Traders,4", (2, "tier", "4")),
        ("accounts.csv", "Traders,1", "Traders,0", (2, "tier", "0")),
        ("accounts.csv", "green", "amber", (2, "risk", "amber")),
        ("accounts.csv", "A-18,Meridian Bank,2", "A-18,,2", (3, "name", "")),
        ("account_team.csv", "A-17,csm", "A-99,csm", (2, "account", "A-99")),
        ("account_team.csv", "A-17,csm", "A-17,boss", (2, "role", "boss")),
        ("account_team.csv", "priya", "olga", (2, "teammate", "olga")),
        ("account_team.csv", "priya,2024-01-01", "tom,2026-01-01", (2, "teammate", "tom")),
        ("account_team.csv", "rafael,2024-02-01", "rafael,2024-01-14", (3, "teammate", "rafael")),
        ("account_team.csv", "2026-06-01\n", "2026-06-02\n", (4, "from_on", "2026-06-01")),
        ("account_team.csv", "2026-06-01\n", "2024-01-01\n", (3, "to_on", "2024-01-01")),
        ("account_team.csv", "A-17,ae,rafael,2026-06-01", "A-17,ae,rafael,2024-02-01", (4, "from_on", "2024-02-01")),
    ]);
}

#[test]
fn contracts_and_terms_are_refused_at_their_cell() {
    expect(&[
        ("contracts.csv", "HS-0117,A-17", "HS-0117,A-99", (2, "account", "A-99")),
        ("contracts.csv", "A-18,EUR", "A-18,EURO", (3, "currency", "EURO")),
        ("contracts.csv", "A-18,EUR", "A-18,CHF", (3, "id", "HS-0204")),
        ("contracts.csv", "USD,true", "USD,yes", (2, "auto_renew", "yes")),
        ("contracts.csv", "true,45", "true,-45", (2, "notice_days", "-45")),
        ("contracts.csv", "45,12", "45,0", (2, "renewal_months", "0")),
        ("contracts.csv", ",12,\n", ",12,\nHS-9,A-18,EUR,false,,12,\n", (4, "id", "HS-9")),
        ("terms.csv", "HS-0204,1", "HS-9999,1,2026-01-01,2027-01-01\nHS-0204,1", (4, "contract", "HS-9999")),
        ("terms.csv", "2026-03-01,2027-03-01", "2026-03-01,2026-03-01", (4, "end_on", "2026-03-01")),
        ("terms.csv", "2,2026-01-09", "2,2026-01-08", (3, "start_on", "2026-01-08")),
        ("terms.csv", "HS-0117,2", "HS-0117,1", (3, "number", "1")),
        ("terms.csv", "HS-0117,2", "HS-0117,0", (3, "number", "0")),
        ("terms.csv", "2027-03-01", "2027-02-29", (4, "end_on", "2027-02-29")),
    ]);
}

#[test]
fn a_gap_in_the_numbers_of_terms_is_refused() {
    let refusals = import(None, &mutated("terms.csv", "HS-0117,2", "HS-0117,3")).unwrap_err();
    let places: Vec<_> = refusals.iter().map(|r| (r.file.as_str(), r.row, r.column.as_deref())).collect();
    assert_eq!(
        places,
        [("terms.csv", Some(3), Some("number")), ("lines.csv", Some(3), Some("term")), ("lines.csv", Some(4), Some("term"))],
        "{refusals:#?}"
    );
}

#[test]
fn days_between_two_terms_are_refused_with_the_lines_that_would_stick_out() {
    let refusals = import(None, &mutated("terms.csv", "2,2026-01-09", "2,2026-01-10")).unwrap_err();
    let places: Vec<_> = refusals.iter().map(|r| (r.file.as_str(), r.row, r.column.as_deref(), r.value.as_deref())).collect();
    let line = |row| ("lines.csv", Some(row), Some("start_on"), Some("2026-01-09"));
    assert_eq!(places, [("terms.csv", Some(3), Some("start_on"), Some("2026-01-10")), line(3), line(4)]);
    assert_eq!(refusals[0].problem, "leaves a gap after term 1, which ends on 2026-01-09");
}

#[test]
fn lines_are_refused_at_their_cell() {
    expect(&[
        ("lines.csv", "L-4,HS-0204,1", "L-4,HS-0204,2", (5, "term", "2")),
        ("lines.csv", "L-4,HS-0204,1", "L-4,HS-9999,1", (5, "contract", "HS-9999")),
        ("lines.csv", "L-4,", "L-3,", (5, "id", "L-3")),
        ("lines.csv", "10.5", "-1", (5, "quantity", "-1")),
        ("lines.csv", "10.5", "0", (5, "quantity", "0")),
        ("lines.csv", "19.99", "19;99", (5, "unit_price", "19;99")),
        ("lines.csv", "month", "monthly", (5, "price_period", "monthly")),
        ("lines.csv", "one_off", "once", (4, "kind", "once")),
        ("lines.csv", "1250", "10001", (5, "discount_bps", "10001")),
        ("lines.csv", "1250,2026-03-01", "1250,2026-02-28", (5, "start_on", "2026-02-28")),
        ("lines.csv", "1250,2026-03-01,2027-03-01", "1250,2026-03-01,2027-03-02", (5, "end_on", "2027-03-02")),
        ("lines.csv", "1250,2026-03-01,2027-03-01", "1250,2026-03-01,2026-02-01", (5, "end_on", "2026-02-01")),
        ("lines.csv", "420,612.5", "1000000000,1000000000", (3, "unit_price", "1000000000")),
    ]);
}

#[test]
fn completed_tasks_are_refused_at_their_cell() {
    expect(&[
        ("completed_tasks.csv", "HS-0117,2,business", "HS-0117,1,business", (2, "term", "1")),
        ("completed_tasks.csv", "HS-0117,2,business", "HS-0117,9,business", (2, "term", "9")),
        ("completed_tasks.csv", "HS-0117,2,business", "HS-9999,2,business", (2, "contract", "HS-9999")),
        ("completed_tasks.csv", "business-review", "bussines-review", (2, "step", "bussines-review")),
        ("completed_tasks.csv", "expansion-proposal", "business-review", (3, "step", "business-review")),
        ("completed_tasks.csv", ",done,", ",not_needed,", (2, "state", "not_needed")),
        ("completed_tasks.csv", ",done,", ",open,", (2, "state", "open")),
        ("completed_tasks.csv", "2026-07-30T09:30:00Z", "30 July", (2, "completed_at", "30 July")),
        ("completed_tasks.csv", "2026-07-30T09:30:00Z", "2026-11-24T09:30:00Z", (2, "completed_at", "2026-11-24T09:30:00Z")),
        ("completed_tasks.csv", "Review held with the CFO.", "", (2, "evidence", "")),
        ("completed_tasks.csv", "done,Priya Nair", "done,", (2, "completed_by", "")),
    ]);
}

#[test]
fn headers_rows_and_files_are_refused_with_the_right_name() {
    expect(&[
        ("accounts.csv", "segment", "segmnet", (1, "segmnet", "")),
        ("accounts.csv", "region,risk", "region,region", (1, "region", "")),
        ("accounts.csv", "Mid-market,DACH,unknown", "Mid-market,DACH", (3, "", "")),
        ("accounts.csv", "Mid-market,DACH,unknown", "Mid-market,DACH,unknown,x", (3, "", "")),
    ]);
    let refusals = import(None, &mutated("accounts.csv", "segment", "segmnet")).unwrap_err();
    assert_eq!(refusals[0].remedy, "Rename it to segment.");

    let refusals = import(None, &mutated("accounts.csv", ",tier,", ",Tiers,")).unwrap_err();
    let places: Vec<_> = refusals.iter().map(|r| (r.row, r.column.as_deref(), r.problem.as_str())).collect();
    assert_eq!(places, [(Some(1), Some("Tiers"), "is not a column of this file"), (Some(1), Some("tier"), "is missing")]);
    assert_eq!(refusals[0].remedy, "Rename it to tier.");

    let mut book = sound();
    book.tables.push(table("acounts.csv", "id\n"));
    expect_at("acounts.csv", &import(None, &book), "acounts.csv", (0, "", ""), "");
    assert_eq!(import(None, &book).unwrap_err()[0].remedy, "Rename it to accounts.csv, or take it out of the folder.");
}

#[test]
fn an_empty_instance_needs_organisation_people_and_policy() {
    let refusals = import(None, &crate::book::Book::default()).unwrap_err();
    let files: Vec<&str> = refusals.iter().map(|r| r.file.as_str()).collect();
    assert_eq!(files, ["organisation.csv", "teammates.csv", "policy.toml"]);
}

#[test]
fn a_policy_that_leaves_renewals_without_a_rule_is_refused() {
    let last_rule = "\nid = \"middle\"\nwhen = {}";
    let refusals = import(None, &mutated("policy.toml", last_rule, "\nid = \"middle\"\nwhen = { risk = '\"green\"' }")).unwrap_err();
    assert!(
        refusals.iter().all(|r| r.file == "policy.toml"
            && r.problem.starts_with("no rule down to this one fits: ")
            && r.row.is_some()
            && r.column.as_deref() == Some("when")),
        "{refusals:#?}"
    );
}

#[test]
fn a_row_twice_is_named_with_both_its_rows() {
    let refusals = import(None, &mutated("accounts.csv", "A-18,", "A-17,")).unwrap_err();
    let first = refusals.iter().find(|r| r.file == "accounts.csv").unwrap();
    assert_eq!((first.row, first.column.as_deref(), first.value.as_deref()), (Some(3), Some("id"), Some("A-17")));
    assert_eq!(first.problem, "is in row 2 and again in row 3");
}

#[test]
fn texts_that_are_too_long_are_refused() {
    for (file, from, column, longest) in
        [("accounts.csv", "Northwind Traders", "name", 200), ("completed_tasks.csv", "Review held with the CFO.", "evidence", 10_000)]
    {
        let fits = import(None, &mutated(file, from, &"é".repeat(longest)));
        assert!(fits.is_ok(), "{file}: {:?}", fits.err());
        let long = "é".repeat(longest + 1);
        expect_at(file, &import(None, &mutated(file, from, &long)), file, (2, column, &long), "one more");
    }
}

#[test]
fn a_faulty_row_does_not_make_the_rows_that_name_it_faulty() {
    expect(&[
        ("accounts.csv", "A-17,Northwind Traders,1", "A-17,Northwind Traders,9", (2, "tier", "9")),
        ("terms.csv", "HS-0117,2,2026-01-09", "HS-0117,2,9 Jan 2026", (3, "start_on", "9 Jan 2026")),
        ("contracts.csv", "HS-0117,A-17,USD,true", "HS-0117,A-17,USD,maybe", (2, "auto_renew", "maybe")),
    ]);
}

#[test]
fn no_more_than_two_hundred_refusals_are_listed_and_the_rest_counted() {
    let mut book = sound();
    let accounts = book.tables.iter_mut().find(|table| table.file == "accounts.csv").unwrap();
    accounts.rows.extend((4..304).map(|line| Row { line, cells: ["", "X", "7", "", "", ""].map(String::from).to_vec() }));
    let refusals = import(None, &book).unwrap_err();
    assert_eq!(refusals.len(), REFUSALS_MAX + 1);
    assert_eq!(refusals[REFUSALS_MAX].problem, "and 400 more", "300 rows with an empty id and a wrong tier each");
}

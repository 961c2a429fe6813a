//! Foreign rows become rows of the book.

use super::{cells, mapped, told};

#[test]
fn an_interval_with_an_end_becomes_a_contract_with_one_term_and_one_line() {
    let mapped = mapped("amount_per = \"month\"\n", &["7.0|1.0|09/01/2025|09/01/2027|1.200,50|usd|3|live"]).unwrap();
    assert_eq!(cells(&mapped, "contracts.csv", &["id", "account", "currency", "auto_renew", "renewal_months"]), ["7 1 USD false 12"]);
    assert_eq!(cells(&mapped, "terms.csv", &["contract", "number", "start_on", "end_on"]), ["7 1 2025-01-09 2027-01-09"]);
    // The customer is 1 in one file and 1.0 in the other.
    assert_eq!(cells(&mapped, "lines.csv", &["product", "quantity", "unit_price"]), ["Platform 1 1200.5"]);
    assert_eq!(mapped.refusals(), []);
}

#[test]
fn an_open_ended_interval_becomes_years_up_to_the_current_one() {
    let mapped = mapped("amount_per = \"year\"\n", &["S|1|29/02/2024||1200|EUR|4|live"]).unwrap();
    assert_eq!(
        cells(&mapped, "terms.csv", &["number", "start_on", "end_on"]),
        ["1 2024-02-29 2025-02-28", "2 2025-02-28 2026-02-28", "3 2026-02-28 2027-02-28"]
    );
    assert_eq!(cells(&mapped, "contracts.csv", &["auto_renew"]), ["true"]);
    assert_eq!(
        cells(&mapped, "lines.csv", &["id", "term", "product", "quantity", "unit_price", "price_period"]),
        ["S-1 1 Platform 4 300 year", "S-2 2 Platform 4 300 year", "S-3 3 Platform 4 300 year"]
    );
    assert_eq!(cells(&mapped, "lines.csv", &["origin", "follows"]), [" ", "auto_renewed S-1", "auto_renewed S-2"]);
}

#[test]
fn inclusive_and_far_ends_are_moved_and_said() {
    let more = "amount_per = \"year\"\nend_is = \"inclusive\"\nfar_future_is_open_ended_after = \"2060-01-01\"\n";
    let subs =
        ["A|1|01/01/2026|31/12/2026|12|EUR|1|live", "B|2|01/01/2026|31/12/2090|12|EUR|1|live", "C|2|01/01/2026|31/12/9999|12|EUR|1|live"];
    let mapped = mapped(more, &subs).unwrap();
    assert_eq!(
        cells(&mapped, "terms.csv", &["contract", "start_on", "end_on"]),
        ["A 2026-01-01 2027-01-01", "B 2026-01-01 2027-01-01", "C 2026-01-01 2027-01-01"]
    );
    assert_eq!(cells(&mapped, "contracts.csv", &["auto_renew"]), ["false", "true", "true"]);
    let told = told(&mapped);
    for line in ["changed 2 to \"2026-12-31\" \"2027-01-01\"", "changed 3 to \"2090-12-31\" \"\"", "changed 4 to \"9999-12-31\" \"\""] {
        assert!(told.contains(&line.to_string()), "{line} is missing in {told:#?}");
    }
}

#[test]
fn a_price_that_is_not_exact_for_one_unit_keeps_the_amount_and_says_what_became_of_the_quantity() {
    let mapped = mapped("amount_per = \"month\"\n", &["A|1|01/01/2026|01/01/2027|100|EUR|3|live"]).unwrap();
    assert_eq!(cells(&mapped, "lines.csv", &["quantity", "unit_price"]), ["1 100"]);
    assert!(told(&mapped).contains(&"changed 2 seats \"3\" \"1\"".to_string()), "{:#?}", told(&mapped));
}

#[test]
fn an_amount_for_the_whole_interval_is_spread_over_it() {
    let subs = ["A|1|31/01/2026|31/01/2027|1200|EUR|1|live", "B|1|01/01/2026|11/01/2026|10|EUR|1|live", "C|1|01/01/2026||10|EUR|1|live"];
    let mapped = mapped("amount_per = \"interval\"\n", &subs).unwrap();
    assert_eq!(cells(&mapped, "lines.csv", &["id", "unit_price", "price_period"]), ["A-1 100 month", "B-1 365 year"]);
    assert_eq!(mapped.refusals()[0].to_string(), "subs.csv, row 4, column price: \"10\" is for the whole interval, which has no end.");
}

const OVERLAPPING: [&str; 4] = [
    "A|1|01/01/2026|01/06/2026|10|EUR|1|live",
    "B|1|01/03/2026|01/09/2026|30|EUR|1|live",
    "C|1|01/08/2026|01/12/2026|20|EUR|1|live",
    "D|2|01/01/2026|01/06/2026|5|EUR|1|live",
];

#[test]
fn overlapping_intervals_all_count_and_are_listed() {
    let mapped = mapped("amount_per = \"month\"\n", &OVERLAPPING).unwrap();
    assert_eq!(cells(&mapped, "contracts.csv", &["id"]), ["A", "B", "C", "D"]);
    let noted: Vec<&str> = mapped.entries().iter().filter(|e| e.kind.code() == "noted").map(|e| e.reason.as_str()).collect();
    assert_eq!(noted, ["overlaps A from 2026-01-01 to 2026-06-01; both count", "overlaps B from 2026-03-01 to 2026-09-01; both count"]);
}

#[test]
fn of_overlapping_intervals_the_largest_or_the_latest_counts_and_the_others_are_listed() {
    let largest = mapped("amount_per = \"month\"\noverlap = \"largest\"\n", &OVERLAPPING).unwrap();
    assert_eq!(cells(&largest, "contracts.csv", &["id"]), ["B", "D"]);
    let latest = mapped("amount_per = \"month\"\noverlap = \"latest\"\n", &OVERLAPPING).unwrap();
    assert_eq!(cells(&latest, "contracts.csv", &["id"]), ["A", "C", "D"]);
    let lost: Vec<&str> = latest.entries().iter().filter(|e| e.kind.code() == "lost").map(|e| e.reason.as_str()).collect();
    assert_eq!(lost, ["overlaps C from 2026-08-01 to 2026-12-01, which does not begin earlier"]);
    let mixed = ["A|1|01/01/2026||10|EUR|1|live", "B|1|01/03/2026||30|USD|1|live"];
    let refused = mapped("amount_per = \"month\"\noverlap = \"largest\"\n", &mixed).unwrap();
    assert!(refused.refusals()[0].problem.contains("another currency"), "{:?}", refused.refusals());
}

#[test]
fn what_is_passed_over_blank_or_defaulted_is_listed_with_its_row() {
    let subs = ["A|1|01/01/2026||10|NULL|1|live", "B|1|01/01/2026||0|EUR|1|trial", "C|2|01/01/2026|01/01/2026|9|EUR|1|live"];
    let mapped = mapped("amount_per = \"month\"\nminimum = \"0.01\"\nempty_interval = \"skip\"\n", &subs).unwrap();
    assert_eq!(cells(&mapped, "contracts.csv", &["id", "currency"]), ["A EUR"]);
    let told = told(&mapped);
    for line in ["changed 2 currency \"NULL\" \"EUR\"", "skipped 3 state \"trial\" \"\"", "skipped 4 to \"2026-01-01\" \"\""] {
        assert!(told.contains(&line.to_string()), "{line} is missing in {told:#?}");
    }
}

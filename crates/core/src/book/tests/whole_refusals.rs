//! Each way in which the columns that few books have can be faulty, with the place that the refusal names.

use super::fixture::import;
use super::refusals::{Case, expect_at};
use super::whole::{changed, whole};
use crate::commands::LINES_MAX;

fn expect(cases: &[Case]) {
    for (file, from, to, (row, column, value)) in cases {
        expect_at(file, &import(None, &changed(file, from, to)), file, (*row, column, value), to);
    }
}

#[test]
fn rates_holidays_products_and_absences_are_refused_at_their_cell() {
    expect(&[
        ("exchange_rates.csv", "2026-11-20,EUR", "2026-11-19,EUR", (3, "currency", "2026-11-19 EUR")),
        ("ledger_rules.csv", "every,30", "some,30", (2, "discounts", "some")),
        ("ledger_rules.csv", "every,30", "every,400", (2, "grace_days", "400")),
        ("ledger_rules.csv", "account,180", "account,0", (2, "lapse_days_to_new", "0")),
        ("exchange_rates.csv", "1.0832", "0", (3, "rate", "0")),
        ("exchange_rates.csv", "2026-11-20", "20 Nov", (3, "rated_on", "20 Nov")),
        ("holidays.csv", "2026-12-25", "2101-12-25", (2, "held_on", "2101-12-25")),
        ("holidays.csv", "2027-01-01", "2026-12-25", (3, "held_on", "2026-12-25")),
        ("holidays.csv", "New Year", "", (3, "name", "")),
        ("holidays.csv", ",DE", ",XX", (4, "country", "XX")),
        ("products.csv", "false,false", "no,false", (2, "easy_setup", "no")),
        ("products.csv", "Platform,", "Analytics,", (3, "name", "Analytics")),
        ("absences.csv", "priya,2026-12-07", "olga,2026-12-07", (2, "teammate", "olga")),
        ("absences.csv", ",rafael,Par", ",priya,Par", (2, "delegate", "priya")),
        ("absences.csv", ",rafael,Par", ",olga,Par", (2, "delegate", "olga")),
        ("absences.csv", "2027-01-04", "2026-12-07", (2, "to_on", "2026-12-07")),
        ("absences.csv", "2027-01-04", "2029-12-12", (2, "to_on", "2029-12-12")),
        ("absences.csv", "rafael,2026-06-01,2026-06-15", "priya,2026-12-07,2026-12-08", (3, "from_on", "2026-12-07")),
        ("absences.csv", "rafael,2026-06-01,2026-06-15", "priya,2027-01-03,2027-02-08", (3, "from_on", "2027-01-03")),
        ("absences.csv", "rafael,2026-06-01,2026-06-15,,", "priya,2022-06-01,2022-06-15,rafael,", (3, "delegate", "rafael")),
    ]);
}

#[test]
fn accounts_and_judgements_are_refused_at_their_cell() {
    expect(&[
        ("accounts.csv", ",A-20,4,", ",A-99,4,", (2, "parent", "A-99")),
        ("accounts.csv", ",A-20,4,", ",A-17,4,", (2, "parent", "A-17")),
        ("accounts.csv", ",A-20,4,", ",A-20,13,", (2, "fiscal_year_start", "13")),
        ("accounts.csv", ",A-17,They", ",A-19,They", (4, "merged_into", "A-19")),
        ("accounts.csv", "2026-10-05", "2026-11-24", (2, "risk_set_on", "2026-11-24")),
        ("accounts.csv", "2027-01-05", "2026-10-05", (2, "risk_expires_on", "2026-10-05")),
        ("accounts.csv", "yellow", "amber", (2, "risk", "amber")),
        ("contracts.csv", "HS-0300,A-18", "HS-0300,A-19", (5, "account", "A-19")),
        ("stakeholders.csv", "P-1,A-17", "P-1,A-99", (3, "account", "A-99")),
        ("stakeholders.csv", "champion economic_buyer", "champion;buyer", (3, "roles", "champion;buyer")),
        ("stakeholders.csv", "Olga Brandt", "", (3, "name", "")),
        ("stakeholders.csv", "P-3,", "P-1,", (4, "id", "P-1")),
    ]);
}

#[test]
fn two_accounts_that_belong_to_each_other_are_both_named() {
    let circle = changed("accounts.csv", "EMEA,,unknown,,,,,Priya", "EMEA,,unknown,A-17,,,,Priya");
    let places: Vec<_> = import(None, &circle).unwrap_err().into_iter().map(|r| (r.row, r.value)).collect();
    assert_eq!(places, [(Some(2), Some("A-20".to_string())), (Some(5), Some("A-17".to_string()))]);
}

#[test]
fn a_judgement_older_than_the_recorded_one_is_refused() {
    let facts = import(None, &whole()).unwrap().facts_after;
    let older = changed("accounts.csv", "2026-10-05", "2026-10-04");
    expect_at("accounts.csv", &import(Some(&facts), &older), "accounts.csv", (2, "risk_set_on", "2026-10-04"), "older");
}

#[test]
fn groups_signatures_and_lines_are_refused_at_their_cell() {
    expect(&[
        ("contracts.csv", "fixed,HS-0117", "fixed,HS-9", (3, "co_term_with", "HS-9")),
        ("contracts.csv", "fixed,HS-0117", "fixed,HS-0204", (3, "co_term_with", "HS-0204")),
        ("terms.csv", "2025-12-18,value_proven", ",value_proven", (3, "signed_on", "")),
        ("terms.csv", "value_proven", "value", (3, "signed_because", "value")),
        ("terms.csv", "2025-12-18", "18 Dec", (3, "signed_on", "18 Dec")),
        ("lines.csv", "2026-03-01,2026-06-01", "2026-02-28,2026-06-01", (4, "discount_from_on", "2026-02-28")),
        ("lines.csv", "2026-03-01,2026-06-01", "2026-03-01,2027-01-10", (4, "discount_to_on", "2027-01-10")),
        ("lines.csv", "2026-03-01,2026-06-01", "2026-06-01,2026-06-01", (4, "discount_to_on", "2026-06-01")),
        ("lines.csv", "2026-03-01,2026-06-01", ",2026-06-01", (4, "discount_from_on", "")),
        ("lines.csv", "2026-03-01,2026-06-01", "2026-03-01,", (4, "discount_to_on", "")),
        ("lines.csv", "renewed,L-1", "reborn,L-1", (3, "origin", "reborn")),
        ("lines.csv", "renewed,L-1", "renewed,L-9", (3, "follows", "L-9")),
        ("lines.csv", "renewed,L-1", "renewed,L-2", (3, "follows", "L-2")),
        ("lines.csv", "renewed,L-1", "renewed,L-4", (3, "follows", "L-4")),
    ]);
}

#[test]
fn two_contracts_that_lead_each_other_are_both_named() {
    let circle = changed("contracts.csv", "500,300,fixed,", "500,300,fixed,HS-0118");
    let places: Vec<_> = import(None, &circle).unwrap_err().into_iter().map(|r| (r.row, r.column)).collect();
    assert_eq!(places, [(Some(2), Some("co_term_with".to_string())), (Some(3), Some("co_term_with".to_string()))]);
}

#[test]
fn outcomes_are_refused_where_the_terms_say_otherwise() {
    expect(&[
        ("outcomes.csv", "renewed_up", "churned", (2, "outcome", "churned")),
        ("outcomes.csv", "churned", "renewed_flat", (3, "outcome", "renewed_flat")),
        ("outcomes.csv", "churned", "merged", (3, "outcome", "merged")),
        ("outcomes.csv", "HS-0300,1", "HS-0300,2", (3, "term", "2")),
        ("outcomes.csv", "HS-0300,1", "HS-0118,1", (3, "term", "1")),
        ("outcomes.csv", "HS-0300,1", "HS-0204,1", (3, "term", "1")),
        ("outcomes.csv", "HS-0300,1", "HS-9999,1", (3, "contract", "HS-9999")),
        ("outcomes.csv", "HS-0300,1", "HS-0117,1", (3, "term", "1")),
        ("outcomes.csv", "2026-05-20", "2026-11-24", (3, "closed_on", "2026-11-24")),
        ("outcomes.csv", "value_proven", "value", (2, "reason", "value")),
    ]);
}

#[test]
fn reassignments_and_activities_are_refused_at_their_cell() {
    expect(&[
        ("expansions.csv", "E-3,A-18", "X-3,A-18", (3, "id", "X-3")),
        ("expansions.csv", "E-3,A-18", "E-1,A-18", (3, "id", "E-1")),
        ("expansions.csv", "E-3,A-18", "E-3,A-99", (3, "account", "A-99")),
        ("expansions.csv", "big_upsell", "churn", (3, "expansion_type", "churn")),
        ("expansions.csv", "250.50", "0", (3, "expected", "0")),
        ("expansions.csv", "EUR", "CHF", (3, "currency", "CHF")),
        ("expansions.csv", "rafael,2026-11-20", "rafael,2026-11-21", (3, "found_on", "2026-11-21")),
        ("expansions.csv", "2026-11-24,raised", "2026-11-19,raised", (3, "answer_by", "2026-11-19")),
        ("expansions.csv", "raised,", "lost,", (3, "accepted_by", "")),
        ("expansions.csv", "Rafael Costa,2026-02-04,Gladly", ",,", (2, "accepted_by", "")),
        ("expansions.csv", "Rafael Costa,2026-03-01,As agreed", "Rafael Costa,2026-02-03,As agreed", (2, "settled_on", "2026-02-03")),
        ("expansion_credits.csv", "E-1,", "E1,", (2, "expansion", "E1")),
        ("expansion_credits.csv", "960.00", "-1", (2, "amount", "-1")),
        ("reassignments.csv", "HS-0117,2", "HS-0117,1", (2, "term", "1")),
        ("reassignments.csv", "HS-0117,2", "HS-0117,9", (2, "term", "9")),
        ("reassignments.csv", "commercial,maya", "sales,maya", (2, "responsibility", "sales")),
        ("reassignments.csv", "commercial,maya", "commercial,olga", (2, "teammate", "olga")),
        ("reassignments.csv", "The board asked for it", "", (2, "reason", "")),
        ("reassignments.csv", "2026-10-01", "2026-11-24", (2, "from_on", "2026-11-24")),
        ("reassignments.csv", "2027-01-09", "2027-10-03", (2, "until_on", "2027-10-03")),
        (
            "reassignments.csv",
            "HS-0204,1,value,rafael,Stood in,Maya Lindqvist,2026-04-01,2026-05-01",
            "HS-0117,2,commercial,rafael,Stood in,Maya Lindqvist,2026-10-01,2026-11-01",
            (3, "from_on", "2026-10-01"),
        ),
        (
            "reassignments.csv",
            "HS-0204,1,value,rafael,Stood in,Maya Lindqvist,2026-04-01,2026-05-01",
            "HS-0117,2,commercial,rafael,Stood in,Maya Lindqvist,2026-09-01,2026-10-02",
            (2, "from_on", "2026-10-01"),
        ),
        ("activities.csv", "priya \"tom b\"", "priya;olga", (3, "ours", "priya;olga")),
        ("activities.csv", "priya \"tom b\"", "\"priya", (3, "ours", "\"priya")),
        ("activities.csv", ",priya,", ",,", (2, "ours", "")),
        ("activities.csv", "P-1", "P-9", (3, "theirs", "\"P 2\" P-9")),
        ("activities.csv", "HS-0117,2", "HS-0117,9", (3, "term", "9")),
        ("activities.csv", "HS-0117,2", "HS-0117,", (3, "term", "")),
        ("activities.csv", "2026-11-04,meeting", "2026-11-24,meeting", (2, "held_on", "2026-11-24")),
        ("activities.csv", "meeting", "lunch", (2, "kind", "lunch")),
        ("values.csv", "Hours saved: 10 a week", "ten hours", (3, "factors", "ten hours; People: 40; Rate: 62.5 USD")),
        ("values.csv", "https://files", "http://files", (3, "evidence", "http://files.halden.example/roi")),
        ("values.csv", "days a claim,12,4", "days a claim,12,", (2, "target", "")),
        ("values.csv", "days a claim,12,4", "days a claim,4,4", (2, "target", "4")),
        ("values.csv", "P-1,2026-07-02", ",2026-07-02", (2, "confirmed_by", "")),
        ("values.csv", "P-1,2026-07-02", "P-1,2026-02-02", (2, "confirmed_on", "2026-02-02")),
        ("values.csv", "The audit passed", "Hours of planning", (4, "title", "Hours of planning")),
        ("standpoints.csv", "high,supporter", "huge,supporter", (2, "influence", "huge")),
        ("standpoints.csv", "2026-10-05,Asked", "2026-12-05,Asked", (2, "judged_on", "2026-12-05")),
        ("objections.csv", "price,The", "money,The", (2, "kind", "money")),
        ("objections.csv", "Rafael Costa,2026-10-14", "Rafael Costa,2026-10-01", (2, "raised_on", "2026-10-01")),
        ("objections.csv", "HS-0117,2", "HS-0117,9", (2, "term", "9")),
        ("commitments.csv", "kept,A week early,Priya Nair,2026-11-20", "kept,,,", (2, "ended_as", "kept")),
        ("commitments.csv", "kept,A week early", "broken,", (2, "ended_as", "broken")),
        ("commitments.csv", "2026-10-14,2026-12-01", "2026-10-14,2026-10-01", (2, "due_on", "2026-10-01")),
        ("commitments.csv", "priya,2026-10-14", "nobody,2026-10-14", (2, "owner", "nobody")),
        ("comments.csv", "2026-10-14,rafael", "2026-10-14,nobody", (2, "mentions", "nobody")),
        ("comments.csv", "They moved,2026-10-15", "They moved,2026-12-15", (3, "written_on", "2026-12-15")),
        ("documents.csv", "quote,Two", "memo,Two", (3, "kind", "memo")),
        ("documents.csv", "http://maps", "http://me:secret@maps", (4, "address", "http://me:secret@maps.halden.example")),
        ("documents.csv", "HS-0117,2", "HS-0117,9", (3, "term", "9")),
        ("value_readings.csv", "Claims settled faster", "Something else", (2, "outcome", "Something else")),
        ("value_readings.csv", "2026-06-30,7.5", "2026-02-28,7.5", (2, "read_on", "2026-02-28")),
        ("activities.csv", "18:00:00Z", "16:20:00Z", (3, "subject", "Plans for next year")),
        ("activities.csv", ",2026-11-04T18:00:00Z", ",", (3, "subject", "Plans for next year")),
    ]);
}

#[test]
fn an_activity_written_down_now_names_people_and_contracts_of_its_account() {
    let now =
        |to: &str| changed("activities.csv", "A-17,2026-11-04,meeting,Plans for next year,,priya,,,,Priya Nair,2026-11-04T18:00:00Z", to);
    let stranger = now("A-17,2026-11-03,call,Budget,,priya,P-3,,,,");
    expect_at("activities.csv", &import(None, &stranger), "activities.csv", (2, "theirs", "P-3"), "a person of A-18");
    let contract = now("A-17,2026-11-03,call,Budget,,priya,,HS-0204,1,,");
    expect_at("activities.csv", &import(None, &contract), "activities.csv", (2, "contract", "HS-0204"), "a contract of A-18");
    let earlier = now("A-17,2026-11-03,call,Budget,,priya,P-3,HS-0204,1,,2026-11-03T10:00:00Z");
    assert!(import(None, &earlier).is_ok(), "people and contracts may have moved since");
}

#[test]
fn a_term_has_a_bounded_number_of_lines() {
    let many = |count: usize| {
        let mut book = whole();
        let lines = book.tables.iter_mut().find(|table| table.file == "lines.csv").unwrap();
        let last = lines.rows[4].clone();
        for line in 1..count {
            let mut row = last.clone();
            row.line += line;
            row.cells[0] = format!("M-{line}");
            lines.rows.push(row);
        }
        import(None, &book)
    };
    assert!(many(LINES_MAX).is_ok());
    let refusals = many(LINES_MAX + 1).unwrap_err();
    assert_eq!((refusals.len(), refusals[0].column.as_deref()), (1, Some("term")));
}

#[test]
fn nobody_leaves_before_what_they_handed_over() {
    let facts = import(None, &whole()).unwrap().facts_after;
    let priya = facts.teammates.values().find(|t| t.reference == "priya").unwrap().id;
    let held = facts.holders.iter().find(|(_, holder)| **holder == priya).map(|(key, _)| *key).unwrap();
    let mut later = facts.clone();
    let last = facts
        .entries(held.0)
        .iter()
        .rev()
        .find(|e| e.responsibility == held.1 && e.holder == priya && e.stream == crate::ownership::ledger::Stream::Accountable)
        .unwrap();
    let handed = crate::ownership::ledger::OwnershipEntry {
        holder: facts.organisation.desk_lead,
        sequence: last.sequence + 1,
        effective_on: jiff::civil::date(2026, 12, 1),
        ..last.clone()
    };
    later.apply(&crate::facts::Write::Ownership(handed));
    let leaves = |day: &str| {
        let text = format!(
            "id,name,email,role,manager,region,active_from,left_on\npriya,Priya Nair,priya@halden.example,csm,maya,EMEA,2023-04-01,{day}\n"
        );
        let tables = vec![super::fixture::table("teammates.csv", &text)];
        import(Some(&later), &crate::book::Book { tables, policy: None })
    };
    expect_at("teammates.csv", &leaves("2026-11-30"), "teammates.csv", (2, "left_on", "2026-11-30"), "a day too early");
    assert!(leaves("2026-12-01").is_ok());
}

#[test]
fn proposals_and_lessons_are_refused_at_their_cell() {
    for (file, from, to, refused) in [
        ("proposals.csv", "HS-0117,2,2,rafael", "HS-0117,2,3,rafael", (3, "version", "3")),
        ("proposals.csv", "HS-0117,2,2,rafael", "HS-0117,9,2,rafael", (3, "version", "2")),
        ("proposal_options.csv", "HS-0117,2,2,2,Two years", "HS-0117,2,2,4,Two years", (3, "version", "2")),
        ("proposal_options.csv", "2029-01-09,", "2026-01-09,", (3, "version", "2")),
        ("proposal_lines.csv", "2027-01-09,2029-01-09,P-1,renewed,L-2", "2027-01-09,2029-01-09,P-1,renewed,L-9", (3, "version", "2")),
        ("proposal_lines.csv", "500,2027-01-09,2027-04-09", "500,2027-01-09,", (6, "discount_to_on", "")),
        ("proposal_steps.csv", "sent,2026-10-21,,,Olga Brandt", "sent,2026-10-21,,,", (5, "sent_to", "")),
        ("outcome_reviews.csv", "priya,2027-02-01", ",2027-02-01", (2, "plan", "Meet their new chief.")),
        ("outcome_reviews.csv", "HS-0117,1,", "HS-0117,2,", (2, "term", "2")),
    ] {
        let refusals = import(None, &changed(file, from, to)).unwrap_err();
        let found = |refusal: &crate::refusal::Refusal| {
            let place = (refusal.row, refusal.column.as_deref(), refusal.value.as_deref().unwrap_or_default());
            place == (Some(refused.0), Some(refused.1), refused.2)
        };
        assert!(refusals.iter().any(found), "{file} with {to:?}: {:?}", refusals.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
}

#[test]
fn a_version_is_written_once_and_what_happened_since_is_added() {
    let last = "HS-0117,2,2,accepted,2026-11-02,,,,2,Rafael Costa,2026-11-02T09:00:00Z\n";
    let facts = import(None, &changed("proposal_steps.csv", last, "")).unwrap().facts_after;
    let plan = import(Some(&facts), &super::whole::whole()).unwrap();
    assert_eq!(plan.writes.len(), 1, "{:?}", plan.writes);
    let refusals = import(Some(&facts), &changed("proposal_lines.csv", "420,650,year", "420,640,year")).unwrap_err();
    assert_eq!((refusals[0].file.as_str(), refusals[0].row), ("proposals.csv", Some(2)));
}

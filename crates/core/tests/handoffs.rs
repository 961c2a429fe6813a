//! The planner on a responsibility that changes hands: handoffs, waivers, clocks, protected days.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong owner should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;

use fixture::Company;
use jiff::civil::date;
use tenure_core::checks::check_all;
use tenure_core::commands;
use tenure_core::commands::Said;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::handoff::{Clocks, Handoff, HandoffState};
use tenure_core::ownership::ledger::{Passage, Stream, stream_of};

fn assert_sound(company: &Company) {
    for checked in check_all(&company.evidence()) {
        assert_eq!(checked.violations, [], "{}", checked.code);
    }
}

/// The renewal runs, and the account team names another AE.
fn handed_over() -> Company {
    let mut company = Company::with_one_contract();
    let account = company.renewal().account;
    company.put_on_team(account, Role::AccountExecutive, "tomas");
    company
}

fn handoff(company: &Company) -> &Handoff {
    company.facts.handoffs_of(company.renewal().id).last().unwrap()
}

fn said(company: &Company, by: &str, reason: &str) -> Said {
    Said { by: by.into(), reason: reason.into(), moment: company.moment() }
}

#[test]
fn other_days_for_a_handoff_count_from_the_next_one_that_opens_and_leave_the_clock_of_those_that_run() {
    let mut company = handed_over();
    let running = handoff(&company).due_on;
    let days = Clocks { accept_days: 2, introduce_days: 9, protected_days: 0 };
    company.accept(commands::set_handoff_clocks(&company.facts, days));
    assert_eq!(handoff(&company).due_on, running, "opened under five days");
    company.accept(commands::waive_handoffs(&company.facts, &[handoff(&company).id], &said(&company, "Maya", "Signs tomorrow.")));
    let HandoffState::Waived { introduce_by, .. } = handoff(&company).state else { panic!("not waived") };
    assert_eq!(introduce_by, date(2026, 12, 4), "nine working days from Monday 23 Nov");
    let account = company.renewal().account;
    company.put_on_team(account, Role::AccountExecutive, "rafael");
    let next = handoff(&company);
    assert_eq!((next.number, next.opened_on, next.due_on), (2, date(2026, 11, 23), date(2026, 11, 25)));
    assert_sound(&company);
}

#[test]
fn a_new_account_team_opens_one_handoff_and_the_giver_stays_accountable_until_it_is_accepted() {
    let mut company = handed_over();
    assert_eq!(company.facts.handoffs.len(), 1, "commercial and expansion go the same way");
    let opened = handoff(&company).clone();
    assert_eq!(opened.responsibilities, [Responsibility::Commercial, Responsibility::Expansion].into());
    assert_eq!((opened.giver, opened.receiver), (company.teammate("rafael"), company.teammate("tomas")));
    assert_eq!((opened.opened_on, opened.due_on), (date(2026, 11, 23), date(2026, 11, 30)), "five working days");
    assert_eq!(opened.reference(company.renewal()), "R-1001-H1");
    assert_eq!(company.holder(Responsibility::Commercial), "rafael");
    company.meet("rafael", "tomas");
    assert_eq!((handoff(&company).state.code(), company.holder(Responsibility::Commercial)), ("met", "rafael"));
    assert_sound(&company);
    company.accept_handoffs("tomas");
    assert_eq!((company.holder(Responsibility::Commercial), company.holder(Responsibility::Expansion)), ("tomas", "tomas"));
    let row = stream_of(company.facts.entries(company.renewal().id), Responsibility::Commercial, Stream::Accountable);
    assert_eq!(row.last().unwrap().passage, Passage::Joint { handoff: opened.id });
    assert_sound(&company);
}

#[test]
fn a_meeting_of_both_with_the_customer_in_the_month_before_is_the_joint_touch() {
    let mut company = Company::with_one_contract();
    company.meet("rafael", "tomas");
    let account = company.renewal().account;
    company.put_on_team(account, Role::AccountExecutive, "tomas");
    assert_eq!(handoff(&company).state.code(), "met");
    let touch = *company.facts.activities.keys().next().unwrap();
    let refused = commands::withdraw_activity(&company.facts, touch).unwrap_err();
    assert_eq!(refused.problem, "it is the joint meeting of handoff R-1001-H1");
}

#[test]
fn within_the_protected_days_nothing_moves_by_itself_but_a_leaver_hands_over() {
    // The decision is due on 25 Nov 2026, 45 days before the end; today is 23 Nov.
    for (protected_days, moves) in [(0, true), (1, true), (2, false), (60, false)] {
        let mut company = Company::with_one_contract();
        assert_eq!(company.renewal().target.decision_on, date(2026, 11, 25));
        company.facts.organisation.handoff_clocks.protected_days = protected_days;
        let (account, rafael) = (company.renewal().account, company.teammate("rafael"));
        company.put_on_team(account, Role::AccountExecutive, "tomas");
        let expected = if moves { "tomas" } else { "rafael" };
        assert_eq!(designated(&company, Responsibility::Commercial), expected, "{protected_days} days");
        assert_sound(&company);
        company.accept(commands::mark_left(&company.facts, rafael, company.today));
        assert_eq!(designated(&company, Responsibility::Commercial), "tomas", "whoever leaves holds nothing");
    }
}

fn designated(company: &Company, responsibility: Responsibility) -> &str {
    let row = stream_of(company.facts.entries(company.renewal().id), responsibility, Stream::Designated);
    &company.facts.teammates[&row.last().unwrap().holder].reference
}

#[test]
fn a_designation_that_moves_back_withdraws_the_handoff() {
    let mut company = handed_over();
    let account = company.renewal().account;
    company.put_on_team(account, Role::AccountExecutive, "rafael");
    assert_eq!((handoff(&company).state.code(), company.facts.handoffs.len()), ("withdrawn", 1));
    assert_eq!(company.holder(Responsibility::Commercial), "rafael");
    assert_sound(&company);
}

#[test]
fn a_giver_who_leaves_before_the_meeting_hands_over_at_once_and_an_introduction_is_owed() {
    let mut company = handed_over();
    let rafael = company.teammate("rafael");
    company.accept(commands::mark_left(&company.facts, rafael, company.today));
    let waived = handoff(&company);
    assert_eq!((waived.state.code(), waived.clock()), ("waived", Some(date(2026, 11, 30))));
    assert_eq!(waived.state.word().unwrap().by, "Mara Lind");
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    assert_eq!(company.facts.handoffs.len(), 1, "the open one was waived, no second one opened");
    assert_sound(&company);
    company.meet("sean", "tomas");
    assert_eq!((handoff(&company).clock(), handoff(&company).state.owes_introduction()), (None, false));
    assert_sound(&company);
}

#[test]
fn who_was_away_for_long_takes_back_from_the_stand_in_at_once() {
    let mut company = Company::with_one_contract();
    let (rafael, noor) = (company.teammate("rafael"), company.teammate("noor"));
    let id = tenure_core::primitives::AbsenceId::new(&company.ids);
    let (from_on, to_on) = (date(2026, 11, 23), date(2026, 12, 21));
    let absence = tenure_core::identity::Absence { id, teammate: rafael, from_on, to_on, delegate: Some(noor), note: String::new() };
    company.accept(commands::set_absence(&company.facts, absence));
    assert_eq!((company.holder(Responsibility::Commercial), handoff(&company).state.code()), ("noor", "waived"));
    company.wait_until(to_on);
    assert_eq!(company.holder(Responsibility::Commercial), "rafael");
    let row = stream_of(company.facts.entries(company.renewal().id), Responsibility::Commercial, Stream::Accountable);
    let Passage::Waived { reason, handoff, .. } = &row.last().unwrap().passage else { panic!("it was a waiver") };
    assert_eq!((reason.as_str(), *handoff), ("Rafael Costa is back: the facts changed", None));
    assert_sound(&company);
}

#[test]
fn who_declined_is_asked_again_only_after_the_policy_or_the_lead_decided_anew() {
    let mut company = handed_over();
    let id = handoff(&company).id;
    let writes = commands::decline_handoffs(&company.facts, &[id], &said(&company, "Tomas Berg", "no room"));
    company.accept(writes);
    company.wait_until(date(2026, 11, 25));
    assert_eq!((company.facts.handoffs.len(), company.holder(Responsibility::Commercial)), (1, "rafael"));
    assert_sound(&company);
    let account = company.renewal().account;
    company.put_on_team(account, Role::AccountExecutive, "rafael");
    company.wait_until(date(2026, 11, 26));
    company.put_on_team(account, Role::AccountExecutive, "tomas");
    assert_eq!((company.facts.handoffs.len(), handoff(&company).state.code()), (2, "opened"));
    assert_sound(&company);
}

#[test]
fn a_waiver_by_name_moves_at_once_and_a_decided_renewal_withdraws_what_is_open() {
    let mut company = handed_over();
    let id = handoff(&company).id;
    let unnamed = commands::waive_handoffs(&company.facts, &[id], &said(&company, "Lena Brandt", ""));
    assert!(unnamed.is_err());
    company.accept(commands::waive_handoffs(&company.facts, &[id], &said(&company, "Lena Brandt", "the buyer asked for him")));
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    let row = stream_of(company.facts.entries(company.renewal().id), Responsibility::Commercial, Stream::Accountable);
    let (by, reason) = ("Lena Brandt".to_string(), "the buyer asked for him".to_string());
    assert_eq!(row.last().unwrap().passage, Passage::Waived { by, reason, handoff: Some(id) });

    let mut company = handed_over();
    let contract = company.renewal().contract;
    company.renew(contract, date(2028, 1, 9), "412500");
    assert_eq!(handoff(&company).state.code(), "withdrawn");
    assert_sound(&company);
}

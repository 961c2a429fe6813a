//! What random histories found once: corrections and endings that left a day without an owner, a renewal without a term, or a loop.

#![allow(clippy::unwrap_used, reason = "tests: a refusal should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;

use fixture::Company;
use jiff::civil::date;
use tenure_core::account::Risk;
use tenure_core::checks::check_all;
use tenure_core::commands;
use tenure_core::identity::Role;
use tenure_core::ownership::ledger::Stream;
use tenure_core::renewal::{Outcome, OutcomeReason, State};

fn assert_clean(company: &Company) {
    for checked in check_all(&company.evidence()) {
        assert!(checked.violations.is_empty(), "{}: {:#?}", checked.code, checked.violations);
    }
}

#[test]
fn a_renewal_that_was_closed_unseen_is_owned_from_the_day_on_which_its_term_proves_longer() {
    let mut company = Company::new(date(2026, 6, 1));
    let account = company.add_account("A-17", 2, Risk::Green);
    let contract = company.sign(account, Some(30), date(2026, 5, 20), "50000");
    assert!(!company.renewal().is_open(), "its term had ended when it was told");
    company.wait_until(date(2026, 6, 10));
    company.amend(contract, date(2027, 1, 20), |_| {});
    assert_eq!((company.renewal().is_open(), company.renewal().scheduled_on), (true, date(2026, 6, 10)));
    assert_clean(&company);
}

#[test]
fn a_contract_that_is_decided_in_a_group_is_cancelled_only_on_its_own() {
    let mut company = Company::with_one_contract();
    let account = company.renewal().account;
    let lead = company.renewal().contract;
    let follower = company.sign(account, Some(45), date(2027, 3, 1), "10000");
    company.accept(commands::co_term(&company.facts, follower, lead));
    let cancelled = |company: &Company| {
        let why = (OutcomeReason::Budget, "We stop.");
        commands::cancel_contract(&company.facts, follower, date(2026, 12, 1), why, company.moment())
    };
    assert!(cancelled(&company).unwrap_err().problem.contains("take it out of the group first"));
    company.accept(commands::leave_co_term(&company.facts, follower));
    company.accept(cancelled(&company));
    let own = company.facts.renewal_of(follower, 1).unwrap();
    assert!(matches!(own.state, State::Closed { outcome: Outcome::Churned, inferred: false, .. }));
    assert_clean(&company);
}

#[test]
fn what_went_on_by_itself_is_not_opened_again_before_it_no_longer_would() {
    let mut company = Company::with_one_contract();
    let (renewal, contract) = (company.renewal().id, company.renewal().contract);
    company.wait_until(date(2027, 1, 9));
    assert_eq!(company.facts.terms.len(), 2, "it renewed by itself");
    let refused = commands::reopen_renewal(&company.facts, renewal, company.moment()).unwrap_err();
    assert_eq!(refused.problem, "R-1001 went on by itself and would do so again");
    company.amend(contract, date(2028, 1, 9), |contract| contract.auto_renew = false);
    company.accept(commands::reopen_renewal(&company.facts, renewal, company.moment()));
    assert!(company.renewal().is_open());
    assert_clean(&company);
}

#[test]
fn a_leaver_told_on_the_day_of_an_automatic_renewal_leaves_no_day_without_an_owner() {
    let mut company = Company::with_one_contract();
    company.wait_until(date(2027, 1, 8));
    // The daily job has not run yet on the 9th when somebody says that the AE left a week ago.
    company.today = date(2027, 1, 9);
    let rafael = company.teammate("rafael");
    company.accept(commands::mark_left(&company.facts, rafael, date(2027, 1, 2)));
    let entries = company.facts.entries(company.renewal().id);
    let successor = entries.iter().find(|entry| entry.stream == Stream::Accountable && entry.effective_on == date(2027, 1, 2));
    assert_eq!(successor.map(|entry| entry.because.role), Some(Role::AccountExecutive));
    assert_clean(&company);
}

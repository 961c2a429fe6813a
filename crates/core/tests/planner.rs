//! The planner on a small company: who gets what, by when, and what stays when facts change.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong owner should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;

use fixture::Company;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use tenure_core::account::Risk;
use tenure_core::catalog;
use tenure_core::checks::check_all;
use tenure_core::commands;
use tenure_core::contract::{Line, Signature, Term};
use tenure_core::identity::Role;
use tenure_core::ownership::analysis::analyse;
use tenure_core::ownership::ledger::{Passage, Stream, stream_of};
use tenure_core::ownership::policy::Policy;
use tenure_core::ownership::{Model, Responsibility};
use tenure_core::planner::{Cause, Planning, weighed_in_plan};
use tenure_core::primitives::{Currency, TeammateId};
use tenure_core::renewal::{Outcome, OutcomeReason, State, TaskState};

fn rule(company: &Company) -> &str {
    company.renewal().decided.as_ref().map_or("none", |decided| decided.rule.as_str())
}

/// A company of 1 Jun 2026 with one contract until 9 Jan 2027 for a yearly amount, risk as given.
fn company_with(arr: &str, risk: Risk) -> Company {
    let mut company = Company::new(date(2026, 6, 1));
    let account = company.add_account("A-17", 2, risk);
    company.sign(account, Some(45), date(2027, 1, 9), arr);
    company
}

fn assert_sound(company: &Company) {
    for checked in check_all(&company.evidence()) {
        assert_eq!(checked.violations, [], "{}", checked.code);
    }
}

#[test]
fn catalog_playbooks_load_and_every_shipped_policy_is_complete_and_has_no_idle_rule() {
    let playbooks = catalog::playbooks().unwrap();
    let codes: Vec<&str> = playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
    assert!(codes.contains(&"joint-120"));
    for (file, text) in catalog::POLICY_FILES {
        let policy = Policy::parse(file, text, Currency::USD, &codes).unwrap();
        let analysis = analyse(&policy).unwrap();
        assert!(analysis.is_complete(), "{file}: {:?}", analysis.gaps);
        assert!(analysis.unreachable.is_empty() && analysis.redundant.is_empty(), "{file}: {analysis:?}");
    }
    for model in Model::ALL {
        let about = model.about();
        let text = catalog::policy(about.policy).unwrap_or_else(|| panic!("{model} has no policy {}", about.policy));
        assert!(text.contains(&format!("model = \"{model}\"")), "{} does not use {model}", about.policy);
    }
}

#[test]
fn red_accounts_above_threshold_go_to_sales() {
    let company = company_with("40000", Risk::Red);
    assert_eq!((rule(&company), company.holder(Responsibility::Commercial)), ("red", "tomas"), "an odd number takes the second of two");
    assert_eq!(company.holder(Responsibility::Executive), "sean");
    assert_eq!(company.holder(Responsibility::Value), "priya");
    let decided = company.renewal().decided.as_ref().unwrap();
    assert_eq!(decided.model, Model::SalesLed);
}

#[test]
fn a_threshold_is_met_at_the_amount_itself_and_not_a_cent_below() {
    for (arr, expected) in [("24999.99", "small-steady"), ("25000", "middle"), ("99999.99", "middle"), ("100000", "large-or-strategic")] {
        assert_eq!(rule(&company_with(arr, Risk::Green)), expected, "{arr}");
    }
}

#[test]
fn an_account_that_turns_red_before_its_playbook_opens_changes_hands_at_once_with_a_named_waiver() {
    let mut company = company_with("40000", Risk::Green);
    assert_eq!(company.holder(Responsibility::Commercial), "mara");
    company.wait_until(date(2026, 7, 1));
    let account = company.renewal().account;
    company.judge(account, Risk::Red);
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    let entries = company.facts.entries(company.renewal().id);
    let row = stream_of(entries, Responsibility::Commercial, Stream::Accountable);
    assert_eq!(
        row.iter().map(|entry| (entry.sequence, entry.effective_on)).collect::<Vec<_>>(),
        [(0, date(2026, 6, 1)), (1, date(2026, 7, 1))]
    );
    let reason = "before the playbook opens: the facts changed".into();
    assert_eq!(row[1].passage, Passage::Waived { by: "Mara Lind".into(), reason, handoff: None });
    assert!(company.facts.handoffs.is_empty());
    assert_sound(&company);
}

#[test]
fn a_reason_names_rule_version_numbers_and_person() {
    let company = company_with("412500", Risk::Green);
    let entries = company.facts.entries(company.renewal().id);
    let commercial = stream_of(entries, Responsibility::Commercial, Stream::Designated)[0];
    assert_eq!(
        commercial.because.sentence,
        "Tomas Berg holds commercial because rule large-or-strategic of Hybrid, version 1 matched: ATR 412,500.00 USD fits >= 100000. \
         Tomas takes it as AE for EMEA, next in turn of 2 who carry the same; the account team names none."
    );
}

#[test]
fn the_decision_date_of_an_auto_renewing_contract_is_its_notice_deadline() {
    let mut company = company_with("40000", Risk::Green);
    let target = company.renewal().target.clone();
    assert_eq!((target.notice_on, target.decision_on, target.notice_assumed), (date(2026, 11, 25), date(2026, 11, 25), false));
    let (contract, end_on) = (company.renewal().contract, target.end_on);
    company.amend(contract, end_on, |contract| contract.auto_renew = false);
    let target = &company.renewal().target;
    assert_eq!((target.notice_on, target.decision_on), (date(2026, 11, 25), date(2027, 1, 9)));
}

#[test]
fn an_unknown_notice_is_assumed_thirty_days_and_says_so_while_none_is_none() {
    let mut company = company_with("40000", Risk::Green);
    let (contract, end_on) = (company.renewal().contract, date(2027, 1, 9));
    company.amend(contract, end_on, |contract| contract.notice_days = None);
    assert_eq!((company.renewal().target.notice_on, company.renewal().target.notice_assumed), (date(2026, 12, 10), true));
    company.amend(contract, end_on, |contract| contract.notice_days = Some(0));
    assert_eq!((company.renewal().target.notice_on, company.renewal().target.notice_assumed), (end_on, false));
}

/// The due day by counting single days: no date arithmetic of the code under test.
fn count_back(end_on: Date, days: u32) -> Date {
    let mut day = end_on;
    for _ in 0..days {
        day = day.yesterday().unwrap();
    }
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.yesterday().unwrap();
    }
    day
}

#[test]
fn joint_120_counts_from_the_notice_deadline_and_shifts_to_the_earlier_business_day() {
    let company = company_with("412500", Risk::Green);
    assert_eq!(company.task("final-redline").due_on, date(2026, 10, 26), "a Monday, thirty days before 25 Nov");
    assert_eq!(company.task("account-confirmation").due_on, date(2026, 11, 18));
    assert_eq!(company.task("signature-push").due_on, date(2026, 10, 9), "45 days before 25 Nov is Sunday 11 Oct");
    let steps = &company.facts.playbook("joint-120").unwrap().steps;
    for step in steps.iter().filter(|step| step.when.is_any()) {
        let task = company.task(&step.code);
        assert_eq!(task.due_on, count_back(date(2027, 1, 9), 45 + u32::from(step.days)), "{}", step.code);
    }
    assert_eq!(company.renewal().decided.as_ref().unwrap().opens_on, date(2026, 7, 28));
}

#[test]
fn due_days_agree_with_counting_day_by_day_for_every_end_in_a_year() {
    let mut company = company_with("412500", Risk::Green);
    let contract = company.renewal().contract;
    for offset in 0..365 {
        let end_on = date(2027, 1, 1).checked_add(offset.days()).unwrap();
        company.amend(contract, end_on, |_| ());
        for step in company.facts.playbook("joint-120").unwrap().steps.iter().filter(|step| step.when.is_any()) {
            let expected = count_back(end_on, 45 + u32::from(step.days));
            assert_eq!(company.task(&step.code).due_on, expected, "{} for an end on {end_on}", step.code);
        }
    }
}

#[test]
fn steps_that_were_due_before_the_renewal_was_known_lie_before_tracking() {
    let mut company = Company::new(date(2026, 10, 1));
    let account = company.add_account("A-17", 1, Risk::Green);
    company.sign(account, Some(45), date(2027, 1, 9), "412500");
    assert_eq!(company.task("business-review").state, TaskState::BeforeTracking);
    assert_eq!(company.task("signature-push").state, TaskState::Open);
}

#[test]
fn planning_twice_changes_nothing_the_second_time() {
    let mut company = Company::with_one_contract();
    let all = company.facts.accounts.keys().copied().collect();
    assert_eq!(company.plan(&all), Ok(Vec::new()));
    let rafael = company.teammate("rafael");
    company.facts.apply_all(&commands::mark_left(&company.facts, rafael, company.today).unwrap());
    assert!(!company.plan(&all).unwrap().is_empty());
    assert_eq!(company.plan(&all), Ok(Vec::new()));
}

#[test]
fn an_amended_contract_keeps_finished_steps_and_the_renewal_itself() {
    let mut company = Company::with_one_contract();
    company.complete("business-review");
    let (before, done) = (company.renewal().clone(), company.task("business-review").clone());
    let open = company.task("final-redline").clone();
    company.amend(before.contract, date(2027, 3, 9), |_| ());
    let after = company.renewal();
    assert_eq!((after.id, after.number, after.scheduled_on), (before.id, before.number, before.scheduled_on));
    assert_eq!(after.target.decision_on, date(2027, 1, 23));
    assert_eq!(company.task("business-review"), &done);
    assert_eq!((company.task("final-redline").id, company.task("final-redline").due_on), (open.id, date(2026, 12, 24)));
    assert_eq!(company.facts.renewals.len(), 1);
    assert_sound(&company);
}

#[test]
fn the_next_term_decides_the_renewal_as_up_flat_or_down() {
    for (arr, expected) in [("412500.01", Outcome::RenewedUp), ("412500", Outcome::RenewedFlat), ("412499.99", Outcome::RenewedDown)] {
        let mut company = Company::with_one_contract();
        company.complete("business-review");
        let contract = company.renewal().contract;
        company.renew(contract, date(2028, 1, 9), arr);
        let (reason, words) = (Some(OutcomeReason::ValueProven), "It pays for itself.".to_string());
        let told = State::Closed { outcome: expected, closed_on: date(2026, 11, 23), inferred: false, reason, words };
        assert_eq!(company.renewal().state, told, "{arr}");
        assert_eq!(company.task("business-review").state, TaskState::Done);
        assert_eq!(company.task("final-redline").state, TaskState::Withdrawn);
        let next = company.facts.renewal_of(contract, 2).unwrap();
        assert!(next.is_open() && next.number == 1002);
        assert_sound(&company);
    }
}

#[test]
fn a_term_that_ended_before_it_was_known_is_closed_by_inference_and_nobody_owns_it() {
    let mut company = Company::new(date(2026, 6, 1));
    let account = company.add_account("A-17", 1, Risk::Green);
    company.sign(account, Some(45), date(2026, 6, 1), "412500");
    let renewal = company.renewal();
    assert_eq!(renewal.state, State::deduced(Outcome::Churned, date(2026, 6, 1)));
    assert_eq!(renewal.decided, None);
    assert!(company.facts.ledger.is_empty() && company.facts.tasks.is_empty() && company.facts.holders.is_empty());
    assert_sound(&company);
}

#[test]
fn an_inferred_outcome_follows_the_terms_when_they_turn_out_otherwise() {
    let mut company = Company::new(date(2026, 6, 1));
    let account = company.add_account("A-17", 1, Risk::Green);
    let contract = company.sign(account, Some(45), date(2026, 5, 1), "412500");
    let id = company.renewal().id;
    company.amend(contract, date(2027, 5, 1), |_| ());
    assert!(company.renewal().is_open(), "the end was mistyped: the term runs");
    assert_eq!((company.renewal().id, company.renewal().scheduled_on), (id, date(2026, 6, 1)));
    assert_eq!(company.holder(Responsibility::Value), "priya");
    assert_sound(&company);

    let contract = company.sign(account, Some(45), date(2026, 5, 1), "412500");
    company.renew(contract, date(2027, 5, 1), "500000");
    let ended = company.facts.renewal_of(contract, 1).unwrap();
    assert_eq!(ended.state, State::deduced(Outcome::RenewedUp, date(2026, 5, 1)));
    assert!(company.facts.renewal_of(contract, 2).unwrap().is_open());
    assert_sound(&company);
}

#[test]
fn a_leaver_told_late_hands_over_on_the_day_of_leaving() {
    let mut company = Company::with_one_contract();
    let rafael = company.teammate("rafael");
    company.accept(commands::mark_left(&company.facts, rafael, date(2026, 11, 16)));
    let row = stream_of(company.facts.entries(company.renewal().id), Responsibility::Commercial, Stream::Accountable);
    let last = row.last().unwrap();
    assert_eq!((company.holder(Responsibility::Commercial), last.effective_on), ("tomas", date(2026, 11, 16)));
    assert!(last.recorded_at > row[0].recorded_at);
    assert_sound(&company);
}

/// What people carry in the whole book is looked at for those whom a plan chooses among, and no longer once somebody was chosen.
#[test]
fn a_plan_weighs_only_people_among_whom_it_chooses() {
    let mut company = company_with("150000", Risk::Green);
    let nils = fixture::teammate(TeammateId::new(&company.ids), ("nils", "Nils Aas"), Role::AccountExecutive, date(2020, 1, 1));
    company.accept(commands::add_teammate(&company.facts, nils));
    assert_eq!(weighed(&company), [""; 0], "an AE was chosen already");
    let chosen = company.holder(Responsibility::Commercial).to_string();
    let left = commands::mark_left(&company.facts, company.teammate(&chosen), company.today).unwrap();
    company.facts.apply_all(&left);
    let others: Vec<&str> = ["nils", "rafael", "tomas"].into_iter().filter(|other| *other != chosen).collect();
    assert_eq!(weighed(&company), others);
    company.accept(Ok(Vec::new()));
    assert_eq!(weighed(&company), [""; 0]);
    assert_ne!(company.holder(Responsibility::Commercial), chosen);
}

/// References of those whose load the next plan asks for.
fn weighed(company: &Company) -> Vec<String> {
    let cause = Cause { author: "Mara Lind".into(), reason: "the facts changed".into() };
    let accounts = company.facts.accounts.keys().copied().collect();
    let asked = weighed_in_plan(&company.facts, &accounts, Planning { moment: company.moment(), cause: &cause, ids: &company.ids });
    let mut references: Vec<String> = asked.iter().map(|id| company.facts.teammates[id].reference.clone()).collect();
    references.sort();
    references
}

#[test]
fn nobody_can_have_left_before_a_day_on_which_another_took_over_from_them() {
    let mut company = Company::with_one_contract();
    let (account, rafael) = (company.renewal().account, company.teammate("rafael"));
    company.put_on_team(account, Role::AccountExecutive, "tomas");
    company.meet("rafael", "tomas");
    company.accept_handoffs("tomas");
    let refusal = commands::mark_left(&company.facts, rafael, date(2026, 11, 16)).unwrap_err();
    assert!(refusal.to_string().contains("Rafael Costa was accountable for"), "{refusal}");
    assert!(refusal.to_string().contains("R-1001 until 2026-11-23"), "{refusal}");
    company.accept(commands::mark_left(&company.facts, rafael, date(2026, 11, 23)));
    assert_sound(&company);
}

#[test]
fn everybody_gone_leaves_the_desk_lead() {
    let mut company = Company::with_one_contract();
    let others = fixture::STAFF.iter().map(|(reference, _, _)| *reference).filter(|reference| *reference != "mara");
    for reference in others {
        let person = company.teammate(reference);
        company.accept(commands::mark_left(&company.facts, person, company.today));
    }
    for responsibility in Responsibility::ALL {
        assert_eq!(company.holder(*responsibility), "mara", "{responsibility}");
    }
    assert_sound(&company);
    let mara = company.teammate("mara");
    assert!(commands::mark_left(&company.facts, mara, company.today).is_err());
}

#[test]
fn credits_beyond_what_recurs_count_as_nothing_up_for_renewal() {
    let company = company_with("-5000", Risk::Green);
    assert_eq!(rule(&company), "small-steady");
    assert_eq!(company.renewal().target.atr.to_string(), "\u{2212}5,000.00 USD");
}

#[test]
fn a_contract_that_moves_to_another_account_takes_its_renewal_along() {
    let mut company = Company::with_one_contract();
    let contract = company.renewal().contract;
    let other = company.add_account("A-18", 1, Risk::Green);
    company.put_on_team(other, Role::AccountExecutive, "tomas");
    company.amend(contract, date(2027, 1, 9), |contract| contract.account = other);
    assert_eq!((company.renewal().account, company.holder(Responsibility::Commercial)), (other, "rafael"), "until he hands over");
    company.meet("rafael", "tomas");
    company.accept_handoffs("tomas");
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    assert_sound(&company);
}

#[test]
fn a_contract_without_policy_or_plan_rate_is_refused_by_name() {
    let mut company = company_with("40000", Risk::Green);
    let all = company.facts.accounts.keys().copied().collect();
    for contract in company.facts.contracts.values_mut() {
        contract.currency = Currency::GBP;
    }
    let refusals = company.plan(&all).unwrap_err();
    assert!(refusals[0].to_string().contains("HS-1") && refusals[0].to_string().contains("GBP"), "{}", refusals[0]);
    company.facts.policies.clear();
    assert_eq!(company.plan(&all).unwrap_err().len(), 1);
}

fn signed(on: jiff::civil::Date) -> Signature {
    Signature { signed_on: on, reason: None, words: String::new() }
}

#[test]
fn a_next_term_whose_lines_add_up_to_too_much_is_refused_and_not_wrapped() {
    let mut company = Company::with_one_contract();
    let contract = company.renewal().contract;
    let last = commands::last_term(&company.facts, contract).unwrap();
    let term = Term { number: 2, start_on: last.end_on, end_on: date(2028, 1, 9), ..last.clone() };
    let line = || Line { quantity: "90000000".parse().unwrap(), ..company.line(&term, "1000000000") };
    let writes = commands::renew_contract(&company.facts, contract, term.end_on, vec![line(), line()], signed(company.today)).unwrap();
    company.facts.apply_all(&writes);
    let all = company.facts.accounts.keys().copied().collect();
    let refusals = company.plan(&all).unwrap_err();
    assert!(refusals.iter().all(|refusal| refusal.problem.contains("too large")), "{refusals:?}");
}

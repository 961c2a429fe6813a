//! Contracts of every kind on a small company: what the calendar brings, what ends them, and what is decided together.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong outcome should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;

use fixture::Company;
use jiff::civil::{Date, date};
use tenure_core::account::{Account, Risk};
use tenure_core::checks::check_all;
use tenure_core::commands::{self, Judgement};
use tenure_core::contract::{Contract, ContractKind, Line, LineOrigin, escalated};
use tenure_core::facts::Write;
use tenure_core::identity::{Absence, Role};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{AbsenceId, AccountId, ContractId, OverrideId};
use tenure_core::renewal::{Outcome, OutcomeReason, Renewal, RenewalKind, State, TaskState};

const WORDS: (OutcomeReason, &str) = (OutcomeReason::Budget, "We must cut a fifth of our tools.");

fn assert_sound(company: &Company) {
    for checked in check_all(&company.evidence()) {
        assert_eq!(checked.violations, [], "{}", checked.code);
    }
}

/// Signed on 1 Jun 2026 until a day; renews by itself with 45 days' notice.
fn company_until(end_on: Date) -> (Company, ContractId) {
    let mut company = Company::new(date(2026, 6, 1));
    let account = company.add_account("A-17", 2, Risk::Green);
    let contract = company.sign(account, Some(45), end_on, "40000");
    (company, contract)
}

fn renewal(company: &Company, contract: ContractId, term: u32) -> &Renewal {
    company.facts.renewal_of(contract, term).unwrap()
}

fn outcome(company: &Company, contract: ContractId, term: u32) -> Option<Outcome> {
    match &renewal(company, contract, term).state {
        State::Open => None,
        State::Closed { outcome, .. } => Some(*outcome),
    }
}

fn atr(company: &Company, contract: ContractId, term: u32) -> i64 {
    renewal(company, contract, term).target.atr.minor
}

/// Changes the head of a contract and nothing else.
fn head(company: &mut Company, contract: ContractId, change: impl FnOnce(&mut Contract)) {
    let mut amended = company.facts.contracts[&contract].clone();
    change(&mut amended);
    let end_on = commands::last_term(&company.facts, contract).unwrap().end_on;
    company.accept(commands::amend_contract(&company.facts, amended, end_on, Vec::new()));
}

#[test]
fn a_term_renews_by_itself_on_its_last_day_at_the_contracted_uplift_below_the_cap() {
    let (mut company, contract) = company_until(date(2026, 12, 1));
    head(&mut company, contract, |contract| {
        contract.uplift_bps = 700;
        contract.uplift_cap_bps = Some(500);
    });
    company.wait_until(date(2026, 11, 30));
    assert_eq!(outcome(&company, contract, 1), None, "still open on the last day of service");
    company.wait_until(date(2026, 12, 1));
    assert_eq!(outcome(&company, contract, 1), Some(Outcome::RenewedUp));
    let next = commands::last_term(&company.facts, contract).unwrap();
    assert_eq!((next.number, next.start_on, next.end_on), (2, date(2026, 12, 1), date(2027, 12, 1)));
    assert_eq!(atr(&company, contract, 2), 4_200_000, "40,000 and five per cent, not seven");
    let line = company.facts.lines_of(contract, 2)[0];
    assert_eq!(line.origin, LineOrigin::AutoRenewed);
    assert_eq!(line.follows, company.facts.lines_of(contract, 1).first().map(|line| line.id));
    assert_sound(&company);
}

#[test]
fn nobody_looking_for_two_years_gives_every_term_in_between() {
    let (mut company, contract) = company_until(date(2026, 12, 1));
    company.today = date(2028, 12, 20);
    company.accept(Ok(Vec::new()));
    let ends: Vec<Date> = company.facts.terms.values().map(|term| term.end_on).collect();
    assert_eq!(ends, [date(2026, 12, 1), date(2027, 12, 1), date(2028, 12, 1), date(2029, 12, 1)]);
    assert!(renewal(&company, contract, 4).is_open());
    assert_sound(&company);
}

#[test]
fn month_ends_come_back_to_their_day_through_short_months() {
    let (mut company, contract) = company_until(date(2026, 8, 31));
    head(&mut company, contract, |contract| contract.renewal_months = 6);
    company.wait_until(date(2027, 9, 1));
    let ends: Vec<Date> = company.facts.terms.values().map(|term| term.end_on).collect();
    assert_eq!(ends, [date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]);
    assert_sound(&company);
}

#[test]
fn notice_on_the_deadline_holds_and_a_day_later_is_refused() {
    // Until 9 Jan 2027 with 45 days' notice: the deadline is 25 Nov 2026.
    let (mut company, contract) = company_until(date(2027, 1, 9));
    company.wait_until(date(2026, 11, 26));
    let late = commands::give_notice(&company.facts, contract, date(2026, 11, 26), company.moment()).unwrap_err();
    assert!(late.to_string().contains("2026-11-25"), "{late}");
    company.accept(commands::give_notice(&company.facts, contract, date(2026, 11, 25), company.moment()));
    assert!(!renewal(&company, contract, 1).target.auto_renew);
    assert_eq!(renewal(&company, contract, 1).target.decision_on, date(2027, 1, 9), "the end decides now");
    company.wait_until(date(2027, 1, 10));
    assert_eq!(outcome(&company, contract, 1), None, "nobody signed and nothing renewed by itself");
    company.accept(commands::close_lost(&company.facts, renewal(&company, contract, 1).id, WORDS, company.moment()));
    let State::Closed { outcome, reason, words, inferred, .. } = &renewal(&company, contract, 1).state else { panic!("open") };
    assert_eq!((*outcome, *reason, words.as_str(), *inferred), (Outcome::Churned, Some(WORDS.0), WORDS.1, false));
    assert_sound(&company);
}

#[test]
fn a_withdrawn_notice_lets_the_term_renew_by_itself_again() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    company.accept(commands::give_notice(&company.facts, contract, company.today, company.moment()));
    assert!(commands::give_notice(&company.facts, contract, company.today, company.moment()).is_err(), "once");
    company.accept(commands::withdraw_notice(&company.facts, contract));
    assert!(renewal(&company, contract, 1).target.auto_renew);
    assert!(commands::withdraw_notice(&company.facts, contract).is_err());
    assert_sound(&company);
}

#[test]
fn what_renews_by_itself_is_not_closed_as_lost_without_a_notice() {
    let (company, contract) = company_until(date(2027, 1, 9));
    let refusal = commands::close_lost(&company.facts, renewal(&company, contract, 1).id, WORDS, company.moment()).unwrap_err();
    assert!(refusal.remedy.contains("notice"), "{refusal}");
}

#[test]
fn a_cancellation_ends_lines_that_day_and_loses_the_renewal() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    company.accept(commands::cancel_contract(&company.facts, contract, date(2026, 9, 1), WORDS, company.moment()));
    assert_eq!(commands::last_term(&company.facts, contract).unwrap().end_on, date(2026, 9, 1));
    assert!(company.facts.lines_of(contract, 1).iter().all(|line| line.end_on == date(2026, 9, 1)));
    assert_eq!(outcome(&company, contract, 1), Some(Outcome::Churned));
    assert!(company.facts.tasks.values().all(|task| task.state != TaskState::Open));
    company.wait_until(date(2026, 9, 2));
    assert_eq!(company.facts.terms.len(), 1, "it does not renew by itself");
    assert!(commands::cancel_contract(&company.facts, contract, date(2026, 8, 1), WORDS, company.moment()).is_err());
    assert_sound(&company);
}

#[test]
fn a_renewal_that_was_closed_by_mistake_opens_again_and_its_next_term_is_taken_back() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    company.renew(contract, date(2028, 1, 9), "50000");
    let (first, second) = (renewal(&company, contract, 1).id, renewal(&company, contract, 2).number);
    company.accept(commands::reopen_renewal(&company.facts, first, company.moment()));
    assert!(renewal(&company, contract, 1).is_open());
    assert_eq!(outcome(&company, contract, 2), Some(Outcome::Voided));
    assert_eq!((company.facts.terms.len(), company.facts.lines_of(contract, 2).len()), (1, 0));
    assert!(company.facts.tasks_of(first).iter().any(|task| task.state == TaskState::Open), "its steps are back");
    assert_sound(&company);

    company.wait_until(date(2026, 6, 3));
    company.renew(contract, date(2028, 1, 9), "45000");
    assert!(renewal(&company, contract, 2).is_open(), "signed anew");
    assert_eq!(renewal(&company, contract, 2).number, second, "under the number it had");
    assert_eq!(atr(&company, contract, 2), 4_500_000);
    assert_sound(&company);
}

#[test]
fn a_renewal_whose_next_term_was_worked_on_stays_decided() {
    let (mut company, contract) = company_until(date(2026, 9, 1));
    company.renew(contract, date(2026, 11, 1), "50000");
    let (first, next) = (renewal(&company, contract, 1).id, renewal(&company, contract, 2).id);
    let task = company.facts.tasks_of(next).into_iter().find(|task| task.state == TaskState::Open).unwrap().id;
    let by = ("Priya Nair", company.moment());
    company.accept(commands::complete_task(&company.facts, task, commands::Completion::Done, "It took place.", by));
    let refusal = commands::reopen_renewal(&company.facts, first, company.moment()).unwrap_err();
    assert!(refusal.to_string().contains("in use"), "{refusal}");
}

#[test]
fn co_termed_contracts_end_together_and_are_decided_in_one_renewal() {
    let (mut company, lead) = company_until(date(2027, 1, 9));
    let account = company.facts.contracts[&lead].account;
    let add_on = company.sign(account, None, date(2027, 4, 1), "6000");
    company.accept(commands::co_term(&company.facts, add_on, lead));
    assert_eq!(commands::last_term(&company.facts, add_on).unwrap().end_on, date(2027, 1, 9));
    assert_eq!(outcome(&company, add_on, 1), Some(Outcome::Merged));
    assert_eq!(atr(&company, lead, 1), 4_600_000, "40,000 and 6,000 in one renewal");
    assert_sound(&company);
    let refusal = commands::co_term(&company.facts, lead, add_on).unwrap_err();
    assert!(refusal.to_string().contains("lead"), "{refusal}");

    company.wait_until(date(2027, 1, 9));
    assert_eq!(atr(&company, lead, 2), 4_600_000, "the lines of both went on in the leader's next term");
    assert_eq!(outcome(&company, lead, 1), Some(Outcome::RenewedFlat));
    assert_eq!(company.facts.terms.keys().filter(|(contract, _)| *contract == add_on).count(), 1);
    assert_sound(&company);
}

#[test]
fn a_contract_that_leaves_its_group_gets_its_renewal_back() {
    let (mut company, lead) = company_until(date(2027, 1, 9));
    let account = company.facts.contracts[&lead].account;
    let add_on = company.sign(account, None, date(2027, 4, 1), "6000");
    let number = renewal(&company, add_on, 1).number;
    company.accept(commands::co_term(&company.facts, add_on, lead));
    company.accept(commands::leave_co_term(&company.facts, add_on));
    let own = renewal(&company, add_on, 1);
    assert!(own.is_open() && own.number == number);
    assert_eq!((own.target.end_on, own.target.atr.minor), (date(2027, 1, 9), 600_000));
    assert_eq!(atr(&company, lead, 1), 4_000_000);
    assert_sound(&company);
}

#[test]
fn an_open_ended_contract_has_one_review_a_year_and_no_renewal_money() {
    let (mut company, contract) = company_until(date(2026, 12, 1));
    head(&mut company, contract, |contract| {
        contract.kind = ContractKind::OpenEnded;
        contract.auto_renew = false;
        contract.uplift_bps = 700;
    });
    assert_eq!(renewal(&company, contract, 1).kind, RenewalKind::Review);
    company.wait_until(date(2027, 12, 2));
    let ends: Vec<Date> = company.facts.terms.values().map(|term| term.end_on).collect();
    assert_eq!(ends, [date(2026, 12, 1), date(2027, 12, 1), date(2028, 12, 1)]);
    assert_eq!(atr(&company, contract, 3), 4_000_000, "a review brings no uplift");
    assert_sound(&company);
}

#[test]
fn an_escalator_raises_the_price_on_each_anniversary_and_compounds() {
    let company = Company::with_one_contract();
    let mut term = company.facts.terms.values().next().unwrap().clone();
    term.start_on = date(2026, 3, 31);
    term.end_on = date(2029, 3, 31);
    let line = company.line(&term, "1000");
    let years = escalated(&line, 500, &company.ids);
    let told: Vec<(Date, Date, String)> = years.iter().map(|l| (l.start_on, l.end_on, l.unit_price.to_string())).collect();
    assert_eq!(
        told,
        [
            (date(2026, 3, 31), date(2027, 3, 31), "1000".to_string()),
            (date(2027, 3, 31), date(2028, 3, 31), "1050".into()),
            (date(2028, 3, 31), date(2029, 3, 31), "1102.5".into()),
        ]
    );
    assert!(years.iter().skip(1).all(|line| line.origin == LineOrigin::Escalated && line.follows.is_some()));
}

#[test]
fn a_judgement_of_risk_expires_to_unknown_and_the_policy_decides_again() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    let account = company.facts.contracts[&contract].account;
    let judgement = Judgement { risk: Risk::Red, reason: "usage halved".into(), expires_on: Some(date(2026, 7, 1)) };
    company.accept(commands::set_risk(&company.facts, account, judgement, ("Priya Nair", company.moment()), &company.ids));
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    company.wait_until(date(2026, 7, 1));
    assert_eq!(company.facts.accounts[&account].risk, Risk::Unknown);
    assert_eq!(company.facts.risk_calls[&account].len(), 2, "what was judged stays");
    assert_eq!(company.holder(Responsibility::Commercial), "mara");
    let silent = Judgement { risk: Risk::Red, reason: " ".into(), expires_on: None };
    assert!(commands::set_risk(&company.facts, account, silent, ("Priya Nair", company.moment()), &company.ids).is_err());
    assert_sound(&company);
}

#[test]
fn a_reassignment_holds_by_name_until_its_day_and_then_the_policy_decides_again() {
    let (mut company, _) = company_until(date(2027, 1, 9));
    let before = company.holder(Responsibility::Commercial).to_string();
    let named = |company: &Company, until_on: Date| Override {
        id: OverrideId::new(&company.ids),
        subject: company.renewal().id.into(),
        responsibility: Responsibility::Commercial,
        teammate: company.teammate("tomas"),
        reason: "knows the buyer".into(),
        author: "Sean Byrne".into(),
        from_on: company.today,
        until_on,
        recorded_at: company.moment().recorded_at,
    };
    assert!(commands::reassign(&company.facts, named(&company, company.today), company.moment()).is_err(), "a day at least");
    let chosen = named(&company, date(2026, 6, 20));
    company.accept(commands::reassign(&company.facts, chosen.clone(), company.moment()));
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    let why = &company.facts.entries(chosen.subject).last().unwrap().because.sentence;
    assert!(why.contains("was named by Sean Byrne until 19 Jun 2026: knows the buyer"), "{why}");
    assert_sound(&company);
    company.wait_until(date(2026, 6, 19));
    assert_eq!(company.holder(Responsibility::Commercial), "tomas");
    company.wait_until(date(2026, 6, 20));
    assert_eq!(company.holder(Responsibility::Commercial), before);
    assert!(commands::end_reassignment(&company.facts, chosen.id, company.moment()).is_err(), "it is over");
    assert_sound(&company);
}

#[test]
fn a_long_absence_moves_what_a_person_holds_for_as_long_as_it_lasts() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    let account = company.facts.contracts[&contract].account;
    company.put_on_team(account, Role::Csm, "priya");
    let absence = |company: &Company, to_on: Date| Absence {
        id: AbsenceId::new(&company.ids),
        teammate: company.teammate("priya"),
        from_on: date(2026, 7, 1),
        to_on,
        delegate: Some(company.teammate("amir")),
        note: "parental leave".into(),
    };
    company.accept(commands::set_absence(&company.facts, absence(&company, date(2026, 9, 1))));
    assert!(commands::set_absence(&company.facts, absence(&company, date(2026, 7, 20))).is_err(), "twice on the same days");
    company.wait_until(date(2026, 7, 1));
    assert_eq!(company.holder(Responsibility::Value), "amir");
    assert_sound(&company);
    company.wait_until(date(2026, 9, 1));
    assert_eq!(company.holder(Responsibility::Value), "priya");
    assert_sound(&company);
}

#[test]
fn a_merger_takes_contracts_and_people_along_and_names_where_they_came_from() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    let gone = company.facts.contracts[&contract].account;
    let stays: AccountId = company.add_account("A-18", 1, Risk::Green);
    company.put_on_team(stays, Role::AccountExecutive, "tomas");
    company.accept(commands::merge_accounts(&company.facts, gone, stays, "bought by its competitor", company.moment()));
    assert_eq!(company.facts.contracts[&contract].account, stays);
    assert_eq!(renewal(&company, contract, 1).account, stays);
    let link = &company.facts.contract_moves[0];
    assert_eq!((link.contract, link.from, link.to, link.moved_on), (contract, gone, stays, company.today));
    assert_eq!(company.facts.accounts[&gone].merged_into, Some(stays));
    assert!(commands::merge_accounts(&company.facts, gone, stays, "again", company.moment()).is_err());
    assert_sound(&company);
}

#[test]
fn a_tier_is_frozen_for_a_renewal_whose_playbook_has_opened() {
    let mut company = Company::with_one_contract();
    let account = company.renewal().account;
    assert_eq!(company.renewal().frozen_tier, Some(1), "its playbook runs");
    let smaller = Account { tier: 3, ..company.facts.accounts[&account].clone() };
    company.accept(commands::edit_account(&company.facts, smaller));
    let later = company.sign(account, Some(45), date(2028, 1, 9), "40000");
    assert_eq!(renewal(&company, later, 1).frozen_tier, None, "its playbook is far ahead");
    assert_eq!(company.renewal().frozen_tier, Some(1));
    assert_sound(&company);
}

#[test]
fn a_reorganisation_keeps_where_people_were_and_refuses_a_circle_of_managers() {
    let mut company = Company::with_one_contract();
    let (priya, lena) = (company.teammate("priya"), company.teammate("lena"));
    let mut moved = company.facts.teammates[&priya].clone();
    moved.manager = Some(lena);
    moved.region = "APAC".into();
    company.accept(commands::move_teammate(&company.facts, moved, company.moment()));
    let regions: Vec<(&str, Date)> = company.facts.positions.iter().map(|p| (p.region.as_str(), p.from_on)).collect();
    assert_eq!(regions, [("EMEA", date(2020, 1, 1)), ("APAC", company.today)]);
    let mut circle = company.facts.teammates[&lena].clone();
    circle.manager = Some(priya);
    assert!(commands::move_teammate(&company.facts, circle, company.moment()).is_err());
    assert_sound(&company);
}

#[test]
fn lines_are_checked_by_verbs_as_strictly_as_by_an_import() {
    let company = Company::with_one_contract();
    let contract = company.renewal().contract;
    let term = company.facts.terms.values().next().unwrap().clone();
    let head = company.facts.contracts[&contract].clone();
    let mut none = company.line(&term, "1200");
    none.quantity = "0".parse().unwrap();
    let mut given_away = company.line(&term, "1200");
    given_away.discount_bps = 10_001;
    let mut backwards = company.line(&term, "1200");
    backwards.discount_span = Some((date(2026, 8, 1), date(2026, 8, 1)));
    for line in [none, given_away, backwards] {
        let writes: Result<Vec<Write>, _> = commands::amend_contract(&company.facts, head.clone(), term.end_on, vec![line.clone()]);
        assert!(writes.is_err(), "{line:?}");
    }
}

#[test]
fn words_that_a_book_could_not_carry_are_refused_by_the_verb_too() {
    let (mut company, contract) = company_until(date(2027, 1, 9));
    company.accept(commands::give_notice(&company.facts, contract, company.today, company.moment()));
    let id = renewal(&company, contract, 1).id;
    let told = |words: &str| commands::close_lost(&company.facts, id, (OutcomeReason::Other, words), company.moment());
    assert!(told("They left\u{0}.").unwrap_err().to_string().contains("control character"));
    assert!(told("Two lines:\nand the second.").is_ok());
}

#[test]
fn prices_follow_an_index_between_floor_and_cap_and_the_renewal_follows_the_prices() {
    let index = |index_bps, (floor_bps, cap_bps), from_on| commands::Indexation {
        index: "CPI-U October 2026".into(),
        index_bps,
        floor_bps,
        cap_bps,
        from_on,
    };
    // The clause min(cap, max(floor, index)) with a floor of 2 % and a cap of 5 %.
    for (published, arr) in [(-50, 4_080_000), (150, 4_080_000), (320, 4_128_000), (900, 4_200_000)] {
        let (mut company, contract) = company_until(date(2028, 6, 1));
        let indexation = index(published, (200, Some(500)), date(2027, 12, 1));
        let indexed = |company: &Company| commands::index_prices(&company.facts, contract, &indexation, &company.ids);
        company.accept(indexed(&company));
        assert_eq!(atr(&company, contract, 1), arr, "an index of {published}");
        let lines = company.facts.lines_of(contract, 1);
        assert_eq!(lines.iter().filter(|line| line.origin == LineOrigin::Escalated && line.follows.is_some()).count(), 1);
        assert!(indexed(&company).is_err_and(|refusal| refusal.problem.contains("already")), "a second time");
        assert_sound(&company);
    }
    let (company, contract) = company_until(date(2028, 6, 1));
    let refused = |indexation| commands::index_prices(&company.facts, contract, &indexation, &company.ids).unwrap_err().problem;
    assert!(refused(index(0, (0, None), date(2027, 12, 1))).contains("raises nothing"));
    assert!(refused(index(300, (600, Some(500)), date(2027, 12, 1))).contains("above the cap"));
    assert!(refused(index(300, (0, None), date(2028, 6, 1))).contains("inside the running term"));
}

#[test]
fn only_lines_that_are_live_on_the_day_follow_an_index() {
    let (mut company, contract) = company_until(date(2028, 6, 1));
    let term = company.facts.terms[&(contract, 1)].clone();
    let (expired, begins) = (company.line(&term, "12000"), company.line(&term, "6000"));
    let expired = Line { end_on: date(2027, 12, 1), ..expired };
    let begins = Line { start_on: date(2027, 12, 2), ..begins };
    company.accept(Ok(vec![Write::Line(expired.clone()), Write::Line(begins.clone())]));
    let live = company.facts.lines_of(contract, 1).into_iter().find(|line| ![expired.id, begins.id].contains(&line.id)).unwrap().clone();
    let index = "CPI-U October 2026".into();
    let from_on = date(2027, 12, 1);
    let indexation = commands::Indexation { index, index_bps: 300, floor_bps: 0, cap_bps: None, from_on };
    company.accept(commands::index_prices(&company.facts, contract, &indexation, &company.ids));
    let lines = company.facts.lines_of(contract, 1);
    assert_eq!(
        lines.iter().filter(|line| line.origin == LineOrigin::Escalated).map(|line| line.follows).collect::<Vec<_>>(),
        [Some(live.id)]
    );
    let stays = |line: &Line| lines.iter().any(|other| **other == *line);
    assert!(stays(&expired) && stays(&begins), "what ended on the day or comes later keeps its price");
    assert_sound(&company);
}

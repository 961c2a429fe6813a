//! Proposals as the business knows them: no way to the customer above somebody's authority without approval, none on a contract that has
//! moved on, and a signature that says what was offered.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong figure should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;

use fixture::Company;
use jiff::civil::date;
use proptest::prelude::*;
use tenure_core::commands::{self, NewProposal, Word};
use tenure_core::contract::{Line, Signature, raised};
use tenure_core::deal::{basis, changes, deltas, offered, refreshed};
use tenure_core::facts::Write;
use tenure_core::identity::Role;
use tenure_core::ledger::{Book, Class, Conversion, Filter, Known, Level, Prices, Question, Rules, day_of, walk};
use tenure_core::primitives::{Currency, Decimal6, RenewalId};
use tenure_core::proposal::{Authority, Choice, DiscountLimit, ProposalState, StepKind, figures, money_of};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::{Outcome, OutcomeReason, State};

fn renewal(company: &Company) -> RenewalId {
    company.facts.renewals.values().find(|renewal| renewal.is_open()).unwrap().id
}

fn option(company: &Company, change: impl Fn(&mut Line)) -> Choice {
    let now = basis(&company.facts, renewal(company)).unwrap();
    let end_on = date(2028, 1, 9);
    let mut lines: Vec<Line> = now.lines.iter().map(|line| offered(&now, line, end_on, &company.ids)).collect();
    lines.iter_mut().for_each(change);
    Choice { number: 1, name: "One year".into(), end_on, trades: Vec::new(), over_cap_reason: String::new(), lines }
}

fn made(company: &mut Company, by: &str, options: Vec<Choice>) -> Result<(RenewalId, u32), Refusal> {
    let renewal = renewal(company);
    let new = NewProposal { renewal, made_by: company.teammate(by), note: String::new(), options };
    let writes = commands::make_proposal(&company.facts, new, "Mara Lind", company.moment())?;
    company.accept(Ok(writes));
    Ok((renewal, commands::versions_of(&company.facts, renewal).last().unwrap().version))
}

fn word(company: &Company, note: &'static str) -> Word<'static> {
    Word { by: "Mara Lind", moment: company.moment(), note }
}

fn state(company: &Company, of: (RenewalId, u32)) -> ProposalState {
    company.facts.proposals[&of].state()
}

fn signature(company: &Company) -> Signature {
    Signature { signed_on: company.today, reason: Some(OutcomeReason::ValueProven), words: "It pays for itself.".into() }
}

fn sent(company: &mut Company, of: (RenewalId, u32)) {
    let writes = commands::send_proposal(&company.facts, of, "Ana Ruiz", &word(company, ""));
    company.accept(writes);
}

fn off(bps: u32) -> impl Fn(&mut Line) {
    move |line| line.discount_bps = bps
}

#[test]
fn what_its_maker_may_give_alone_is_sent_at_once_and_anything_more_needs_somebody_else() {
    let mut company = Company::with_one_contract();
    let within = option(&company, off(500));
    let of = made(&mut company, "priya", vec![within]).unwrap();
    sent(&mut company, of);
    assert_eq!(state(&company, of), ProposalState::Sent);
    let above = option(&company, off(501));
    let of = made(&mut company, "priya", vec![above]).unwrap();
    let refused = commands::send_proposal(&company.facts, of, "Ana Ruiz", &word(&company, "")).unwrap_err();
    assert!(refused.problem.contains("nobody approved it"), "{refused}");
    let (maker, small, leader) = (company.teammate("priya"), company.teammate("iris"), company.teammate("lena"));
    for (who, why) in [(maker, "made it"), (small, "does not cover")] {
        let refused = commands::ask_approval(&company.facts, of, who, &word(&company, "")).unwrap_err();
        assert!(refused.problem.contains(why), "{refused}");
    }
    let writes = commands::ask_approval(&company.facts, of, leader, &word(&company, "They leave otherwise."));
    company.accept(writes);
    assert!(commands::send_proposal(&company.facts, of, "Ana Ruiz", &word(&company, "")).is_err(), "asked is not approved");
    let writes = commands::approve_proposal(&company.facts, of, &word(&company, ""));
    company.accept(writes);
    sent(&mut company, of);
    assert_eq!(state(&company, of), ProposalState::Sent);
    assert_eq!(state(&company, (of.0, 1)), ProposalState::Superseded);
}

#[test]
fn an_amount_in_the_reporting_currency_limits_too_and_a_limit_counts_from_its_day() {
    let mut company = Company::with_one_contract();
    let authority = Authority { share_bps: 1_000, amount_minor: Some(1_000_000) };
    let limit = DiscountLimit {
        role: Role::Csm,
        from_on: date(2026, 11, 25),
        authority,
        set_by: "Mara Lind".into(),
        recorded_at: company.moment().recorded_at,
    };
    let past = DiscountLimit { from_on: date(2026, 11, 1), ..limit.clone() };
    assert!(commands::set_discount_limit(&company.facts, past, company.today).is_err(), "what was decided stays as it was");
    let writes = commands::set_discount_limit(&company.facts, limit, company.today);
    company.accept(writes);
    let three = option(&company, off(300));
    let of = made(&mut company, "priya", vec![three]).unwrap();
    assert!(commands::send_proposal(&company.facts, of, "Ana", &word(&company, "")).is_ok(), "12,375 a year, within 5% today");
    company.wait_until(date(2026, 11, 25));
    assert!(commands::send_proposal(&company.facts, of, "Ana", &word(&company, "")).is_err(), "more than 10,000 a year from today on");
}

#[test]
fn a_price_cut_is_a_discount_by_another_name() {
    let mut company = Company::with_one_contract();
    let cheaper = option(&company, |line| line.unit_price = Decimal6::from_millionths(line.unit_price.millionths() * 9 / 10));
    let of = made(&mut company, "priya", vec![cheaper]).unwrap();
    assert!(commands::send_proposal(&company.facts, of, "Ana", &word(&company, "")).is_err(), "10% below the list price of the line");
}

#[test]
fn a_price_above_the_cap_needs_a_reason() {
    let mut company = Company::with_one_contract();
    let contract = *company.facts.contracts.keys().next().unwrap();
    company.amend(contract, date(2027, 1, 9), |contract| contract.uplift_cap_bps = Some(300));
    let dearer = option(&company, |line| line.unit_price = raised(line.unit_price, 301));
    let refused = made(&mut company, "rafael", vec![dearer.clone()]).unwrap_err();
    assert!(refused.problem.contains("3.01%") && refused.problem.contains("3.00%"), "{refused}");
    assert!(made(&mut company, "rafael", vec![Choice { over_cap_reason: "New terms of service.".into(), ..dearer }]).is_ok());
    let at_cap = option(&company, |line| line.unit_price = raised(line.unit_price, 300));
    assert!(made(&mut company, "rafael", vec![at_cap]).is_ok());
}

#[test]
fn a_proposal_that_the_contract_left_behind_is_neither_sent_nor_accepted_until_it_is_refreshed() {
    let mut company = Company::with_one_contract();
    let same = option(&company, |_| {});
    let of = made(&mut company, "rafael", vec![same]).unwrap();
    sent(&mut company, of);
    let line = company.facts.lines.values().next().unwrap().clone();
    let more = Line { version: line.version + 1, quantity: Decimal6::from_millionths(line.quantity.millionths() * 2), ..line };
    company.accept(Ok(vec![Write::Line(more)]));
    let changed = changes(&company.facts, &company.facts.proposals[&of]).unwrap();
    assert_eq!(changed.len(), 1, "{changed:?}");
    let refused = commands::accept_proposal(&company.facts, of, (1, signature(&company)), (&word(&company, ""), &company.ids)).unwrap_err();
    assert!(refused.problem.contains("the contract changed"), "{refused}");
    let options = refreshed(&company.facts, &company.facts.proposals[&of], &company.ids).unwrap();
    let of = made(&mut company, "rafael", options).unwrap();
    assert_eq!(changes(&company.facts, &company.facts.proposals[&of]), Ok(Vec::new()));
    let now = basis(&company.facts, of.0).unwrap();
    let fresh = &company.facts.proposals[&of];
    assert_eq!(figures(&now.lines, &fresh.options[0], Currency::USD).unwrap().arr_first, 82_500_000, "twice 412,500.00");
}

#[test]
fn an_end_that_moved_is_a_change_and_a_refresh_moves_the_option_with_it() {
    let mut company = Company::with_one_contract();
    let same = option(&company, |_| {});
    let of = made(&mut company, "rafael", vec![same]).unwrap();
    let contract = *company.facts.contracts.keys().next().unwrap();
    company.amend(contract, date(2027, 3, 9), |_| {});
    assert!(changes(&company.facts, &company.facts.proposals[&of]).unwrap().iter().any(|change| change.what == "The end of the term"));
    let options = refreshed(&company.facts, &company.facts.proposals[&of], &company.ids).unwrap();
    assert_eq!(
        (options[0].end_on, options[0].lines[0].start_on, options[0].lines[0].end_on),
        (date(2028, 3, 9), date(2027, 3, 9), date(2028, 3, 9))
    );
}

#[test]
fn an_accepted_option_is_signed_with_its_lines_and_decides_the_renewal() {
    let mut company = Company::with_one_contract();
    let dearer = option(&company, |line| line.unit_price = raised(line.unit_price, 400));
    let of = made(&mut company, "rafael", vec![dearer]).unwrap();
    sent(&mut company, of);
    let writes = commands::accept_proposal(&company.facts, of, (1, signature(&company)), (&word(&company, ""), &company.ids));
    company.accept(writes);
    assert_eq!(state(&company, of), ProposalState::Accepted);
    let State::Closed { outcome, reason, words, .. } = &company.facts.renewals[&of.0].state else { panic!("it is open") };
    assert_eq!((*outcome, *reason, words.as_str()), (Outcome::RenewedUp, Some(OutcomeReason::ValueProven), "It pays for itself."));
    let again = commands::accept_proposal(&company.facts, of, (1, signature(&company)), (&word(&company, ""), &company.ids));
    assert!(again.is_err(), "once");
}

#[test]
fn what_was_settled_stays_settled() {
    let mut company = Company::with_one_contract();
    let same = option(&company, |_| {});
    let of = made(&mut company, "rafael", vec![same]).unwrap();
    assert!(commands::decline_proposal(&company.facts, of, &word(&company, "Too dear.")).is_err(), "it was not sent");
    sent(&mut company, of);
    assert!(commands::decline_proposal(&company.facts, of, &word(&company, "")).is_err(), "no reason");
    let writes = commands::decline_proposal(&company.facts, of, &word(&company, "Too dear."));
    company.accept(writes);
    for (what, result) in [
        ("sent", commands::send_proposal(&company.facts, of, "Ana", &word(&company, ""))),
        ("withdrawn", commands::withdraw_proposal(&company.facts, of, &word(&company, "No."))),
        ("accepted", commands::accept_proposal(&company.facts, of, (1, signature(&company)), (&word(&company, ""), &company.ids))),
    ] {
        assert!(result.is_err(), "{what}");
    }
}

/// ARR that the ledger tells on the day on which the next term begins, by class.
fn told(company: &Company) -> Vec<(Class, i64)> {
    let book = Book::build(&Known::of(&company.facts), &Rules::default()).unwrap();
    let prices = Prices::new(Conversion::Plan(2027), &book).unwrap();
    let starts = day_of(date(2027, 1, 9));
    let question = Question { level: Level::Account, prices: &prices, after: starts - 1, through: starts, filter: Filter::default() };
    let mut found: Vec<(Class, i64)> = Vec::new();
    walk(&book, &question, &mut |customer| {
        for movement in customer.movements {
            match found.iter_mut().find(|(class, _)| *class == movement.class) {
                Some((_, sum)) => *sum += movement.amount_minor,
                None => found.push((movement.class, movement.amount_minor)),
            }
        }
        Ok(())
    })
    .unwrap();
    found.sort_by_key(|(class, _)| Class::ALL.iter().position(|other| other == class));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn totals_are_the_sums_of_lines_and_classes_are_those_of_the_ledger_after_the_signature(
        units in 1_i64..2_000, uplift in 0_u32..2_000, off_bps in 0_u32..3_000, months in 1_u16..60, product in 0_usize..3, unit in 0_usize..2,
    ) {
        let mut company = Company::with_one_contract();
        let end_on = tenure_core::primitives::add_months(date(2027, 1, 9), months, date(2026, 1, 9));
        let mut choice = option(&company, |line| {
            line.unit_price = raised(line.unit_price, uplift);
            line.discount_bps = off_bps;
            line.end_on = end_on;
        });
        choice.end_on = end_on;
        let mut more = choice.lines[0].clone();
        more.follows = None;
        more.product = ["Dispatch", "Platform", "Insights"][product].into();
        more.business_unit = ["Group", "Ports"][unit].into();
        more.quantity = Decimal6::from_millionths(units * 1_000_000);
        more.unit_price = "12.34".parse().unwrap();
        choice.lines.push(more);
        let of = made(&mut company, "sean", vec![choice.clone()]).unwrap();
        let now = basis(&company.facts, of.0).unwrap();
        let found = figures(&now.lines, &choice, Currency::USD).unwrap();
        let sum: i64 = choice.lines.iter().map(|line| line.arr_minor(Currency::USD).unwrap()).sum();
        let paid: i64 = choice.lines.iter().map(|line| money_of(line, Currency::USD).unwrap().paid).sum();
        prop_assert_eq!((found.arr_first, found.tcv, found.arr_now), (sum, paid, 41_250_000));
        let expected = deltas(&company.facts, of.0, &choice, (company.moment(), &company.ids)).unwrap();
        let total: i64 = expected.iter().map(|delta| delta.amount_minor).sum();
        prop_assert_eq!(total, found.arr_first - found.arr_now);
        sent(&mut company, of);
        let writes = commands::accept_proposal(&company.facts, of, (1, signature(&company)), (&word(&company, ""), &company.ids));
        company.accept(writes);
        let expected: Vec<(Class, i64)> = expected.iter().map(|delta| (delta.class, delta.amount_minor)).collect();
        prop_assert_eq!(told(&company), expected);
    }

    #[test]
    fn no_way_leads_to_the_customer_above_the_makers_authority_without_an_approval(
        off_bps in 0_u32..3_000, acts in prop::collection::vec(0_u8..7, 1..12),
    ) {
        let mut company = Company::with_one_contract();
        let choice = option(&company, off(off_bps));
        let of = made(&mut company, "priya", vec![choice]).unwrap();
        for act in acts {
            let (facts, leader, boss) = (&company.facts, company.teammate("lena"), company.teammate("sean"));
            let result = match act {
                0 => commands::ask_approval(facts, of, leader, &word(&company, "")),
                1 => commands::ask_approval(facts, of, boss, &word(&company, "")),
                2 => commands::approve_proposal(facts, of, &word(&company, "")),
                3 => commands::refuse_proposal(facts, of, &word(&company, "No.")),
                4 => commands::send_proposal(facts, of, "Ana", &word(&company, "")),
                5 => commands::withdraw_proposal(facts, of, &word(&company, "No.")),
                _ => commands::accept_proposal(facts, of, (1, signature(&company)), (&word(&company, ""), &company.ids)),
            };
            if let Ok(writes) = result { company.accept(Ok(writes)); }
        }
        let proposal = &company.facts.proposals[&of];
        let reached = proposal.last(StepKind::Sent).is_some() || proposal.last(StepKind::Accepted).is_some();
        prop_assert!(!reached || off_bps <= 500 || proposal.last(StepKind::Approved).is_some());
        prop_assert!(proposal.last(StepKind::Accepted).is_none() || proposal.last(StepKind::Sent).is_some());
    }
}

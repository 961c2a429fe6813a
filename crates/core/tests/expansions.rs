//! Expansions as the business knows them: who owns one, who answers it, what closes it, and what becomes of its owners.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests: a refusal or a wrong owner should stop them")]

extern crate tenure_core;

#[path = "../src/checks/fixture.rs"]
mod fixture;

use fixture::Company;
use jiff::civil::{Date, date};
use tenure_core::account::Risk;
use tenure_core::checks::{check_all, findings};
use tenure_core::commands::{self, Correction, NewExpansion, Said};
use tenure_core::expansion::{Credit, Expansion, Source};
use tenure_core::facts::Write;
use tenure_core::identity::Role;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Passage, Stream, stream_of};
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{ExpansionId, Money, OverrideId};
use tenure_core::refusal::Refusal;

/// The starter policy with a rule for every type of expansion where the account is large.
const ROUTED: &str = r#"
name = "Routed"
hit_policy = "first"
[[rule]]
id = "large"
when = { atr = ">= 100000" }
model = "joint"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae"]
expansion = ["ae"]
operations = ["ops"]
executive = ["cs_leader"]
expansion_types = { cross_sell = ["expansion_ae"], price_increase = ["account_manager"] }
[[rule]]
id = "rest"
when = {}
model = "cs_led"
motion = "digital"
playbook = "joint-120"
value = ["csm"]
commercial = ["csm"]
expansion = ["csm"]
operations = ["ops"]
executive = ["sales_leader"]
"#;

fn company() -> Company {
    let mut company = Company::with_one_contract();
    company.activate(ROUTED);
    company
}

fn new(company: &Company, kind: Class) -> NewExpansion {
    NewExpansion {
        account: company.renewal().account,
        kind,
        expected_minor: 6_400_000,
        currency: None,
        what: "The wards across the river ask for the care platform.".into(),
        found_by: company.teammate("priya"),
        found_on: None,
    }
}

fn raise(company: &mut Company, kind: Class) -> ExpansionId {
    let new = new(company, kind);
    let number = company.facts.next_expansion_number;
    let writes = commands::raise_expansion(&company.facts, &new, ("Priya Nair", company.moment()), &company.ids);
    company.accept(writes);
    company.facts.expansions.values().find(|expansion| expansion.number == number).unwrap().id
}

fn said(company: &Company, reason: &str) -> Said {
    Said { by: "Noor Haddad".into(), reason: reason.into(), moment: company.moment() }
}

fn holder(company: &Company, id: ExpansionId, responsibility: Responsibility) -> String {
    company.facts.teammates[&company.facts.holder(id, responsibility).unwrap()].reference.clone()
}

fn of(company: &Company, id: ExpansionId) -> &Expansion {
    &company.facts.expansions[&id]
}

fn credit(company: &Company, movement: &str, class: Class, moved_on: Date) -> Credit {
    let amount = Money::new(6_000_000, company.facts.reporting());
    Credit { movement: movement.into(), moved_on, class, amount }
}

fn problem(written: Result<Vec<Write>, Refusal>) -> String {
    written.unwrap_err().problem
}

fn assert_sound(company: &Company) {
    for checked in check_all(&company.evidence()) {
        assert_eq!(checked.violations, [], "{}", checked.code);
    }
}

#[test]
fn an_expansion_is_owned_from_the_day_it_is_raised_by_the_rule_of_the_next_renewal_and_its_type() {
    let mut company = company();
    let cross_sell = raise(&mut company, Class::CrossSell);
    let upsell = raise(&mut company, Class::BigUpsell);
    assert_eq!((of(&company, cross_sell).reference(), of(&company, upsell).reference()), ("E-1".into(), "E-2".into()));
    let all = |id| Responsibility::ALL.iter().map(|responsibility| holder(&company, id, *responsibility)).collect::<Vec<_>>();
    assert_eq!(all(cross_sell), ["priya", "rafael", "noor", "olga", "lena"], "the expansion AE takes a cross-sell");
    assert_eq!(all(upsell), ["priya", "rafael", "rafael", "olga", "lena"], "a type that is not named goes to who has expansion");
    let entry = stream_of(company.facts.entries(cross_sell), Responsibility::Expansion, Stream::Accountable)[0];
    assert_eq!(
        entry.because.sentence,
        "Noor Haddad holds expansion because rule large of Routed, version 2 matched the next renewal, R-1001: ATR 412,500.00 USD fits >= 100000. It gives Cross-sell to Expansion AE. Noor takes it as Expansion AE for EMEA; the account team names none."
    );
    assert_eq!(of(&company, cross_sell).routed.as_ref().map(|routed| routed.rule.as_str()), Some("large"));
    assert_eq!(of(&company, cross_sell).expected.to_string(), "64,000.00 USD");
    assert_sound(&company);
}

#[test]
fn the_finder_says_whether_it_is_a_csql_and_the_answer_is_due_in_two_working_days() {
    let mut company = company();
    let found_by_cs = raise(&mut company, Class::CrossSell);
    assert_eq!((of(&company, found_by_cs).source, of(&company, found_by_cs).answer_by), (Source::Csql, date(2026, 11, 25)));
    let by_sales = NewExpansion { found_by: company.teammate("rafael"), ..new(&company, Class::BigUpsell) };
    let writes = commands::raise_expansion(&company.facts, &by_sales, ("Rafael Costa", company.moment()), &company.ids);
    company.accept(writes);
    assert_eq!(company.facts.expansions.values().map(|e| e.source).collect::<Vec<_>>(), [Source::Csql, Source::Sales]);
}

#[test]
fn an_answer_that_is_overdue_is_a_finding_for_who_closes_it_until_it_is_given() {
    let mut company = company();
    let id = raise(&mut company, Class::CrossSell);
    let overdue =
        |company: &Company, day| findings(&company.facts, day).into_iter().filter(|f| f.code == "csql-overdue").collect::<Vec<_>>();
    assert_eq!(overdue(&company, date(2026, 11, 25)), []);
    let found = overdue(&company, date(2026, 11, 26));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].title, "E-1 has no answer");
    assert_eq!(
        found[0].evidence,
        "Priya Nair raised a cross-sell of 64,000.00 USD on 23 Nov 2026; Noor Haddad should have accepted or rejected it by 25 Nov 2026."
    );
    assert_eq!(found[0].owner, company.teammate("noor"));
    let writes = commands::reject_expansion(&company.facts, id, &said(&company, "no budget this year"));
    company.accept(writes);
    assert_eq!(overdue(&company, date(2026, 12, 24)), []);
}

#[test]
fn what_cannot_be_raised_is_refused_by_its_field() {
    let company = company();
    let refused = |new: NewExpansion| {
        let refusal = commands::raise_expansion(&company.facts, &new, ("Priya Nair", company.moment()), &company.ids).unwrap_err();
        (refusal.column.unwrap_or_default(), refusal.problem)
    };
    let good = new(&company, Class::CrossSell);
    assert_eq!(refused(NewExpansion { kind: Class::Churn, ..good.clone() }).0, "expansion_type");
    assert_eq!(refused(NewExpansion { expected_minor: 0, ..good.clone() }).0, "expected_arr");
    assert_eq!(refused(NewExpansion { what: " ".into(), ..good.clone() }).0, "what");
    assert_eq!(refused(NewExpansion { found_on: Some(date(2026, 11, 24)), ..good.clone() }).0, "found_on");
    assert_eq!(refused(NewExpansion { found_on: Some(date(2019, 12, 31)), ..good.clone() }).0, "found_by");
    let in_yen = NewExpansion { currency: Some(tenure_core::primitives::Currency::JPY), ..good };
    assert_eq!(refused(in_yen), ("currency".into(), "is not a currency of its contracts".into()));
}

#[test]
fn an_account_without_a_contract_has_nothing_to_expand() {
    let mut company = company();
    let account = company.add_account("A-18", 2, Risk::Green);
    let new = NewExpansion { account, ..new(&company, Class::CrossSell) };
    assert_eq!(problem(commands::raise_expansion(&company.facts, &new, ("x", company.moment()), &company.ids)), "has no contract");
}

#[test]
fn a_sale_is_credited_with_movements_of_its_type_from_the_acceptance_on_and_each_closes_one_expansion() {
    let mut company = company();
    let (first, second) = (raise(&mut company, Class::CrossSell), raise(&mut company, Class::CrossSell));
    let good = credit(&company, "HS-1.v1@2026-11-23/whole", Class::CrossSell, date(2026, 11, 23));
    let win = |company: &Company, id, credits| commands::win_expansion(&company.facts, id, credits, &said(company, ""));
    assert_eq!(problem(win(&company, first, vec![good.clone()])), "an expansion that waits for an answer cannot be won");
    for id in [first, second] {
        let writes = commands::accept_expansion(&company.facts, id, &said(&company, ""));
        company.accept(writes);
    }
    assert_eq!(problem(win(&company, first, vec![])), "is not 1 to 50 movements");
    let other = Credit { class: Class::BigUpsell, ..good.clone() };
    assert_eq!(problem(win(&company, first, vec![other])), "is a big upsell, and E-1 is a cross-sell");
    let early = Credit { moved_on: date(2026, 11, 22), ..good.clone() };
    assert_eq!(problem(win(&company, first, vec![early])), "is of 2026-11-22, before E-1 was accepted on 2026-11-23");
    let less = Credit { amount: Money::new(-1, good.amount.currency), ..good.clone() };
    assert_eq!(problem(win(&company, first, vec![less])), "brought no revenue");
    assert_eq!(problem(win(&company, first, vec![good.clone(), good.clone()])), "names one movement twice");
    let writes = win(&company, first, vec![good.clone()]);
    company.accept(writes);
    assert_eq!(of(&company, first).credited(), [good.amount]);
    assert_eq!(problem(win(&company, second, vec![good.clone()])), "is credited to E-1 already");
    let writes = commands::reopen_expansion(&company.facts, first, &said(&company, "it closed the other one"));
    company.accept(writes);
    assert_eq!(of(&company, first).state.code(), "accepted");
    let writes = win(&company, second, vec![good]);
    company.accept(writes);
    assert_sound(&company);
}

#[test]
fn a_rejected_one_that_is_opened_again_waits_for_an_answer_with_a_new_clock_and_was_owned_all_along() {
    let mut company = company();
    let id = raise(&mut company, Class::CrossSell);
    assert!(commands::reject_expansion(&company.facts, id, &said(&company, "")).is_err(), "a reason is needed");
    let writes = commands::reject_expansion(&company.facts, id, &said(&company, "no budget"));
    company.accept(writes);
    company.wait_until(date(2026, 12, 7));
    let noor = company.teammate("noor");
    let writes = commands::mark_left(&company.facts, noor, date(2026, 12, 1));
    company.accept(writes);
    assert_eq!(holder(&company, id, Responsibility::Expansion), "noor", "nobody has to hold what is settled");
    let writes = commands::reopen_expansion(&company.facts, id, &said(&company, "the budget is there"));
    company.accept(writes);
    assert_eq!((of(&company, id).state.code(), of(&company, id).answer_by), ("raised", date(2026, 12, 9)));
    assert_ne!(holder(&company, id, Responsibility::Expansion), "noor");
    assert_sound(&company);
}

#[test]
fn leavers_teams_policies_and_corrections_give_it_other_owners_at_once_each_waived_by_name() {
    let mut company = company();
    let id = raise(&mut company, Class::BigUpsell);
    let account = company.renewal().account;
    assert_eq!(holder(&company, id, Responsibility::Expansion), "rafael");
    company.put_on_team(account, Role::AccountExecutive, "tomas");
    assert_eq!(holder(&company, id, Responsibility::Expansion), "tomas", "no meeting is waited for");
    let last = stream_of(company.facts.entries(id), Responsibility::Expansion, Stream::Accountable).pop().unwrap();
    assert_eq!(
        last.passage,
        Passage::Waived { by: "Mara Lind".into(), reason: "an expansion changes hands at once: the facts changed".into(), handoff: None }
    );
    let correction = Correction { kind: Some(Class::PriceIncrease), ..Correction::default() };
    let writes = commands::correct_expansion(&company.facts, id, &correction);
    company.accept(writes);
    assert_eq!(holder(&company, id, Responsibility::Expansion), "amir", "a price increase goes to the account manager");
    let amir = company.teammate("amir");
    let writes = commands::mark_left(&company.facts, amir, company.today);
    company.accept(writes);
    assert_eq!(holder(&company, id, Responsibility::Expansion), "lena", "their leader, since nobody else has the role");
    company.activate(tenure_core::catalog::STARTER_POLICY.1);
    assert_sound(&company);
}

#[test]
fn a_reassignment_by_name_holds_until_its_day() {
    let mut company = company();
    let id = raise(&mut company, Class::CrossSell);
    let moment = company.moment();
    let named = Override {
        id: OverrideId::new(&company.ids),
        subject: id.into(),
        responsibility: Responsibility::Expansion,
        teammate: company.teammate("tomas"),
        reason: "knows the buyer".into(),
        author: "Sean Byrne".into(),
        from_on: moment.today,
        until_on: date(2026, 12, 1),
        recorded_at: moment.recorded_at,
    };
    let writes = commands::reassign(&company.facts, named.clone(), moment);
    company.accept(writes);
    assert_eq!(holder(&company, id, Responsibility::Expansion), "tomas");
    assert_eq!(holder(&company, id, Responsibility::Commercial), "rafael");
    company.wait_until(date(2026, 12, 1));
    assert_eq!(holder(&company, id, Responsibility::Expansion), "noor");
    let writes = commands::withdraw_expansion(&company.facts, id, &said(&company, "raised twice"));
    company.accept(writes);
    assert_eq!(problem(commands::reassign(&company.facts, named, company.moment())), "E-1 is withdrawn");
}

#[test]
fn it_lives_on_between_renewals_and_goes_along_with_a_merger() {
    let mut company = company();
    let id = raise(&mut company, Class::CrossSell);
    let from = company.renewal().account;
    // The term renews by itself; the next renewal says who owns it.
    company.wait_until(date(2027, 1, 12));
    assert_eq!(holder(&company, id, Responsibility::Expansion), "noor");
    assert_sound(&company);
    let into = company.add_account("A-19", 3, Risk::Green);
    company.put_on_team(into, Role::ExpansionAe, "tomas");
    let writes = commands::merge_accounts(&company.facts, from, into, "one company now", company.moment());
    company.accept(writes);
    assert_eq!(of(&company, id).account, into);
    assert_eq!(holder(&company, id, Responsibility::Expansion), "tomas", "the team of the account that stays");
    assert_sound(&company);
}

#[test]
fn without_any_renewal_the_last_rule_of_the_policy_owns_it() {
    let mut company = company();
    let id = raise(&mut company, Class::CrossSell);
    let (contract, from) = (company.renewal().contract, company.renewal().account);
    let to = company.add_account("A-20", 3, Risk::Green);
    let writes = commands::move_contract(&company.facts, contract, to, "they split", company.moment());
    company.accept(writes);
    assert_eq!(of(&company, id).account, from, "the expansion stays with the customer it was found at");
    assert_eq!(of(&company, id).routed.as_ref().map(|routed| routed.rule.as_str()), Some("rest"));
    let last = stream_of(company.facts.entries(id), Responsibility::Value, Stream::Designated).pop().unwrap();
    assert_eq!(
        last.because.sentence,
        "Priya Nair holds value because rule rest of Routed, version 2 is the last one, and no renewal of the account says which rule matches. Priya is the CSM on the account team of Customer A-17."
    );
    assert_sound(&company);
}

#[test]
fn an_owner_that_is_missing_or_gone_breaks_an_invariant() {
    let mut company = company();
    let id = raise(&mut company, Class::CrossSell);
    let noor = company.teammate("noor");
    company.facts.teammates.get_mut(&noor).unwrap().left_on = Some(date(2026, 11, 23));
    let broken = |company: &Company| -> Vec<&'static str> {
        check_all(&company.evidence()).into_iter().filter(|checked| !checked.violations.is_empty()).map(|checked| checked.code).collect()
    };
    assert!(broken(&company).contains(&"owners-active"));
    assert!(broken(&company).contains(&"designations-replay"));
    company.facts.teammates.get_mut(&noor).unwrap().left_on = None;
    assert_sound(&company);
    company.facts.ledger.remove(&id.into());
    assert!(broken(&company).contains(&"ownership-tiles"));
}

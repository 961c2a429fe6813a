//! Verbs on expansions: raise one, answer it, close it, correct it.

use super::{Said, check_note, check_text, field};
use crate::expansion::{Credit, Expansion, ExpansionState, Source, answer_by, reckoned};
use crate::facts::{Facts, Moment, Write};
use crate::ledger::Class;
use crate::primitives::{AccountId, Currency, ExpansionId, IdSource, Money, TeammateId};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Most movements that one expansion is credited with.
pub const CREDITS_MAX: usize = 50;
/// Highest expected ARR in minor units: ten thousand million of a currency with cents.
pub const EXPECTED_MAX: i64 = 1_000_000_000_000;

/// What a customer may buy more of, as somebody tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExpansion {
    /// The customer.
    pub account: AccountId,
    /// One of the six types.
    pub kind: Class,
    /// Expected annual recurring revenue in minor units.
    pub expected_minor: i64,
    /// Its currency; `None` is that of the contract that ends next.
    pub currency: Option<Currency>,
    /// What it is and how we know, in a sentence.
    pub what: String,
    /// Who found it.
    pub found_by: TeammateId,
    /// The day on which it was found; `None` is today.
    pub found_on: Option<Date>,
}

/// What is put right about an open expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Another type; who owns it follows.
    pub kind: Option<Class>,
    /// Another expected ARR, in minor units of its currency.
    pub expected_minor: Option<i64>,
    /// Another sentence.
    pub what: Option<String>,
}

/// Writes down an expansion. The planner gives it its owners in the same transaction; the clock for an answer begins.
///
/// # Errors
/// An account that was merged away or has no contract, a type that is no expansion, no amount or sentence, somebody who was not with us
/// when it was found, a day ahead, a currency that the account has no contract in.
pub fn raise_expansion(facts: &Facts, new: &NewExpansion, (by, moment): (&str, Moment), ids: &dyn IdSource) -> Result<Vec<Write>, Refusal> {
    let account = facts.accounts.get(&new.account).ok_or_else(|| Refusal::general("that account does not exist", ""))?;
    if account.merged_into.is_some() {
        return Err(field("account", &account.name, "was merged into another account".into()));
    }
    if !facts.contracts.values().any(|contract| contract.account == account.id) {
        let remedy = "Sign its first contract; an expansion is more of something.".into();
        return Err(Refusal { remedy, ..field("account", &account.name, "has no contract".into()) });
    }
    check_kind(new.kind)?;
    check_expected(new.expected_minor)?;
    check_text("what", &new.what)?;
    let found_on = new.found_on.unwrap_or(moment.today);
    if found_on > moment.today {
        return Err(field("found_on", &found_on.to_string(), format!("lies after today, {}", moment.today)));
    }
    let finder = facts.teammates.get(&new.found_by).ok_or_else(|| field("found_by", "", "is not a teammate".into()))?;
    if !finder.is_active_on(found_on) {
        return Err(field("found_by", &finder.name, format!("was not with us on {found_on}")));
    }
    let expected = Money::new(new.expected_minor, currency_of(facts, new.account, new.currency)?);
    Ok(vec![Write::Expansion(Expansion {
        id: ExpansionId::new(ids),
        number: facts.next_expansion_number,
        account: new.account,
        kind: new.kind,
        expected,
        expected_reporting: reckoned(expected, moment.today, &facts.plan_rates, facts.reporting())?,
        what: new.what.trim().into(),
        found_by: finder.id,
        found_on,
        source: Source::of(finder.role),
        raised_by: by.into(),
        raised_on: moment.today,
        answer_by: answer_by(moment.today, facts.calendar.of(None)),
        raised_at: moment.recorded_at,
        routed: None,
        state: ExpansionState::Raised,
    })])
}

fn check_kind(kind: Class) -> Result<(), Refusal> {
    if kind.is_expansion() {
        return Ok(());
    }
    let types: Vec<&str> = Class::ALL.iter().filter(|class| class.is_expansion()).map(|class| class.code()).collect();
    let remedy = format!("Types: {}.", types.join(", "));
    Err(Refusal { remedy, ..field("expansion_type", kind.code(), "is not a type of expansion".into()) })
}

fn check_expected(minor: i64) -> Result<(), Refusal> {
    if (1..=EXPECTED_MAX).contains(&minor) {
        return Ok(());
    }
    Err(field("expected_arr", "", format!("is not above zero and at most {EXPECTED_MAX} in minor units")))
}

/// The currency asked for, if the account has a contract in it or it is ours; else that of the contract that ends next.
fn currency_of(facts: &Facts, account: AccountId, asked: Option<Currency>) -> Result<Currency, Refusal> {
    let contracts = || facts.contracts.values().filter(|contract| contract.account == account);
    let Some(asked) = asked else {
        let open = facts.renewals.values().filter(|renewal| renewal.account == account && renewal.is_open());
        let next = open.min_by_key(|renewal| (renewal.target.end_on, renewal.number)).map(|renewal| renewal.target.atr.currency);
        return Ok(next.or_else(|| contracts().next().map(|contract| contract.currency)).unwrap_or(facts.reporting()));
    };
    if asked == facts.reporting() || contracts().any(|contract| contract.currency == asked) {
        return Ok(asked);
    }
    let mut known: Vec<&str> = contracts().map(|contract| contract.currency.code()).chain([facts.reporting().code()]).collect();
    known.sort_unstable();
    known.dedup();
    let problem = "is not a currency of its contracts".to_string();
    Err(Refusal { remedy: format!("Currencies: {}.", known.join(", ")), ..field("currency", asked.code(), problem) })
}

/// Whoever closes it takes it.
///
/// # Errors
/// One that was answered before.
pub fn accept_expansion(facts: &Facts, id: ExpansionId, said: &Said) -> Result<Vec<Write>, Refusal> {
    check_note("reason", &said.reason)?;
    with_state(facts, id, |state| state.accept(said.word()))
}

/// Whoever should close it does not take it, for a reason.
///
/// # Errors
/// One that was answered before, or no reason.
pub fn reject_expansion(facts: &Facts, id: ExpansionId, said: &Said) -> Result<Vec<Write>, Refusal> {
    check_text("reason", &said.reason)?;
    with_state(facts, id, |state| state.reject(said.word()))
}

/// Whoever raised it takes it back, for a reason.
///
/// # Errors
/// One that was answered, or no reason.
pub fn withdraw_expansion(facts: &Facts, id: ExpansionId, said: &Said) -> Result<Vec<Write>, Refusal> {
    check_text("reason", &said.reason)?;
    with_state(facts, id, |state| state.withdraw(said.word()))
}

/// It was not sold, for a reason.
///
/// # Errors
/// One that nobody accepted or that is settled, or no reason.
pub fn lose_expansion(facts: &Facts, id: ExpansionId, said: &Said) -> Result<Vec<Write>, Refusal> {
    check_text("reason", &said.reason)?;
    with_state(facts, id, |state| state.lose(said.word()))
}

/// It was sold: the movements of the account's ledger that it is credited with, which no other expansion has.
///
/// # Errors
/// One that nobody accepted or that is settled; no movement or too many; a movement of another type, from before the acceptance, that brought
/// nothing, or that another expansion has.
pub fn win_expansion(facts: &Facts, id: ExpansionId, mut credits: Vec<Credit>, said: &Said) -> Result<Vec<Write>, Refusal> {
    check_note("reason", &said.reason)?;
    let found = known(facts, id)?;
    if credits.is_empty() || credits.len() > CREDITS_MAX {
        let remedy = "Choose what closed it from the account's ledger.".into();
        return Err(Refusal { remedy, ..field("movement", "", format!("is not 1 to {CREDITS_MAX} movements")) });
    }
    credits.sort_by(|a, b| (a.moved_on, &a.movement).cmp(&(b.moved_on, &b.movement)));
    let distinct: BTreeSet<&str> = credits.iter().map(|credit| credit.movement.as_str()).collect();
    if distinct.len() != credits.len() {
        return Err(field("movement", "", "names one movement twice".into()));
    }
    for credit in &credits {
        check_credit(facts, found, credit)?;
    }
    with_state(facts, id, |state| state.win(said.word(), credits))
}

fn check_credit(facts: &Facts, expansion: &Expansion, credit: &Credit) -> Result<(), Refusal> {
    let refuse = |problem: String, remedy: &str| Refusal { remedy: remedy.into(), ..field("movement", &credit.movement, problem) };
    if credit.class != expansion.kind {
        let (is, was) = (credit.class.label().to_lowercase(), expansion.kind.label().to_lowercase());
        let problem = format!("is a {is}, and {} is a {was}", expansion.reference());
        return Err(refuse(problem, "Correct the type of the expansion, or choose another movement."));
    }
    if let Some(accepted) = expansion.state.accepted().filter(|accepted| credit.moved_on < accepted.on) {
        let problem = format!("is of {}, before {} was accepted on {}", credit.moved_on, expansion.reference(), accepted.on);
        return Err(refuse(problem, "Choose a movement from that day on."));
    }
    if credit.amount.minor <= 0 {
        return Err(refuse("brought no revenue".into(), "Choose a movement that did."));
    }
    let has = |other: &&Expansion| other.id != expansion.id && other.state.credits().iter().any(|own| own.movement == credit.movement);
    match facts.expansions.values().find(has) {
        Some(other) => Err(refuse(format!("is credited to {} already", other.reference()), "One movement closes one expansion.")),
        None => Ok(()),
    }
}

/// A settled one goes back to where it stood, as a correction. A rejected or withdrawn one waits for an answer anew.
///
/// # Errors
/// One that is open, that nobody owned here, or whose account was merged away; no reason.
pub fn reopen_expansion(facts: &Facts, id: ExpansionId, said: &Said) -> Result<Vec<Write>, Refusal> {
    check_text("reason", &said.reason)?;
    let found = known(facts, id)?;
    if found.routed.is_none() {
        let problem = format!("{} was settled before it was brought here", found.reference());
        return Err(Refusal::general(problem, "Raise a new one."));
    }
    if facts.accounts.get(&found.account).is_some_and(|account| account.merged_into.is_some()) {
        let problem = format!("the account of {} was merged into another one", found.reference());
        return Err(Refusal::general(problem, "Raise a new one there."));
    }
    let state = found.state.clone().reopen()?;
    let mut opened = Expansion { state, ..found.clone() };
    if opened.state == ExpansionState::Raised {
        opened.raised_on = said.moment.today;
        opened.answer_by = answer_by(opened.raised_on, facts.calendar.of(None));
    }
    Ok(vec![Write::Expansion(opened)])
}

/// Puts the type, the expected ARR or the sentence of an open expansion right. Nothing is written where nothing changes.
///
/// # Errors
/// One that is settled, and what [`raise_expansion`] would refuse.
pub fn correct_expansion(facts: &Facts, id: ExpansionId, correction: &Correction) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, id)?;
    if !found.is_open() {
        return Err(Refusal::general(format!("{} is {}", found.reference(), found.state.code()), "Open it again first."));
    }
    let mut corrected = found.clone();
    if let Some(kind) = correction.kind {
        check_kind(kind)?;
        corrected.kind = kind;
    }
    if let Some(minor) = correction.expected_minor {
        check_expected(minor)?;
        corrected.expected.minor = minor;
        corrected.expected_reporting = reckoned(corrected.expected, found.raised_on, &facts.plan_rates, facts.reporting())?;
    }
    if let Some(what) = &correction.what {
        check_text("what", what)?;
        corrected.what = what.trim().into();
    }
    Ok(if corrected == *found { Vec::new() } else { vec![Write::Expansion(corrected)] })
}

fn with_state(
    facts: &Facts,
    id: ExpansionId,
    next: impl FnOnce(ExpansionState) -> Result<ExpansionState, Refusal>,
) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, id)?;
    Ok(vec![Write::Expansion(Expansion { state: next(found.state.clone())?, ..found.clone() })])
}

fn known(facts: &Facts, id: ExpansionId) -> Result<&Expansion, Refusal> {
    facts.expansions.get(&id).ok_or_else(|| Refusal::general("that expansion does not exist", ""))
}

/// The open expansions of an account that is merged go along.
pub(super) fn taken_along(facts: &Facts, from: AccountId, into: AccountId) -> impl Iterator<Item = Write> {
    let open = facts.expansions.values().filter(move |expansion| expansion.account == from && expansion.is_open());
    open.map(move |expansion| Write::Expansion(Expansion { account: into, ..expansion.clone() }))
}

//! The planner: compares what the facts demand with what is recorded, and returns the writes that close the difference.
//!
//! Every verb changes its facts and then calls this. Planning twice changes nothing the second time; an empty plan over
//! the whole company is therefore also the proof that renewals, designations and tasks are as the facts say.

mod carry;
mod choosing;
mod expansions;
mod handoffs;
mod index;
mod inputs;
mod ownership;
mod roll;
mod tasks;
mod trial;
mod weighed;

pub use carry::{carried_over, lines_at_the_end};
pub use choosing::carried;
use index::Index;
pub use inputs::Inputs;
pub use ownership::Move;
pub use roll::{follow, roll};
pub use tasks::{Whose, place_of, placed_on, variant_of};
pub use trial::{Tried, try_policy};
pub use weighed::weighed_in_plan;

use crate::contract::{Contract, Term};
use crate::facts::{Facts, Moment, PolicyVersion, Write};
use crate::ownership::input::Seen;
use crate::ownership::policy::Rule;
use crate::primitives::{AccountId, Currency, IdSource, RenewalId};
use crate::refusal::Refusal;
use crate::renewal::{Decided, Outcome, Renewal, RenewalKind, State, Target, target_of};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Why the planner is called, and on whose word; written into every ledger entry it causes.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Who: a person's name, or the name of an import run.
    pub author: String,
    /// What happened, as a sentence part: `Rafael Costa left on 1 Oct 2026`.
    pub reason: String,
}

/// Everything the planner needs besides the facts.
#[derive(Clone, Copy)]
pub struct Planning<'a> {
    /// When.
    pub moment: Moment,
    /// Why.
    pub cause: &'a Cause,
    /// New ids.
    pub ids: &'a dyn IdSource,
}

/// Plans every renewal and expansion of the accounts.
///
/// # Errors
/// A refusal for each renewal that cannot be planned: no active policy, no rule that matches, no plan rate.
/// Its column is `contract` and its value the contract's reference.
pub fn plan(facts: &Facts, accounts: &BTreeSet<AccountId>, planning: Planning<'_>) -> Result<Vec<Write>, Vec<Refusal>> {
    planned(&Index::new(facts, planning), accounts, planning)
}

fn planned(index: &Index<'_>, accounts: &BTreeSet<AccountId>, planning: Planning<'_>) -> Result<Vec<Write>, Vec<Refusal>> {
    let facts = index.facts;
    let mut writes = Vec::new();
    let mut refusals = Vec::new();
    let mut number = facts.next_renewal_number;
    for contract in facts.contracts.values().filter(|contract| accounts.contains(&contract.account)) {
        for (_, term) in facts.terms.range((contract.id, 0)..=(contract.id, u32::MAX)) {
            match plan_term(facts, index, (contract, term), number, planning) {
                Ok(planned) => {
                    number = planned.iter().filter_map(new_number).fold(number, u32::max);
                    writes.extend(planned);
                }
                Err(refusal) => refusals.push(at_contract(refusal, contract)),
            }
        }
    }
    writes.extend(handoffs::of_decided(index, accounts, planning));
    match expansions::plan(index, accounts, &writes, planning) {
        Ok(planned) => writes.extend(planned),
        Err(refusal) => refusals.push(refusal),
    }
    if refusals.is_empty() { Ok(writes) } else { Err(refusals) }
}

fn new_number(write: &Write) -> Option<u32> {
    if let Write::Renewal(renewal) = write { Some(renewal.number + 1) } else { None }
}

fn plan_term(facts: &Facts, index: &Index<'_>, of: (&Contract, &Term), number: u32, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let (contract, term) = of;
    let key = (contract.id, term.number);
    let existing = index.renewals.get(&key).copied();
    if existing.is_some_and(|renewal| matches!(renewal.state, State::Closed { inferred: false, .. })) {
        return Ok(Vec::new());
    }
    let target = target_of(contract, term, &index.inputs.lines_at_end(contract.id, term), &facts.plan_rates, facts.reporting())?;
    if index.inputs.is_decided_elsewhere(contract, term) {
        return Ok(decide_elsewhere(index, (contract, term), target, (number, existing), planning));
    }
    let successor = facts.terms.get(&(contract.id, term.number + 1));
    let known = Known { outcome: successor.map(|next| outcome_of(index, contract, &target, next)).transpose()?, target };
    match (existing.filter(|renewal| renewal.is_open()), known.outcome) {
        (None, _) => schedule(index, (contract, term), known, (number, existing), planning),
        (Some(open), Some(outcome)) => {
            let (version, rule) = decide(index, contract, open, planning.moment.today)?;
            let mut writes = ownership::late_successors(index, open, (version, rule), planning)?;
            writes.extend(close((open, known.target), (outcome, successor), index, planning));
            Ok(writes)
        }
        (Some(open), None) => replan(index, &Renewal { target: known.target, ..open.clone() }, Some(open), planning),
    }
}

/// What the contract tells about a renewal: its target, and how it ended where the next term is signed.
struct Known {
    target: Target,
    outcome: Option<Outcome>,
}

/// A term seen for the first time: an open renewal with its first owners and tasks, or a closed one with an inferred outcome.
/// An outcome that was inferred before and that the terms no longer give is inferred anew, or the renewal opens, under the same number.
fn schedule(
    index: &Index<'_>,
    (contract, term): (&Contract, &Term),
    known: Known,
    (number, inferred): (u32, Option<&Renewal>),
    planning: Planning<'_>,
) -> Result<Vec<Write>, Refusal> {
    let (facts, today) = (index.facts, planning.moment.today);
    let mut renewal = unowned((contract, term), known.target, (number, inferred), planning);
    let ended = term.end_on <= today && !facts.undecided.contains(&(contract.id, term.number));
    if known.outcome.is_some() || ended {
        renewal.state = State::deduced(known.outcome.unwrap_or(Outcome::Churned), term.end_on);
        let told = inferred.is_some_and(|before| before.state == renewal.state);
        return Ok(if told { Vec::new() } else { vec![Write::Renewal(renewal)] });
    }
    if !facts.entries(renewal.id).is_empty() {
        // It was owned before it was closed without a decision: it goes on from there.
        return replan(index, &Renewal { state: State::Open, ..renewal }, inferred, planning);
    }
    // What was closed without a decision had no owners: it is owned from now on.
    renewal.scheduled_on = today;
    let (version, rule) = decide(index, contract, &renewal, today)?;
    renewal.decided = Some(decided(facts, version, rule, &renewal.target)?);
    renewal.frozen_tier = frozen_tier(facts, &renewal, today);
    let mut writes = vec![Write::Renewal(renewal.clone())];
    writes.extend(ownership::first_entries(index, ownership::Subject::renewal(index, &renewal, (version, rule))?, planning)?);
    let placed = tasks::place((facts, &writes), &renewal, &[], planning)?;
    writes.extend(placed);
    Ok(writes)
}

/// The renewal of a term as it stands before anybody owns it; one that was closed without a decision keeps what it had.
fn unowned(
    (contract, term): (&Contract, &Term),
    target: Target,
    (number, before): (u32, Option<&Renewal>),
    planning: Planning<'_>,
) -> Renewal {
    Renewal {
        id: before.map_or_else(|| RenewalId::new(planning.ids), |before| before.id),
        number: before.map_or(number, |before| before.number),
        contract: contract.id,
        term_number: term.number,
        account: contract.account,
        kind: RenewalKind::of(contract),
        scheduled_on: before.map_or(planning.moment.today, |before| before.scheduled_on),
        frozen_tier: before.and_then(|before| before.frozen_tier),
        target,
        decided: before.and_then(|before| before.decided.clone()),
        state: State::Open,
    }
}

/// The tier that a running renewal goes on seeing: the one its account had when the playbook opened (domain ruling 11).
fn frozen_tier(facts: &Facts, renewal: &Renewal, today: Date) -> Option<u8> {
    let opened = renewal.decided.as_ref().is_some_and(|decided| decided.opens_on <= today);
    let tier = facts.accounts.get(&renewal.account).map(|account| account.tier);
    renewal.frozen_tier.or(if opened { tier } else { None })
}

/// A term of a co-term group: its renewal is kept as a closed one that points at the group's, and its tasks fall away.
fn decide_elsewhere(
    index: &Index<'_>,
    of: (&Contract, &Term),
    target: Target,
    (number, existing): (u32, Option<&Renewal>),
    planning: Planning<'_>,
) -> Vec<Write> {
    let mut renewal = unowned(of, target, (number, existing), planning);
    renewal.state = State::deduced(Outcome::Merged, of.1.end_on);
    let tasks = index.tasks.get(&renewal.id).map_or(&[][..], Vec::as_slice);
    let changed = existing.is_none_or(|before| before.state != renewal.state).then_some(Write::Renewal(renewal));
    let handoffs = existing.map(|before| handoffs::withdraw_open(index, before, planning)).unwrap_or_default();
    changed.into_iter().chain(tasks::withdraw(tasks)).chain(handoffs).collect()
}

/// Brings an owned renewal in line with its contract, the policy and the calendar. `recorded` is how it stands in the database.
fn replan(index: &Index<'_>, known: &Renewal, recorded: Option<&Renewal>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let facts = index.facts;
    let contract = facts.contracts.get(&known.contract).ok_or_else(|| Refusal::general("a renewal has no contract", ""))?;
    let mut renewal = known.clone();
    renewal.account = contract.account;
    renewal.kind = RenewalKind::of(contract);
    let (version, rule) = decide(index, contract, &renewal, planning.moment.today)?;
    renewal.decided = Some(decided(facts, version, rule, &renewal.target)?);
    renewal.frozen_tier = frozen_tier(facts, &renewal, planning.moment.today);
    let mut writes = Vec::new();
    if recorded != Some(&renewal) {
        writes.push(Write::Renewal(renewal.clone()));
    }
    writes.extend(ownership::changes(index, &renewal, (version, rule), planning)?);
    let tasks = index.tasks.get(&renewal.id).map_or(&[][..], Vec::as_slice);
    let placed = tasks::place((facts, &writes), &renewal, tasks, planning)?;
    writes.extend(placed);
    Ok(writes)
}

/// The successor term is signed: the renewal is decided and what is left of its playbook falls away.
fn close(
    (existing, target): (&Renewal, Target),
    (outcome, successor): (Outcome, Option<&Term>),
    index: &Index<'_>,
    planning: Planning<'_>,
) -> Vec<Write> {
    let mut renewal = existing.clone();
    renewal.target = target;
    let signature = successor.and_then(|term| term.signature.clone());
    let (reason, words) = signature.map_or((None, String::new()), |signature| (signature.reason, signature.words));
    renewal.state = State::Closed { outcome, closed_on: planning.moment.today, inferred: false, reason, words };
    let tasks = index.tasks.get(&renewal.id).map_or(&[][..], Vec::as_slice);
    [Write::Renewal(renewal)].into_iter().chain(tasks::withdraw(tasks)).collect()
}

fn outcome_of(index: &Index<'_>, contract: &Contract, target: &Target, successor: &Term) -> Result<Outcome, Refusal> {
    let mut opening: i64 = 0;
    for line in index.inputs.lines_of(contract.id, successor.number).iter().filter(|line| line.covers(successor.start_on)) {
        let arr =
            line.arr_minor(contract.currency).map_err(|problem| Refusal::general(format!("line {} {problem}", line.reference), ""))?;
        opening = opening.checked_add(arr).ok_or_else(|| Refusal::general(format!("contract {} is too large", contract.reference), ""))?;
    }
    Ok(match opening.cmp(&target.atr.minor) {
        std::cmp::Ordering::Greater => Outcome::RenewedUp,
        std::cmp::Ordering::Equal => Outcome::RenewedFlat,
        std::cmp::Ordering::Less => Outcome::RenewedDown,
    })
}

fn decide<'a>(index: &Index<'a>, contract: &Contract, renewal: &Renewal, today: Date) -> Result<(&'a PolicyVersion, &'a Rule), Refusal> {
    let facts = index.facts;
    let version = facts
        .policy_on(today)
        .ok_or_else(|| Refusal::general("no ownership policy is active", "Activate one before contracts are signed."))?;
    let seen = index.inputs.seen(contract, renewal.term_number, &renewal.target, renewal.frozen_tier)?;
    match version.policy.decide(&seen) {
        Ok(matched) => Ok((version, matched.rule)),
        Err(_) => Err(no_rule(version, (&contract.reference, &seen), facts.reporting())),
    }
}

fn no_rule(version: &PolicyVersion, (reference, seen): (&str, &Seen), reporting: Currency) -> Refusal {
    Refusal {
        value: Some(reference.into()),
        problem: format!("has no rule in policy {}: {}", version.title(), version.policy.describe(seen, reporting)),
        remedy: "Add a rule for it, or a last rule that matches everything.".into(),
        ..Refusal::default()
    }
}

fn decided(facts: &Facts, version: &PolicyVersion, rule: &Rule, target: &Target) -> Result<Decided, Refusal> {
    let playbook = facts
        .playbook(&rule.then.playbook)
        .ok_or_else(|| Refusal::general(format!("playbook {} does not exist", rule.then.playbook), ""))?;
    Ok(Decided {
        policy: version.id,
        rule: rule.id.clone(),
        model: rule.then.model,
        motion: rule.then.motion,
        playbook: rule.then.playbook.clone(),
        opens_on: playbook.opens_on(target, facts.calendar.of(None)),
    })
}

/// A refusal that carries the contract's reference as its value, so that an import can point at the contract's row.
fn at_contract(refusal: Refusal, contract: &Contract) -> Refusal {
    let problem = match refusal.value {
        Some(_) => refusal.problem,
        None => format!("cannot be planned: {}", refusal.problem),
    };
    Refusal { column: Some("contract".into()), value: Some(contract.reference.clone()), problem, ..refusal }
}

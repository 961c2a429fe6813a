//! Verbs on the value record of a customer: write down, measure, confirm, withdraw.

use super::room::{check_passed, check_theirs};
use super::{check_note, check_text, field};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::{AccountId, ValueId};
use crate::refusal::Refusal;
use crate::room::{Confirmation, Matter, Reading, RoomFact, ValueEntry, Withdrawal, product};

/// Writes down an agreed outcome, a win, a return or value without a number. It is not confirmed until the customer confirmed it.
///
/// # Errors
/// An account that does not exist, a title that another entry has, a day ahead, a person of another account, a measure without a unit or a
/// way to go, a return that does not multiply to its amount, an address that is not `https://`.
pub fn note_value(facts: &Facts, entry: ValueEntry, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let account = facts.accounts.get(&entry.account).ok_or_else(|| Refusal::general("that account does not exist", ""))?;
    check_text("title", &entry.title)?;
    let told = check_note("told", &entry.told)?;
    check_evidence(&entry.evidence)?;
    check_passed("happened_on", entry.happened_on, moment)?;
    if let Some(person) = entry.with {
        check_theirs(facts, "with", (account.id, person))?;
    }
    check_matter(&entry.matter)?;
    let room = facts.room(account.id);
    let same = |other: &&ValueEntry| other.withdrawn.is_none() && other.id != entry.id && other.title == entry.title;
    if room.is_some_and(|room| room.values.values().any(|other| same(&other))) {
        return Err(field("title", &entry.title, "is in the value record already".into()));
    }
    Ok(vec![Write::Room(RoomFact::Value(ValueEntry { told, ..entry }))])
}

fn check_matter(matter: &Matter) -> Result<(), Refusal> {
    match matter {
        Matter::Outcome(measure) => {
            check_text("unit", &measure.unit)?;
            if measure.baseline == Some(measure.target) {
                return Err(field("target", &measure.target.to_string(), "is where the customer began".into()));
            }
            Ok(())
        }
        Matter::Roi(claim) => {
            for factor in &claim.factors {
                check_text("factors", &factor.name)?;
                if !factor.unit.is_empty() {
                    check_text("factors", &factor.unit)?;
                }
            }
            let reckoned = product(&claim.factors, claim.amount.currency).map_err(|problem| field("factors", "", problem))?;
            if reckoned != claim.amount {
                return Err(field("amount", &claim.amount.to_string(), format!("is not what the factors come to, {reckoned}")));
            }
            Ok(())
        }
        Matter::Win | Matter::Quality => Ok(()),
    }
}

/// What begins with a scheme is an address, and then one that a reader may follow safely; anything else is words,
/// whatever addresses are mentioned in them.
fn check_evidence(evidence: &str) -> Result<(), Refusal> {
    if evidence.is_empty() {
        return Ok(());
    }
    check_text("evidence", evidence)?;
    let scheme = |head: &str| {
        head.starts_with(|c: char| c.is_ascii_alphabetic())
            && head.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    if evidence.split_once("://").is_some_and(|(head, _)| scheme(head) && head != "https") {
        return Err(field("evidence", evidence, "is an address that does not begin with https://".into()));
    }
    Ok(())
}

/// Writes down what was measured of an agreed outcome. One of the same day puts an earlier one right.
///
/// # Errors
/// An entry that is not an agreed outcome, a day ahead or before the outcome was agreed, a number that is recorded already.
pub fn read_outcome(facts: &Facts, reading: Reading, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let entry = live(facts, (reading.account, reading.outcome))?;
    if !matches!(entry.matter, Matter::Outcome(_)) {
        return Err(field("outcome", &entry.title, "is not an agreed outcome, so nothing is measured of it".into()));
    }
    check_passed("read_on", reading.read_on, moment)?;
    if reading.read_on < entry.happened_on {
        return Err(field("read_on", &reading.read_on.to_string(), format!("lies before it was agreed, {}", entry.happened_on)));
    }
    if !reading.note.is_empty() {
        check_text("note", &reading.note)?;
    }
    let counts = facts.room(reading.account).map_or_else(Vec::new, |room| room.readings_by_day(reading.outcome));
    let same = counts.iter().any(|known| (known.read_on, known.actual, &known.note) == (reading.read_on, reading.actual, &reading.note));
    Ok(if same { Vec::new() } else { vec![Write::Room(RoomFact::Reading(reading))] })
}

/// Writes down that somebody at the customer confirmed an entry.
///
/// # Errors
/// An entry that was confirmed before, a day ahead or before the entry, a person of another account.
pub fn confirm_value(facts: &Facts, at: (AccountId, ValueId), confirmation: Confirmation, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let entry = live(facts, at)?;
    check_theirs(facts, "by", (at.0, confirmation.by))?;
    check_passed("on", confirmation.on, moment)?;
    if confirmation.on < entry.happened_on {
        return Err(field("on", &confirmation.on.to_string(), format!("lies before the entry itself, {}", entry.happened_on)));
    }
    if let Some(before) = &entry.confirmed {
        if (before.by, before.on) == (confirmation.by, confirmation.on) {
            return Ok(Vec::new());
        }
        let remedy = "Withdraw the entry and write it down anew if that was wrong.";
        return Err(Refusal { remedy: remedy.into(), ..field("by", "", "is not needed: it was confirmed before".into()) });
    }
    Ok(vec![Write::Room(RoomFact::Value(ValueEntry { confirmed: Some(confirmation), ..entry.clone() }))])
}

/// Takes an entry back. It stays in the record and counts for nothing.
///
/// # Errors
/// An entry that does not exist or was withdrawn before, no reason.
pub fn withdraw_value(facts: &Facts, at: (AccountId, ValueId), withdrawal: Withdrawal) -> Result<Vec<Write>, Refusal> {
    let entry = live(facts, at)?;
    check_text("reason", &withdrawal.reason)?;
    Ok(vec![Write::Room(RoomFact::Value(ValueEntry { withdrawn: Some(withdrawal), ..entry.clone() }))])
}

fn live(facts: &Facts, (account, id): (AccountId, ValueId)) -> Result<&ValueEntry, Refusal> {
    let entry = facts.room(account).and_then(|room| room.values.get(&id)).filter(|entry| entry.withdrawn.is_none());
    entry.ok_or_else(|| Refusal::general("that entry of the value record does not exist or was withdrawn", ""))
}

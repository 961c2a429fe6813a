//! Verbs on what is written down in the room of a customer besides its value record: where people stand, objections, commitments.

use super::{check_text, field};
use crate::facts::{Facts, Moment, Write};
use crate::ownership::handoff::Word;
use crate::primitives::{AccountId, CommitmentId, ObjectionId, RenewalId, StakeholderId};
use crate::refusal::Refusal;
use crate::room::{Commitment, CommitmentEnd, Objection, Room, RoomFact, Standpoint, Withdrawal};
use jiff::ToSpan;
use jiff::civil::Date;

/// Days ahead by which a commitment may be due.
const AHEAD_MAX_DAYS: i64 = 3_660;

/// Writes down where somebody at a customer stands.
///
/// # Errors
/// A person of another account, a day ahead, somebody of ours who does not exist, no reason.
pub fn judge_stakeholder(facts: &Facts, said: Standpoint, moment: Moment) -> Result<Vec<Write>, Refusal> {
    check_theirs(facts, "stakeholder", (said.account, said.stakeholder))?;
    check_text("reason", &said.reason)?;
    check_passed("judged_on", said.judged_on, moment)?;
    if let Some(unknown) = said.known_by.iter().find(|id| !facts.teammates.contains_key(id)) {
        return Err(field("known_by", &unknown.to_string(), "is not a teammate".into()));
    }
    let last = facts.room(said.account).and_then(|room| room.standpoint(said.stakeholder));
    let key = |said: &Standpoint| (said.influence, said.sentiment, said.known_by.clone(), said.reason.clone(), said.judged_on);
    Ok(if last.is_some_and(|last| key(last) == key(&said)) { Vec::new() } else { vec![Write::Room(RoomFact::Standpoint(said))] })
}

/// Writes down what a customer objects to.
///
/// # Errors
/// No text, a day ahead, a person or a renewal of another account, an objection that is recorded already.
pub fn raise_objection(facts: &Facts, objection: Objection, moment: Moment) -> Result<Vec<Write>, Refusal> {
    known(facts, objection.account)?;
    check_text("text", &objection.text)?;
    check_passed("raised_on", objection.raised_on, moment)?;
    if let Some(person) = objection.raised_by {
        check_theirs(facts, "raised_by", (objection.account, person))?;
    }
    check_renewal(facts, (objection.account, objection.renewal))?;
    let same = |other: &Objection| {
        other.withdrawn.is_none() && other.id != objection.id && (&other.text, other.raised_on) == (&objection.text, objection.raised_on)
    };
    if facts.room(objection.account).is_some_and(|room| room.objections.values().any(same)) {
        return Err(field("text", &objection.text, "was written down for that day already".into()));
    }
    Ok(vec![Write::Room(RoomFact::Objection(objection))])
}

/// Writes down what we answered to an objection; a later answer takes the place of an earlier one.
///
/// # Errors
/// An objection that is resolved or withdrawn, no text, a day before it was raised.
pub fn answer_objection(facts: &Facts, at: (AccountId, ObjectionId), word: Word) -> Result<Vec<Write>, Refusal> {
    let found = objection(facts, at)?;
    check_word("answer", &word, found.raised_on)?;
    if found.resolved.is_some() {
        return Err(field("answer", "", "comes too late: the objection is resolved".into()));
    }
    Ok(vec![Write::Room(RoomFact::Objection(Objection { answer: Some(word), ..found.clone() }))])
}

/// Writes down that an objection is out of the way, and what did it.
///
/// # Errors
/// As [`answer_objection`].
pub fn resolve_objection(facts: &Facts, at: (AccountId, ObjectionId), word: Word) -> Result<Vec<Write>, Refusal> {
    let found = objection(facts, at)?;
    check_word("reason", &word, found.raised_on)?;
    if found.resolved.is_some() {
        return Err(field("reason", "", "is not needed: the objection is resolved".into()));
    }
    Ok(vec![Write::Room(RoomFact::Objection(Objection { resolved: Some(word), ..found.clone() }))])
}

/// Takes an objection back that was written down by mistake. It stays in the record.
///
/// # Errors
/// An objection that does not exist or was withdrawn before, no reason.
pub fn withdraw_objection(facts: &Facts, at: (AccountId, ObjectionId), withdrawal: Withdrawal) -> Result<Vec<Write>, Refusal> {
    let found = objection(facts, at)?;
    check_text("reason", &withdrawal.reason)?;
    Ok(vec![Write::Room(RoomFact::Objection(Objection { withdrawn: Some(withdrawal), ..found.clone() }))])
}

/// Writes down what we promised a customer.
///
/// # Errors
/// As [`record_commitment`], and an owner who is not with us.
pub fn make_commitment(facts: &Facts, commitment: Commitment, moment: Moment) -> Result<Vec<Write>, Refusal> {
    if !facts.teammates.get(&commitment.owner).is_some_and(|person| commitment.ended.is_some() || person.is_active_on(moment.today)) {
        return Err(field("owner", facts.name_of(commitment.owner), "is not with us".into()));
    }
    record_commitment(facts, commitment, moment)
}

/// Takes over a commitment from a record that others kept; who owns it may have left since.
///
/// # Errors
/// No text, a person or a renewal of another account, a day of the promise ahead, a due day before it or too far off, a commitment that is
/// recorded already.
pub fn record_commitment(facts: &Facts, commitment: Commitment, moment: Moment) -> Result<Vec<Write>, Refusal> {
    known(facts, commitment.account)?;
    check_text("promise", &commitment.promise)?;
    check_passed("made_on", commitment.made_on, moment)?;
    if commitment.due_on < commitment.made_on {
        return Err(field("due_on", &commitment.due_on.to_string(), format!("lies before it was promised, {}", commitment.made_on)));
    }
    if commitment.due_on > moment.today.saturating_add(AHEAD_MAX_DAYS.days()) {
        return Err(field("due_on", &commitment.due_on.to_string(), "lies more than ten years ahead".into()));
    }
    if let Some(person) = commitment.to {
        check_theirs(facts, "to", (commitment.account, person))?;
    }
    check_renewal(facts, (commitment.account, commitment.renewal))?;
    let same = |other: &Commitment| {
        let key = |commitment: &Commitment| (commitment.promise.clone(), commitment.due_on);
        other.withdrawn.is_none() && other.id != commitment.id && key(other) == key(&commitment)
    };
    if facts.room(commitment.account).is_some_and(|room| room.commitments.values().any(same)) {
        return Err(field("promise", &commitment.promise, "was written down for that day already".into()));
    }
    Ok(vec![Write::Room(RoomFact::Commitment(commitment))])
}

/// Writes down how a commitment ended. A broken or released one needs a note.
///
/// # Errors
/// A commitment that ended or was withdrawn, a day before it was made, no note where one is needed.
pub fn end_commitment(facts: &Facts, at: (AccountId, CommitmentId), (end, word): (CommitmentEnd, Word)) -> Result<Vec<Write>, Refusal> {
    let found = commitment(facts, at)?;
    if end != CommitmentEnd::Kept || !word.reason.is_empty() {
        check_word("note", &word, found.made_on)?;
    }
    if found.ended.is_some() {
        return Err(field("note", "", "comes too late: the commitment ended".into()));
    }
    Ok(vec![Write::Room(RoomFact::Commitment(Commitment { ended: Some((end, word)), ..found.clone() }))])
}

/// Takes a commitment back that was written down by mistake. It stays in the record.
///
/// # Errors
/// A commitment that does not exist or was withdrawn before, no reason.
pub fn withdraw_commitment(facts: &Facts, at: (AccountId, CommitmentId), withdrawal: Withdrawal) -> Result<Vec<Write>, Refusal> {
    let found = commitment(facts, at)?;
    check_text("reason", &withdrawal.reason)?;
    Ok(vec![Write::Room(RoomFact::Commitment(Commitment { withdrawn: Some(withdrawal), ..found.clone() }))])
}

fn check_word(column: &str, word: &Word, since: Date) -> Result<(), Refusal> {
    check_text(column, &word.reason)?;
    if word.on < since {
        return Err(field("on", &word.on.to_string(), format!("lies before it began, {since}")));
    }
    Ok(())
}

pub(super) fn check_renewal(facts: &Facts, (account, renewal): (AccountId, Option<RenewalId>)) -> Result<(), Refusal> {
    let strange = renewal.is_some_and(|id| facts.renewals.get(&id).is_none_or(|renewal| renewal.account != account));
    if strange { Err(field("renewal", "", "is not a renewal of this account".into())) } else { Ok(()) }
}

pub(super) fn check_passed(column: &str, day: Date, moment: Moment) -> Result<(), Refusal> {
    if day > moment.today {
        return Err(field(column, &day.to_string(), format!("lies after today, {}", moment.today)));
    }
    Ok(())
}

pub(super) fn check_theirs(facts: &Facts, column: &str, (account, person): (AccountId, StakeholderId)) -> Result<(), Refusal> {
    let into = |id: &AccountId| facts.accounts.get(id).and_then(|account| account.merged_into);
    // A merger takes people along; what was written down stays where it was.
    let mut homes = std::iter::successors(Some(account), into).take(50);
    let known = facts.stakeholders.get(&person).is_some_and(|person| homes.any(|home| home == person.account));
    let name = facts.accounts.get(&account).map_or("", |account| account.name.as_str());
    if known { Ok(()) } else { Err(field(column, "", format!("is not a stakeholder of {name}"))) }
}

pub(super) fn known(facts: &Facts, account: AccountId) -> Result<(), Refusal> {
    if facts.accounts.contains_key(&account) { Ok(()) } else { Err(Refusal::general("that account does not exist", "")) }
}

pub(super) fn of<'a, T>(facts: &'a Facts, account: AccountId, pick: impl FnOnce(&'a Room) -> Option<&'a T>) -> Result<&'a T, Refusal> {
    let gone = || Refusal::general("that does not exist or was withdrawn", "");
    facts.room(account).and_then(pick).ok_or_else(gone)
}

fn objection(facts: &Facts, (account, id): (AccountId, ObjectionId)) -> Result<&Objection, Refusal> {
    of(facts, account, |room| room.objections.get(&id).filter(|objection| objection.withdrawn.is_none()))
}

fn commitment(facts: &Facts, (account, id): (AccountId, CommitmentId)) -> Result<&Commitment, Refusal> {
    of(facts, account, |room| room.commitments.get(&id).filter(|commitment| commitment.withdrawn.is_none()))
}

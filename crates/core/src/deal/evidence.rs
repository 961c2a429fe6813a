//! Whether value that the customer confirmed stands behind a proposal (VAL-6), and what lacks where none does.

use crate::account::{EvidenceGate, owed_on};
use crate::facts::Facts;
use crate::proposal::Proposal;
use crate::room::ValueEntry;
use jiff::civil::Date;

/// What a proposal lacks, and what that means for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Whether it is said or keeps the proposal from being sent.
    pub gate: EvidenceGate,
    /// What lacks, in a sentence without an end.
    pub says: String,
    /// How to give it.
    pub remedy: String,
}

/// What lacks behind a proposal on a day under what the customer's tier is owed; `None` where nothing does, or nobody asks.
///
/// Value counts with a method or evidence and the word of somebody at the customer, given within the term that ends.
pub fn evidence_lacking(facts: &Facts, proposal: &Proposal, day: Date) -> Option<Lacking> {
    let renewal = facts.renewals.get(&proposal.renewal)?;
    let account = facts.accounts.get(&renewal.account)?;
    let tier = renewal.frozen_tier.unwrap_or(account.tier);
    let gate = owed_on(&facts.cares, tier, day).0.evidence;
    let begins = facts.terms.get(&(renewal.contract, renewal.term_number)).map_or(Date::MIN, |term| term.start_on);
    let entries = facts.room(account.id).into_iter().flat_map(|room| room.values.values());
    let live: Vec<&ValueEntry> = entries.filter(|entry| entry.withdrawn.is_none()).collect();
    let confirmed = |entry: &&&ValueEntry| entry.confirmed.as_ref().is_some_and(|word| begins <= word.on && word.on <= day);
    let shown = |entry: &&&ValueEntry| !entry.told.trim().is_empty() || !entry.evidence.is_empty();
    if gate == EvidenceGate::Off || live.iter().any(|entry| confirmed(&entry) && shown(&entry)) {
        return None;
    }
    let (written, word, method) = (live.len(), live.iter().filter(confirmed).count(), live.iter().filter(shown).count());
    let says = match written {
        0 => format!("{} is owed confirmed value in tier {tier}, and none is written down", account.name),
        _ => format!(
            "{} is owed confirmed value in tier {tier}: of {written} written down, {word} are confirmed by the customer within this term \
             and {method} say how it was measured",
            account.name
        ),
    };
    let remedy = format!(
        "Open {}, Value they got: write down what they reached and how it was measured, and have somebody there confirm it.",
        account.name
    );
    Some(Lacking { gate, says, remedy })
}

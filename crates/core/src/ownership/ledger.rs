//! The ownership ledger: each entry holds until the next one, so time is tiled and a gap or a double owner cannot be written.

use super::Responsibility;
use super::designation::PersonReason;
use crate::identity::Role;
use crate::primitives::{EntryId, PolicyId, RenewalId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;

closed_words! {
    /// The policy designates; a handoff, completed or waived by name, makes accountable (domain ruling 2). Both are recorded.
    Stream {
        Designated = "designated", "designated";
        Accountable = "accountable", "accountable";
    }
}

/// How accountability reached the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handoff {
    /// The first holder: nobody gave.
    Initial,
    /// No joint step took place; a named person let it pass, for a reason.
    Waived {
        /// Who waived it.
        by: String,
        /// Why.
        reason: String,
    },
}

/// Why the holder holds: enough to replay the decision and to say it in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    /// The policy version that decided.
    pub policy: PolicyId,
    /// Its rule.
    pub rule: String,
    /// The role the rule asked for.
    pub role: Role,
    /// How the person was found.
    pub person: PersonReason,
    /// The whole reason in one sentence.
    pub sentence: String,
}

/// One entry, keyed by (renewal, responsibility, stream, effective day, sequence); holds until the next of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipEntry {
    /// Identity.
    pub id: EntryId,
    /// What is owned.
    pub renewal: RenewalId,
    /// Which responsibility.
    pub responsibility: Responsibility,
    /// Designated or accountable.
    pub stream: Stream,
    /// From which day.
    pub effective_on: Date,
    /// Order within the stream: 0 for the first, then one more each. Decides on the same day (domain ruling 10).
    pub sequence: u32,
    /// Who.
    pub holder: TeammateId,
    /// How it came.
    pub handoff: Handoff,
    /// Why.
    pub because: Because,
    /// Who caused the entry.
    pub author: String,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// The entries of one responsibility and stream, in order.
pub fn stream_of(entries: &[OwnershipEntry], responsibility: Responsibility, stream: Stream) -> Vec<&OwnershipEntry> {
    let mut found: Vec<&OwnershipEntry> = entries.iter().filter(|e| e.responsibility == responsibility && e.stream == stream).collect();
    found.sort_by_key(|entry| (entry.effective_on, entry.sequence));
    found
}

/// The entry in force on a day, or `None` before the first one.
pub fn in_force(entries: &[OwnershipEntry], responsibility: Responsibility, stream: Stream, day: Date) -> Option<&OwnershipEntry> {
    stream_of(entries, responsibility, stream).into_iter().rfind(|entry| entry.effective_on <= day)
}

/// One stretch of a holder: from its entry to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding<'a> {
    /// The entry that begins it.
    pub entry: &'a OwnershipEntry,
    /// First day.
    pub from_on: Date,
    /// First day no longer, or still in force.
    pub to_on: Option<Date>,
}

/// The stretches of one responsibility, without those that a later entry of the same day replaced.
pub fn holdings(entries: &[OwnershipEntry], responsibility: Responsibility, stream: Stream) -> Vec<Holding<'_>> {
    let ordered = stream_of(entries, responsibility, stream);
    let next_starts = ordered.iter().skip(1).map(|next| Some(next.effective_on)).chain([None]);
    ordered
        .iter()
        .zip(next_starts)
        .filter(|(entry, to_on)| *to_on != Some(entry.effective_on))
        .map(|(entry, to_on)| Holding { entry, from_on: entry.effective_on, to_on })
        .collect()
}

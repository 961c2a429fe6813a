//! The ownership ledger: each entry holds until the next one, so time is tiled and a gap or a double owner cannot be written.

use super::Responsibility;
use super::designation::PersonReason;
use crate::identity::Role;
use crate::primitives::{EntryId, HandoffId, PolicyId, SubjectId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

closed_words! {
    /// The policy designates; a handoff, completed or waived by name, makes accountable (domain ruling 2). Both are recorded.
    Stream {
        Designated = "designated", "designated";
        Accountable = "accountable", "accountable";
    }
}

/// How accountability reached the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// The first holder, or the same one for another reason: nobody gave.
    Initial,
    /// The handoff took place: giver and receiver met together and the receiver accepted.
    Joint {
        /// The completed handoff.
        handoff: HandoffId,
    },
    /// No joint step took place; a named person let it pass, for a reason.
    Waived {
        /// Who waived it.
        by: String,
        /// Why.
        reason: String,
        /// The handoff that was waived and whose introduction follows; none where the playbook had not opened or the giver stood in.
        handoff: Option<HandoffId>,
    },
}

impl Passage {
    /// The handoff that led here.
    pub const fn handoff(&self) -> Option<HandoffId> {
        match self {
            Self::Initial => None,
            Self::Joint { handoff } => Some(*handoff),
            Self::Waived { handoff, .. } => *handoff,
        }
    }
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

/// One entry, keyed by (subject, responsibility, stream, effective day, sequence); holds until the next of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipEntry {
    /// Identity.
    pub id: EntryId,
    /// What is owned.
    pub subject: SubjectId,
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
    pub passage: Passage,
    /// Why; one reason is shared by the entries it caused.
    pub because: Arc<Because>,
    /// Who caused the entry; one name is shared by the entries of a plan.
    pub author: Arc<str>,
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

/// The entries that a later choice may look at: who is designated, whom each role was given to, and everybody who ever held.
pub fn essential(entries: Vec<OwnershipEntry>) -> Vec<OwnershipEntry> {
    let (mut designated, mut chosen, mut given, mut held) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut kept: Vec<OwnershipEntry> = Vec::new();
    for entry in entries.into_iter().rev() {
        let (is_designated, role) = (entry.stream == Stream::Designated, entry.because.role);
        let is_choice = is_designated && entry.because.person.is_choice();
        let news = [
            is_designated && designated.insert(entry.responsibility),
            is_choice && chosen.insert((entry.responsibility, role)),
            is_choice && given.insert((role, entry.holder)),
            held.insert(entry.holder),
        ];
        if news.contains(&true) {
            kept.push(entry);
        }
    }
    kept.reverse();
    kept
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn entry(sequence: u32, day: i8, holder: u128) -> OwnershipEntry {
        OwnershipEntry {
            id: EntryId(Uuid::from_u128(u128::from(sequence) + 100)),
            subject: SubjectId(Uuid::nil()),
            responsibility: Responsibility::Value,
            stream: Stream::Accountable,
            effective_on: date(2026, 6, day),
            sequence,
            holder: TeammateId(Uuid::from_u128(holder)),
            passage: Passage::Initial,
            because: Arc::new(Because {
                policy: PolicyId(Uuid::nil()),
                rule: "rest".into(),
                role: Role::Csm,
                person: PersonReason::AccountTeam,
                sentence: String::new(),
            }),
            author: "Mara Lind".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn holder_on(entries: &[OwnershipEntry], day: i8) -> Option<u128> {
        in_force(entries, Responsibility::Value, Stream::Accountable, date(2026, 6, day)).map(|entry| entry.holder.0.as_u128())
    }

    #[test]
    fn an_entry_holds_from_its_day_until_the_next_in_whatever_order_they_are_stored() {
        let entries = [entry(1, 10, 2), entry(0, 1, 1), entry(2, 20, 3)];
        let holders: Vec<Option<u128>> = [1, 9, 10, 19, 20, 30].iter().map(|day| holder_on(&entries, *day)).collect();
        assert_eq!(holders, [Some(1), Some(1), Some(2), Some(2), Some(3), Some(3)]);
        let mut later = entries;
        later.iter_mut().for_each(|entry| entry.effective_on = date(2026, 6, 15));
        assert_eq!(holder_on(&later, 14), None, "nobody before the first entry");
    }

    #[test]
    fn on_one_day_the_sequence_decides_and_the_replaced_entry_has_no_stretch() {
        let entries = [entry(0, 1, 1), entry(1, 10, 2), entry(2, 10, 3)];
        assert_eq!(holder_on(&entries, 10), Some(3));
        let stretches = holdings(&entries, Responsibility::Value, Stream::Accountable);
        let spans: Vec<(u32, Option<Date>)> = stretches.iter().map(|holding| (holding.entry.sequence, holding.to_on)).collect();
        assert_eq!(spans, [(0, Some(date(2026, 6, 10))), (2, None)]);
    }

    #[test]
    fn stretches_follow_each_other_without_gap_or_overlap() {
        let entries: Vec<OwnershipEntry> = [1, 4, 4, 9, 9, 9, 30].iter().zip(0..).map(|(day, sequence)| entry(sequence, *day, 1)).collect();
        let stretches = holdings(&entries, Responsibility::Value, Stream::Accountable);
        assert!(stretches.iter().zip(stretches.iter().skip(1)).all(|(earlier, later)| earlier.to_on == Some(later.from_on)));
        assert_eq!(stretches.last().map(|holding| holding.to_on), Some(None));
    }

    #[test]
    fn responsibilities_and_streams_are_rows_of_their_own() {
        let mut other = entry(0, 1, 9);
        other.stream = Stream::Designated;
        let entries = [entry(0, 1, 1), other];
        assert_eq!(stream_of(&entries, Responsibility::Value, Stream::Designated).len(), 1);
        assert_eq!(in_force(&entries, Responsibility::Executive, Stream::Accountable, date(2026, 6, 5)), None);
        assert_eq!(holder_on(&entries, 5), Some(1));
    }
}

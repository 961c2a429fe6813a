//! The room of a customer: what whoever works on its renewal must know and nobody may forget. It is written once and stays; what was wrong
//! is withdrawn with a reason.

mod attention;
mod promise;
mod standpoint;
mod talk;
mod value;

pub use attention::{ATTENTION_DAYS, Attention, attention};
pub use promise::{Commitment, CommitmentEnd, Objection, ObjectionKind};
pub use standpoint::{Influence, MET_DAYS, Sentiment, Standpoint, Touches, touches};
pub use talk::{ADDRESS_MAX, COMMENT_MAX, Comment, Document, DocumentKind, MENTIONS_MAX, check_address, mentioned_on, mentions, quoted};
pub use value::{
    AMOUNT_MAX, Claim, Confirmation, FACTORS_MAX, Factor, Matter, Measure, Reading, Standing, ValueEntry, ValueKind, factors, factors_text,
    product,
};

use crate::primitives::{AccountId, CommentId, CommitmentId, DocumentId, ObjectionId, StakeholderId, ValueId};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Why something written down was taken back. It stays in the record and counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
    /// Who took it back.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Everything written down in the room of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// What the customer got and was promised to get.
    pub values: BTreeMap<ValueId, ValueEntry>,
    /// What was measured of agreed outcomes, as it was written down, oldest first.
    pub readings: BTreeMap<ValueId, Vec<Reading>>,
    /// Where people there stand, as it was judged, oldest first.
    pub standpoints: BTreeMap<StakeholderId, Vec<Standpoint>>,
    /// What the customer objects to.
    pub objections: BTreeMap<ObjectionId, Objection>,
    /// What we promised.
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// What people of ours say about it: every version of each comment, the first one first.
    pub comments: BTreeMap<CommentId, Vec<Comment>>,
    /// Documents that lie elsewhere.
    pub documents: BTreeMap<DocumentId, Document>,
}

/// One thing written down in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomFact {
    /// Adds an entry of the value record, confirms it or withdraws it.
    Value(ValueEntry),
    /// Appends a reading of an agreed outcome.
    Reading(Reading),
    /// Appends a judgement of where somebody stands.
    Standpoint(Standpoint),
    /// Adds an objection, answers, resolves or withdraws it.
    Objection(Objection),
    /// Adds a commitment, ends or withdraws it.
    Commitment(Commitment),
    /// Adds a version of a comment, or withdraws the last one.
    Comment(Comment),
    /// Adds a document, changes or withdraws it.
    Document(Document),
}

impl RoomFact {
    /// Whose room it is in.
    pub const fn account(&self) -> AccountId {
        match self {
            Self::Value(entry) => entry.account,
            Self::Reading(reading) => reading.account,
            Self::Standpoint(said) => said.account,
            Self::Objection(objection) => objection.account,
            Self::Commitment(commitment) => commitment.account,
            Self::Comment(comment) => comment.account,
            Self::Document(document) => document.account,
        }
    }
}

impl Room {
    /// Writes something down.
    pub fn keep(&mut self, fact: RoomFact) {
        match fact {
            RoomFact::Value(entry) => drop(self.values.insert(entry.id, entry)),
            RoomFact::Reading(reading) => self.readings.entry(reading.outcome).or_default().push(reading),
            RoomFact::Standpoint(said) => self.standpoints.entry(said.stakeholder).or_default().push(said),
            RoomFact::Objection(objection) => drop(self.objections.insert(objection.id, objection)),
            RoomFact::Commitment(commitment) => drop(self.commitments.insert(commitment.id, commitment)),
            RoomFact::Comment(comment) => {
                let versions = self.comments.entry(comment.id).or_default();
                versions.retain(|version| version.version != comment.version);
                versions.push(comment);
            }
            RoomFact::Document(document) => drop(self.documents.insert(document.id, document)),
        }
    }

    /// Where somebody stands: the judgement of the latest day, of that day the one written down last.
    pub fn standpoint(&self, person: StakeholderId) -> Option<&Standpoint> {
        self.standpoints.get(&person)?.iter().max_by_key(|said| (said.judged_on, said.recorded_at))
    }

    /// The reading of an outcome that counts: of the latest day, the one written down last.
    pub fn latest(&self, outcome: ValueId) -> Option<&Reading> {
        self.readings.get(&outcome)?.iter().max_by_key(|reading| (reading.read_on, reading.recorded_at))
    }

    /// The readings of an outcome that count, by day: of each day the one written down last.
    pub fn readings_by_day(&self, outcome: ValueId) -> Vec<&Reading> {
        let mut all: Vec<&Reading> = self.readings.get(&outcome).into_iter().flatten().collect();
        all.sort_by_key(|reading| (reading.read_on, reading.recorded_at));
        let by_day: BTreeMap<_, _> = all.into_iter().map(|reading| (reading.read_on, reading)).collect();
        by_day.into_values().collect()
    }
}

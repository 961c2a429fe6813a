//! The room of a customer: what whoever works on its renewal must know and nobody may forget. It is written once and stays; what was wrong
//! is withdrawn with a reason.

mod value;

pub use value::{
    AMOUNT_MAX, Claim, Confirmation, FACTORS_MAX, Factor, Matter, Measure, Reading, Standing, ValueEntry, ValueKind, factors, factors_text,
    product,
};

use crate::primitives::{AccountId, ValueId};
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
}

/// One thing written down in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomFact {
    /// Adds an entry of the value record, confirms it or withdraws it.
    Value(ValueEntry),
    /// Appends a reading of an agreed outcome.
    Reading(Reading),
}

impl RoomFact {
    /// Whose room it is in.
    pub const fn account(&self) -> AccountId {
        match self {
            Self::Value(entry) => entry.account,
            Self::Reading(reading) => reading.account,
        }
    }
}

impl Room {
    /// Writes something down.
    pub fn keep(&mut self, fact: RoomFact) {
        match fact {
            RoomFact::Value(entry) => drop(self.values.insert(entry.id, entry)),
            RoomFact::Reading(reading) => self.readings.entry(reading.outcome).or_default().push(reading),
        }
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

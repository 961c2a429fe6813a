//! Reassignments by name: somebody holds a responsibility because a person said so, for a reason and until a day (OWN-6).

use super::Responsibility;
use crate::primitives::{OverrideId, SubjectId, TeammateId};
use jiff::Timestamp;
use jiff::civil::Date;

/// One reassignment, in force on `[from_on, until_on)`. Afterwards the policy decides again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Identity.
    pub id: OverrideId,
    /// The renewal or expansion.
    pub subject: SubjectId,
    /// What is reassigned.
    pub responsibility: Responsibility,
    /// To whom.
    pub teammate: TeammateId,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub author: String,
    /// First day.
    pub from_on: Date,
    /// First day no longer; ending it early brings this day forward.
    pub until_on: Date,
    /// When it was written.
    pub recorded_at: Timestamp,
}

impl Override {
    /// Whether it is in force on the day.
    pub fn covers(&self, day: Date) -> bool {
        self.from_on <= day && day < self.until_on
    }
}

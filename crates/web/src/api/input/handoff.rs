//! Handoffs: the joint meeting, and a word that settles.

use super::account::ReferenceText;
use super::word::{ActivityKindWord, DayText, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::NewMeeting;
use tenure_core::ownership::handoff::Clocks;
use utoipa::ToSchema;

/// How long handoffs may take.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandoffClocksInput {
    /// Business days from the opening of a handoff to its acceptance.
    #[garde(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
    accept_days: u16,
    /// Business days from a waiver to the introduction that it owes.
    #[garde(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
    introduce_days: u16,
    /// Days before the decision date from which nothing moves by itself; 0 protects nothing.
    #[garde(range(min = 0, max = 366))]
    #[schema(minimum = 0, maximum = 366)]
    protected_days: u16,
}

impl HandoffClocksInput {
    pub(crate) fn clocks(&self) -> Clocks {
        Clocks { accept_days: self.accept_days, introduce_days: self.introduce_days, protected_days: self.protected_days }
    }
}

/// The meeting at which giver and receiver were both present; neither needs to be named.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeetingInput {
    /// A meeting, call or review with the customer; a note is an internal step of both.
    #[garde(skip)]
    kind: ActivityKindWord,
    /// The day; today where it is absent.
    #[garde(skip)]
    held_on: Option<DayText>,
    /// One line that says what came of it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    subject: String,
    /// What was said.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    notes: Option<String>,
    /// References or e-mails of others of ours who were present.
    #[garde(length(max = 100), inner(length(chars, min = 1, max = 200)))]
    #[schema(max_items = 100, value_type = Vec<ReferenceText>)]
    #[serde(default)]
    ours: Vec<String>,
    /// References of stakeholders who were present.
    #[garde(length(max = 100), inner(length(chars, min = 1, max = 200)))]
    #[schema(max_items = 100, value_type = Vec<ReferenceText>)]
    #[serde(default)]
    theirs: Vec<String>,
    /// References of other handoffs of the account between the same two people that this meeting was about.
    #[garde(length(max = 49), inner(length(chars, min = 1, max = 40)))]
    #[schema(max_items = 49, value_type = Vec<ReferenceText>)]
    #[serde(default)]
    with: Vec<String>,
}

impl MeetingInput {
    pub(crate) fn references(&self, reference: &str) -> Vec<String> {
        together(reference, &self.with)
    }

    pub(crate) fn meeting(&self) -> NewMeeting {
        NewMeeting {
            kind: self.kind.0,
            held_on: day(self.held_on.as_ref().map(|text| DayText(text.0))),
            subject: self.subject.clone(),
            notes: self.notes.clone().unwrap_or_default(),
            ours: self.ours.clone(),
            theirs: self.theirs.clone(),
        }
    }
}

/// An acceptance with a note of the receiver.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptanceInput {
    /// A note of the receiver; may be empty.
    #[garde(length(chars, max = 200))]
    #[schema(max_length = 200)]
    pub(crate) note: String,
    /// References of other handoffs of the account between the same two people.
    #[garde(length(max = 49), inner(length(chars, min = 1, max = 40)))]
    #[schema(max_items = 49, value_type = Vec<ReferenceText>)]
    #[serde(default)]
    with: Vec<String>,
}

impl AcceptanceInput {
    pub(crate) fn references(&self, reference: &str) -> Vec<String> {
        together(reference, &self.with)
    }
}

/// Why a handoff is declined, or its meeting let pass.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettlementInput {
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
    /// References of other handoffs of the account between the same two people.
    #[garde(length(max = 49), inner(length(chars, min = 1, max = 40)))]
    #[schema(max_items = 49, value_type = Vec<ReferenceText>)]
    #[serde(default)]
    with: Vec<String>,
}

impl SettlementInput {
    pub(crate) fn references(&self, reference: &str) -> Vec<String> {
        together(reference, &self.with)
    }
}

fn together(reference: &str, with: &[String]) -> Vec<String> {
    [reference].into_iter().chain(with.iter().map(String::as_str)).map(str::to_string).collect()
}

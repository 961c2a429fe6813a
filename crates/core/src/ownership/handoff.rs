//! Handoffs: how a responsibility goes from a giver to a receiver (OWN-10, domain ruling 2). The giver stays accountable until both met
//! together and the receiver accepted, or a named person waived it for a reason.

mod clocks;

pub use clocks::{Clocks, MOST_DAYS, MOST_PROTECTED_DAYS};

use super::Responsibility;
use crate::account::{Activity, ActivityKind};
use crate::primitives::{ActivityId, HandoffId, RenewalId, TeammateId, days_between};
use crate::refusal::Refusal;
use crate::renewal::Renewal;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;

/// A joint touch counts if it took place this many days before the handoff opened, or later: people are introduced before they appear.
pub const TOUCH_DAYS: i64 = 30;

/// What somebody said that settled a handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Who.
    pub by: String,
    /// Why; may be empty only where a receiver accepts.
    pub reason: String,
    /// On which day.
    pub on: Date,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// Where a handoff stands. A transition consumes the state it leaves, and only [`HandoffState::Accepted`] and
/// [`HandoffState::Waived`] make the receiver accountable: the one holds a joint touch, the other a name and a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandoffState {
    /// The receiver is designated; no joint touch is recorded.
    Opened,
    /// Giver and receiver met together; the receiver has not accepted.
    Met {
        /// The contact, or the internal step, at which both were present.
        touch: ActivityId,
    },
    /// The receiver accepted: the responsibilities are theirs.
    Accepted {
        /// The contact, or the internal step, at which both were present.
        touch: ActivityId,
        /// The receiver's word.
        word: Word,
    },
    /// The receiver declined: the giver keeps the responsibilities until the policy or the lead finds another.
    Declined {
        /// The receiver's word.
        word: Word,
    },
    /// Somebody let the joint touch pass: the responsibilities are the receiver's, and an introduction is owed.
    Waived {
        /// Who waived it and why.
        word: Word,
        /// The day by which the receiver should be introduced to the customer.
        introduce_by: Date,
        /// The contact at which the receiver was introduced.
        introduced: Option<ActivityId>,
    },
    /// The designation moved on, or the renewal was decided, before it was done.
    Withdrawn {
        /// What happened.
        word: Word,
    },
}

impl HandoffState {
    /// The stable code in the database and the API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Met { .. } => "met",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Waived { .. } => "waived",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The words people read.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Opened => "Not met yet",
            Self::Met { .. } => "Met, not accepted",
            Self::Accepted { .. } => "Accepted",
            Self::Declined { .. } => "Declined",
            Self::Waived { .. } => "Waived",
            Self::Withdrawn { .. } => "Withdrawn",
        }
    }

    /// Whether the giver is still accountable and something is to be done about it.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Opened | Self::Met { .. })
    }

    /// Whether it makes the receiver accountable.
    pub const fn transfers(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Waived { .. })
    }

    /// Whether the receiver became accountable unmet and was not introduced since.
    pub const fn owes_introduction(&self) -> bool {
        matches!(self, Self::Waived { introduced: None, .. })
    }

    /// What settled it, if anything did.
    pub const fn word(&self) -> Option<&Word> {
        match self {
            Self::Opened | Self::Met { .. } => None,
            Self::Accepted { word, .. } | Self::Declined { word } | Self::Waived { word, .. } | Self::Withdrawn { word } => Some(word),
        }
    }

    /// The contact at which both were present, or at which the receiver was introduced later.
    pub const fn touch(&self) -> Option<ActivityId> {
        match self {
            Self::Met { touch } | Self::Accepted { touch, .. } => Some(*touch),
            Self::Waived { introduced, .. } => *introduced,
            Self::Opened | Self::Declined { .. } | Self::Withdrawn { .. } => None,
        }
    }

    /// Both met together; or, after a waiver, the receiver was introduced.
    ///
    /// # Errors
    /// A handoff that is settled, or that has its joint touch.
    pub fn met(self, touch: ActivityId) -> Result<Self, Refusal> {
        match self {
            Self::Opened => Ok(Self::Met { touch }),
            Self::Waived { word, introduce_by, introduced: None } => Ok(Self::Waived { word, introduce_by, introduced: Some(touch) }),
            other => Err(other.refuse("cannot be met")),
        }
    }

    /// The receiver takes the responsibilities over.
    ///
    /// # Errors
    /// A handoff without a joint touch, or one that is settled.
    pub fn accepted(self, word: Word) -> Result<Self, Refusal> {
        match self {
            Self::Met { touch } => Ok(Self::Accepted { touch, word }),
            Self::Opened => Err(Refusal::general(
                "giver and receiver have not met together yet",
                "Record the joint meeting first, or ask a lead to waive it by name.",
            )),
            other => Err(other.refuse("cannot be accepted")),
        }
    }

    /// The receiver does not take the responsibilities over; the giver keeps them.
    ///
    /// # Errors
    /// A handoff that is settled.
    pub fn declined(self, word: Word) -> Result<Self, Refusal> {
        if self.is_open() { Ok(Self::Declined { word }) } else { Err(self.refuse("cannot be declined")) }
    }

    /// Somebody lets the joint touch pass. Where both met already, no introduction is owed.
    ///
    /// # Errors
    /// A handoff that is settled; a word without a name or a reason.
    pub fn waived(self, word: Word, introduce_by: Date) -> Result<Self, Refusal> {
        if word.by.trim().is_empty() || word.reason.trim().is_empty() {
            return Err(Refusal::general("a waiver names who waives and why", "Say who lets the joint meeting pass, and why."));
        }
        match self {
            Self::Opened => Ok(Self::Waived { word, introduce_by, introduced: None }),
            Self::Met { touch } => Ok(Self::Waived { word, introduce_by, introduced: Some(touch) }),
            other => Err(other.refuse("cannot be waived")),
        }
    }

    /// What it was for fell away before it was done.
    ///
    /// # Errors
    /// A handoff that is settled.
    pub fn withdrawn(self, word: Word) -> Result<Self, Refusal> {
        if self.is_open() { Ok(Self::Withdrawn { word }) } else { Err(self.refuse("cannot be withdrawn")) }
    }

    fn refuse(&self, cannot: &str) -> Refusal {
        Refusal::general(format!("a handoff that is {} {cannot}", self.label().to_lowercase()), "Reload to see where it stands.")
    }
}

/// Responsibilities of one renewal on their way from one person to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoff {
    /// Identity.
    pub id: HandoffId,
    /// The renewal.
    pub renewal: RenewalId,
    /// 1 for the first handoff of the renewal, then one more each.
    pub number: u32,
    /// Who gives: accountable until it is done.
    pub giver: TeammateId,
    /// Who receives: designated.
    pub receiver: TeammateId,
    /// What changes hands.
    pub responsibilities: BTreeSet<Responsibility>,
    /// The day it began.
    pub opened_on: Date,
    /// The day by which the receiver should have accepted.
    pub due_on: Date,
    /// Who caused it.
    pub opened_by: String,
    /// What happened, as a sentence part.
    pub reason: String,
    /// When it was written.
    pub recorded_at: Timestamp,
    /// Where it stands.
    pub state: HandoffState,
}

impl Handoff {
    /// `R-1042-H1`: the renewal's reference and the number.
    pub fn reference(&self, renewal: &Renewal) -> String {
        format!("{}-H{}", renewal.reference(), self.number)
    }

    /// The day by which the next thing should have happened: acceptance, or the introduction that a waiver owes.
    pub const fn clock(&self) -> Option<Date> {
        match self.state {
            HandoffState::Opened | HandoffState::Met { .. } => Some(self.due_on),
            HandoffState::Waived { introduce_by, introduced: None, .. } => Some(introduce_by),
            _ => None,
        }
    }

    /// Whether the next thing should have happened before the day.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.clock().is_some_and(|due_on| due_on < today)
    }

    /// The first day whose contacts count as its joint touch.
    pub fn touches_from(&self) -> Date {
        self.opened_on.saturating_sub(TOUCH_DAYS.days())
    }

    /// Why a contact is not the joint touch of this handoff, or nothing where it is: both are present, and somebody of the customer,
    /// or both in an internal note that says what they went through together. After a waiver the giver may be gone: the receiver
    /// then meets the customer beside anybody of ours.
    ///
    /// # Errors
    /// What is missing.
    pub fn check_touch(&self, activity: &Activity) -> Result<(), &'static str> {
        if activity.withdrawn {
            return Err("was withdrawn");
        }
        if activity.held_on < self.touches_from() {
            return Err("took place long before the handoff began");
        }
        let introduction = self.state.owes_introduction();
        if !activity.ours.contains(&self.receiver) {
            return Err("took place without the receiver");
        }
        if introduction && activity.ours.len() < 2 {
            return Err("took place without anybody of ours who could introduce the receiver");
        }
        if !introduction && !activity.ours.contains(&self.giver) {
            return Err("took place without the giver");
        }
        let internal = activity.kind == ActivityKind::Note && !introduction;
        if internal || (activity.kind.is_live() && !activity.theirs.is_empty()) {
            return Ok(());
        }
        Err(if activity.kind.is_live() { "names nobody of the customer" } else { "is no meeting, call or review with the customer" })
    }

    /// Whether a contact with the customer is the joint touch without anybody saying so.
    pub fn is_met_by(&self, activity: &Activity) -> bool {
        activity.kind != ActivityKind::Note && self.check_touch(activity).is_ok()
    }
}

/// Days back over which [`Figures`] look.
pub const FIGURES_DAYS: i64 = 90;

/// From when to when a responsibility stood between two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The day it began.
    pub opened_on: Date,
    /// The day it was settled.
    pub settled_on: Option<Date>,
    /// Whether the receiver became accountable.
    pub transferred: bool,
    /// Whether both had met by then.
    pub overlapped: bool,
    /// When the next thing should have happened.
    pub clock_on: Option<Date>,
}

/// How well a company hands over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Handoffs that are not settled.
    pub open: u64,
    /// Open handoffs, and introductions that are owed, whose clock has run out.
    pub overdue: u64,
    /// Handoffs by which somebody became accountable in the last [`FIGURES_DAYS`].
    pub transferred: u64,
    /// Those of them before which the two had not met together.
    pub without_overlap: u64,
    /// Days that transferred handoffs stood between two people, on average, rounded down; `None` where nothing was transferred.
    pub limbo_days: Option<i64>,
    /// Days for which the oldest open handoff has been standing.
    pub oldest_days: Option<i64>,
}

impl Figures {
    /// Counts the spans of a company on a day.
    pub fn of(spans: &[Span], today: Date) -> Self {
        let settled = |span: &&Span| span.transferred && span.settled_on.is_some_and(|on| days_between(on, today) < FIGURES_DAYS);
        let done: Vec<&Span> = spans.iter().filter(settled).collect();
        let open: Vec<&Span> = spans.iter().filter(|span| span.settled_on.is_none()).collect();
        let stood = |span: &&Span| days_between(span.opened_on, span.settled_on.unwrap_or(today));
        let limbo: i64 = done.iter().map(stood).sum();
        let count = i64::try_from(done.len()).unwrap_or(i64::MAX);
        Self {
            open: open.len() as u64,
            overdue: spans.iter().filter(|span| span.clock_on.is_some_and(|clock_on| clock_on < today)).count() as u64,
            transferred: done.len() as u64,
            without_overlap: done.iter().filter(|span| !span.overlapped).count() as u64,
            limbo_days: (count > 0).then(|| limbo / count),
            oldest_days: open.iter().map(stood).max(),
        }
    }
}

#[cfg(test)]
mod tests;

//! What customers object to, and what we promised them.

use super::Withdrawal;
use crate::ownership::handoff::Word;
use crate::primitives::{AccountId, CommitmentId, ObjectionId, RenewalId, StakeholderId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;

closed_words! {
    /// What an objection is about.
    ObjectionKind {
        Price = "price", "Price";
        Value = "value", "Value";
        Product = "product", "Product";
        Service = "service", "Service";
        Relationship = "relationship", "Relationship";
        Legal = "legal", "Legal";
        Timing = "timing", "Timing";
    }
}

/// Something that a customer objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Identity.
    pub id: ObjectionId,
    /// The customer.
    pub account: AccountId,
    /// The renewal that it stands in the way of, where it is one.
    pub renewal: Option<RenewalId>,
    /// What it is about.
    pub kind: ObjectionKind,
    /// What they say, in a line.
    pub text: String,
    /// Who of them raised it.
    pub raised_by: Option<StakeholderId>,
    /// When.
    pub raised_on: Date,
    /// What we answered.
    pub answer: Option<Word>,
    /// That they were content, and with what.
    pub resolved: Option<Word>,
    /// Who wrote it down.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
    /// Taken back; it then counts for nothing.
    pub withdrawn: Option<Withdrawal>,
}

impl Objection {
    /// `open`, `answered` or `resolved`.
    pub const fn state(&self) -> &'static str {
        match (&self.resolved, &self.answer) {
            (Some(_), _) => "resolved",
            (None, Some(_)) => "answered",
            (None, None) => "open",
        }
    }
}

closed_words! {
    /// How a commitment ended.
    CommitmentEnd {
        Kept = "kept", "Kept";
        Broken = "broken", "Broken";
        Released = "released", "Released by the customer";
    }
}

/// Something that we promised a customer. It outlives the renewal at which it was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Identity.
    pub id: CommitmentId,
    /// The customer.
    pub account: AccountId,
    /// The renewal at which it was promised, where it was at one.
    pub renewal: Option<RenewalId>,
    /// What was promised, in a line.
    pub promise: String,
    /// To whom.
    pub to: Option<StakeholderId>,
    /// Who of ours sees to it.
    pub owner: TeammateId,
    /// When it was promised.
    pub made_on: Date,
    /// By when.
    pub due_on: Date,
    /// How it ended, and what is to be said of that.
    pub ended: Option<(CommitmentEnd, Word)>,
    /// Who wrote it down.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
    /// Taken back; it then counts for nothing.
    pub withdrawn: Option<Withdrawal>,
}

impl Commitment {
    /// Whether it is still to be kept.
    pub const fn is_open(&self) -> bool {
        self.ended.is_none() && self.withdrawn.is_none()
    }

    /// Whether it should have been kept before today.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_open() && self.due_on < today
    }
}

//! Contacts with customers: when, what, and who was present on both sides. Append-only.

use crate::primitives::{AccountId, ActivityId, RenewalId, StakeholderId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

closed_words! {
    /// What kind of contact it was.
    ActivityKind {
        Meeting = "meeting", "Meeting";
        Call = "call", "Call";
        BusinessReview = "business_review", "Business review";
        Email = "email", "E-mail";
        Note = "note", "Internal note";
    }
}

impl ActivityKind {
    /// Whether people spoke with each other: met, called or reviewed.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Meeting | Self::Call | Self::BusinessReview)
    }
}

/// One contact with a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Identity.
    pub id: ActivityId,
    /// The customer.
    pub account: AccountId,
    /// The renewal it was about, if it was about one.
    pub renewal: Option<RenewalId>,
    /// What kind.
    pub kind: ActivityKind,
    /// The day it took place.
    pub held_on: Date,
    /// One line.
    pub subject: String,
    /// What was said; may be empty.
    pub notes: String,
    /// Who of ours was present.
    pub ours: BTreeSet<TeammateId>,
    /// Who of theirs was present.
    pub theirs: BTreeSet<StakeholderId>,
    /// Who wrote it down.
    pub author: String,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// Taken back later as a mistake; it then counts for nothing.
    pub withdrawn: bool,
}

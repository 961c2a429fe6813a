//! Typed ids. Every id is a UUIDv7 from an injected source, so that a replay gives the same ids.

use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Where new ids come from. The binary's source reads the clock and the system's randomness; a simulation's source is seeded.
pub trait IdSource: Send + Sync {
    /// The next id, never given before by this source.
    fn next_id(&self) -> Uuid;
}

/// Ids for a plan that is never saved: they count up.
#[derive(Debug, Default)]
pub(crate) struct UnsavedIds(AtomicU64);

impl IdSource for UnsavedIds {
    fn next_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1)
    }
}

macro_rules! typed_id {
    ($($name:ident: $doc:literal),* $(,)?) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Draws a new id from the source.
            pub fn new(source: &dyn IdSource) -> Self {
                Self(source.next_id())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

typed_id! {
    TeammateId: "A person of ours.",
    AccountId: "A customer company.",
    ContractId: "A contract with an account.",
    LineId: "A line of a contract term; its versions share the id.",
    RenewalId: "The decision at the end of one contract term.",
    TaskId: "One playbook step on one renewal.",
    EntryId: "One entry of the ownership ledger.",
    PolicyId: "One version of an ownership policy.",
    UserId: "A person who may sign in.",
    EventId: "One accepted write.",
    StakeholderId: "A person at a customer.",
    RiskCallId: "One judgement of an account's risk.",
    AbsenceId: "One absence of a teammate.",
    OverrideId: "One reassignment by name.",
    HandoffId: "One handoff of a renewal from a giver to a receiver.",
    ActivityId: "One contact with a customer.",
    SealId: "One sealed report.",
    DraftId: "One draft of the policy.",
    ExpansionId: "What a customer may buy more of.",
    NoticeId: "What one person is told once.",
    JobId: "One piece of work that waits to be done.",
    LinkId: "One secret link to a calendar.",
    ChannelId: "One room of a chat that hears of notices.",
    ValueId: "One entry of the value record of a customer.",
    StandpointId: "A judgement of where a stakeholder stands.",
    ObjectionId: "Something that a customer objects to.",
    CommitmentId: "Something that we promised a customer.",
    CommentId: "What somebody of ours said about a customer.",
    DocumentId: "A document of a customer that lies elsewhere.",
    ReadingId: "What was measured of an agreed outcome on a day.",
    ForecastId: "What somebody submitted as their forecast of a week.",
    SubjectId: "What is owned: a renewal or an expansion, by the id of the one or the other.",
}

impl From<RenewalId> for SubjectId {
    fn from(RenewalId(id): RenewalId) -> Self {
        Self(id)
    }
}

impl From<ExpansionId> for SubjectId {
    fn from(ExpansionId(id): ExpansionId) -> Self {
        Self(id)
    }
}

impl SubjectId {
    /// The renewal that has this id, if it is one.
    pub const fn as_renewal(self) -> RenewalId {
        RenewalId(self.0)
    }

    /// The expansion that has this id, if it is one.
    pub const fn as_expansion(self) -> ExpansionId {
        ExpansionId(self.0)
    }
}

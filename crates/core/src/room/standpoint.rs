//! Where people at a customer stand: their influence and sentiment as somebody judged them on a day, and who of ours knows them.

use crate::account::Activity;
use crate::primitives::{AccountId, StakeholderId, StandpointId, TeammateId, closed_words, days_between};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

closed_words! {
    /// How much somebody's word weighs in the decision.
    Influence {
        High = "high", "High";
        Medium = "medium", "Medium";
        Low = "low", "Low";
    }
}

closed_words! {
    /// Whether somebody speaks for us.
    Sentiment {
        Critic = "critic", "Critic";
        Unknown = "unknown", "Unknown";
        Neutral = "neutral", "Neutral";
        Supporter = "supporter", "Supporter";
    }
}

/// A judgement of where somebody stands. The last one counts; those before it stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standpoint {
    /// Identity.
    pub id: StandpointId,
    /// The customer.
    pub account: AccountId,
    /// Who is judged.
    pub stakeholder: StakeholderId,
    /// Influence.
    pub influence: Influence,
    /// Sentiment.
    pub sentiment: Sentiment,
    /// Who of ours knows the person, as somebody said; contacts tell of others.
    pub known_by: BTreeSet<TeammateId>,
    /// What was seen or heard.
    pub reason: String,
    /// The day of the judgement.
    pub judged_on: Date,
    /// Who judged.
    pub author: String,
    /// When it was written down.
    pub recorded_at: Timestamp,
}

/// Days back over which people whom we spoke with are counted.
pub const MET_DAYS: i64 = 90;

/// What contacts tell of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touches {
    /// The last meeting, call or review with the person.
    pub last_on: Option<Date>,
    /// How many of them fell into the last [`MET_DAYS`].
    pub lately: u32,
    /// Who of ours was there, ever.
    pub with: BTreeSet<TeammateId>,
}

/// What contacts of an account until a day tell of the people there.
pub fn touches<'a>(activities: impl IntoIterator<Item = &'a Activity>, today: Date) -> BTreeMap<StakeholderId, Touches> {
    let mut found: BTreeMap<StakeholderId, Touches> = BTreeMap::new();
    let counts = |activity: &&Activity| !activity.withdrawn && activity.kind.is_live() && activity.held_on <= today;
    for activity in activities.into_iter().filter(counts) {
        for person in &activity.theirs {
            let touches = found.entry(*person).or_default();
            touches.last_on = touches.last_on.max(Some(activity.held_on));
            touches.lately += u32::from(days_between(activity.held_on, today) < MET_DAYS);
            touches.with.extend(&activity.ours);
        }
    }
    found
}

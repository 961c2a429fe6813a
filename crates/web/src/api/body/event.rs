//! Bodies about the log of events, and what is answered to a change.

use serde::Serialize;
use tenure_app::{LogItem, LogPage, Receipt};
use utoipa::ToSchema;

/// What came of a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    /// Reference of what was changed.
    pub reference: String,
    /// Number of its event in the log; absent where it was so already.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    pub event: Option<u64>,
    /// Revision of the account after it, where one account is concerned.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: Option<u64>,
}

impl From<&Receipt> for ChangeBody {
    fn from(receipt: &Receipt) -> Self {
        Self { reference: receipt.subject.clone(), event: receipt.event, revision: receipt.revision }
    }
}

/// One event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// Its number: 1 for the first event, then without a hole.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    pub sequence: u64,
    /// What happened, in the past tense.
    #[schema(example = "task_completed")]
    pub kind: String,
    /// Reference of what it happened to.
    #[schema(example = "R-1042")]
    pub subject: String,
    /// In one sentence.
    pub summary: String,
    /// Who did it.
    pub actor: String,
    /// The day, in the organisation's time zone.
    #[schema(format = Date)]
    pub occurred_on: String,
    /// The instant.
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

impl From<&LogItem> for EventBody {
    fn from(item: &LogItem) -> Self {
        Self {
            sequence: item.sequence,
            kind: item.event.kind.clone(),
            subject: item.subject.clone(),
            summary: item.event.summary.clone(),
            actor: item.event.actor.clone(),
            occurred_on: item.event.on.to_string(),
            recorded_at: item.event.at.to_string(),
        }
    }
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventList {
    /// Events, oldest first.
    pub items: Vec<EventBody>,
    /// Send as `after` for the next page; absent on the last one. Later, go on after the last `sequence` you have.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    pub next: Option<u64>,
}

impl From<&LogPage> for EventList {
    fn from(page: &LogPage) -> Self {
        Self { items: page.items.iter().map(EventBody::from).collect(), next: page.next }
    }
}

//! The log of events, for administrators and for programs that follow what happens.

use super::EventItem;
use super::account::event_item;
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::permission::require_administrator;
use tenure_store::{LogFilter, LogPlace, TimelineRow};

/// One event with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogItem {
    /// Its number: 1 for the first event, then without a hole.
    pub sequence: u64,
    /// Reference of what it happened to.
    pub subject: String,
    /// What happened.
    pub event: EventItem,
}

impl LogItem {
    pub(crate) fn of(row: TimelineRow) -> Self {
        Self { sequence: row.sequence, subject: row.subject.clone(), event: event_item(row) }
    }
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    /// Events.
    pub items: Vec<LogItem>,
    /// The number from which the next page goes on, if there is one.
    pub next: Option<u64>,
}

impl App {
    /// One page of the log. It also tells of users and tokens, so only administrators may read it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub async fn log(&self, actor: &Actor, filter: &LogFilter, place: LogPlace, limit: u16) -> Result<LogPage, AppError> {
        require_administrator(actor)?;
        let limit = usize::from(limit.clamp(1, 500));
        let mut rows = self.store.read().await?.log(filter, place, limit as u32 + 1).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| row.sequence);
        Ok(LogPage { items: rows.into_iter().map(LogItem::of).collect(), next })
    }
}

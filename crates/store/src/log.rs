//! The log of events: timelines of single subjects, and the whole of it for whoever follows it.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, get, instant};
use crate::sql::marks;
use crate::views::Where;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeSet;

/// One event of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineRow {
    /// Number in the log.
    pub sequence: u64,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// In one sentence.
    pub summary: String,
    /// Who did it.
    pub actor: String,
    /// The civil day.
    pub occurred_on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
}

/// Which events of the log. `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Reference of what they happened to.
    pub subject: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
}

/// Which way through the log, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogPlace {
    /// Oldest first, after this number.
    After(u64),
    /// Newest first, before this number or from the end.
    Before(Option<u64>),
}

impl Record for TimelineRow {
    const TABLE: &'static str = "event";
    const COLUMNS: &'static [&'static str] = &["sequence", "kind", "subject", "summary", "actor", "occurred_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        // An event is written whole, by crate::save.
        Vec::new()
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: row.number("sequence")?,
            kind: row.text("kind")?,
            subject: row.text("subject")?,
            summary: row.text("summary")?,
            actor: row.text("actor")?,
            occurred_on: row.parsed("occurred_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

/// The newest events of some subjects, with the values of the marks.
pub(crate) fn newest_of(subjects: &[String], limit: u32) -> (String, Vec<Value>) {
    let values = subjects.iter().map(|subject| Value::from(subject.clone())).collect();
    (format!("WHERE t.subject IN ({}) ORDER BY t.sequence DESC LIMIT {limit}", marks(subjects.len())), values)
}

impl Tx {
    /// Events of the log by their number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn log(&self, filter: &LogFilter, place: LogPlace, limit: u32) -> Result<Vec<TimelineRow>, StoreError> {
        let mut found = Where::everything();
        if let Some(subject) = &filter.subject {
            found.and("subject = ?", [subject.clone().into()]);
        }
        if let Some(actor) = &filter.actor {
            found.and("actor = ?", [actor.clone().into()]);
        }
        let number = |number: u64| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
        let order = match place {
            LogPlace::After(last) => {
                found.and("sequence > ?", [number(last)]);
                "ASC"
            }
            LogPlace::Before(Some(first)) => {
                found.and("sequence < ?", [number(first)]);
                "DESC"
            }
            LogPlace::Before(None) => "DESC",
        };
        get(self, &format!("{} ORDER BY t.sequence {order} LIMIT {limit}", found.sql), found.values).await
    }

    /// What events of a kind happened to that were recorded after an instant.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn subjects_after(&self, kind: &str, at: Timestamp) -> Result<BTreeSet<String>, StoreError> {
        let sql = "SELECT DISTINCT t.subject FROM event t WHERE t.kind = ? AND t.recorded_at > ?";
        let rows = self.rows(sql, vec![kind.into(), instant(at)]).await?;
        rows.iter().map(|row| Row { row, table: "event" }.text("subject")).collect()
    }

    /// The newest events of some subjects.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn timeline(&self, subjects: &[String], limit: u32) -> Result<Vec<TimelineRow>, StoreError> {
        let (newest, values) = newest_of(subjects, limit);
        get(self, &newest, values).await
    }

    /// The number of the last event, asked once by a transaction; `None` in memory, where events have none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn last_event(&self) -> Result<Option<u64>, StoreError> {
        if self.memory().is_some() {
            return Ok(None);
        }
        if let Some(known) = self.seen.last_event() {
            return Ok(u64::try_from(known).ok());
        }
        let row = self.row("SELECT last_sequence FROM event_counter", vec![]).await?.ok_or(StoreError::Empty)?;
        Row { row: &row, table: "event_counter" }.number("last_sequence").map(Some)
    }

    /// The log in figures: last number given, events kept, lowest and highest number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn log_figures(&self) -> Result<(u64, u64, u64, u64), StoreError> {
        let sql =
            "SELECT c.last_sequence, (SELECT COUNT(*) FROM event) AS events, (SELECT COALESCE(MIN(sequence), 0) FROM event) AS lowest,
                   (SELECT COALESCE(MAX(sequence), 0) FROM event) AS highest FROM event_counter c";
        let row = self.row(sql, vec![]).await?.ok_or(StoreError::Empty)?;
        let row = Row { row: &row, table: "event" };
        Ok((row.number("last_sequence")?, row.number("events")?, row.number("lowest")?, row.number("highest")?))
    }
}

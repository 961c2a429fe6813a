//! Handoffs as lists: those that wait, by their clock, and all of them, the latest first. Nothing here decides.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::memory::Recorded;
use crate::record::{Record, Row, day, get, instant, read_all};
use crate::sql::marks;
use crate::then::Then;
use crate::views::{RenewalRow, Where};
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::facts::{Facts, Write};
use tenure_core::ownership::handoff::{Handoff, Span};
use tenure_core::primitives::{HandoffId, RenewalId, TeammateId};

/// What a list of handoffs is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoffFilter {
    /// Only those that wait for a meeting, an acceptance or an introduction, on renewals that are open.
    pub waiting: bool,
    /// Only those that this person gives.
    pub giver: Option<TeammateId>,
    /// Only those that this person receives.
    pub receiver: Option<TeammateId>,
}

/// Where a list goes on: the day that orders it, and the handoff.
pub type HandoffKey = (Date, HandoffId);

/// A handoff with the renewal it is about.
#[derive(Clone, Debug)]
pub struct HandoffRow {
    /// The handoff.
    pub handoff: Handoff,
    /// Its renewal.
    pub renewal: RenewalRow,
}

fn narrowed(filter: &HandoffFilter) -> Where {
    let mut found = Where::everything();
    if filter.waiting {
        // The state is hidden in a call, so that SQLite goes by the handoffs that wait and not by every open renewal.
        found.and("t.clock_on IS NOT NULL AND COALESCE(r.state, '') = 'open'", []);
    }
    let id = |person: TeammateId| Value::from(person.to_string());
    match (filter.giver, filter.receiver) {
        (Some(giver), Some(receiver)) => found.and("(t.giver_id = ? OR t.receiver_id = ?)", [id(giver), id(receiver)]),
        (Some(giver), None) => found.and("t.giver_id = ?", [id(giver)]),
        (None, Some(receiver)) => found.and("t.receiver_id = ?", [id(receiver)]),
        (None, None) => {}
    }
    found
}

impl Tx {
    /// A page of handoffs: those that wait by their clock, all of them by the day they were opened, the latest first. A giver and a
    /// receiver that are both given mean either.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn handoffs(&self, filter: &HandoffFilter, after: Option<HandoffKey>, limit: u32) -> Result<Vec<HandoffRow>, StoreError> {
        let mut found = narrowed(filter);
        let (place, than, order) =
            if filter.waiting { ("t.clock_on", ">", "t.clock_on, t.id") } else { ("t.opened_on", "<", "t.opened_on DESC, t.id DESC") };
        if let Some((on, id)) = after {
            found.and(&format!("({place}, t.id) {than} (?, ?)"), [day(on), id.to_string().into()]);
        }
        self.handoff_rows(found, order, limit).await
    }

    /// The handoffs that wait and that a person may have to do something about, by their clock: as giver, as receiver, or in the place of a
    /// giver who is gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn handoffs_for(&self, person: TeammateId, limit: u32) -> Result<Vec<HandoffRow>, StoreError> {
        let mut found = narrowed(&HandoffFilter { waiting: true, ..HandoffFilter::default() });
        let me = Value::from(person.to_string());
        found.and(
            "(t.giver_id = ? OR t.receiver_id = ? OR (t.state = 'waived' AND (t.giver_id IN (SELECT g.id FROM teammate g WHERE g.manager_id = ?)
             OR EXISTS (SELECT 1 FROM organisation o WHERE o.desk_lead_id = ?))))",
            std::iter::repeat_n(me, 4),
        );
        self.handoff_rows(found, "t.clock_on, t.id", limit).await
    }

    async fn handoff_rows(&self, found: Where, order: &str, limit: u32) -> Result<Vec<HandoffRow>, StoreError> {
        let columns: Vec<String> = Handoff::COLUMNS.iter().map(|column| format!("t.{column}")).collect();
        let columns = columns.join(", ");
        let sql =
            format!("SELECT {columns} FROM handoff t JOIN renewal r ON r.id = t.renewal_id {} ORDER BY {order} LIMIT {limit}", found.sql);
        let handoffs = read_all::<Handoff>(&self.rows(&sql, found.values).await?)?;
        let mut renewals = self.renewals_by_id(handoffs.iter().map(|handoff| handoff.renewal).collect()).await?;
        // Several handoffs may be of one renewal.
        let rows = handoffs.into_iter().filter_map(|handoff| {
            let renewal = renewals.get_mut(&handoff.renewal)?.clone();
            Some(HandoffRow { handoff, renewal })
        });
        Ok(rows.collect())
    }

    async fn renewals_by_id(&self, ids: BTreeSet<RenewalId>) -> Result<BTreeMap<RenewalId, RenewalRow>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!("SELECT t.id FROM renewal t WHERE t.id IN ({})", marks(ids.len()));
        let rows = self.rows_of(&sql, ids.into_iter().map(|id| id.to_string().into()).collect()).await?;
        Ok(rows.into_iter().map(|row| (row.renewal.id, row)).collect())
    }

    /// How many handoffs wait, counted up to `cap`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn waiting_handoffs(&self, filter: &HandoffFilter, cap: u32) -> Result<u64, StoreError> {
        let found = narrowed(&HandoffFilter { waiting: true, ..filter.clone() });
        let sql = format!("SELECT 1 FROM handoff t JOIN renewal r ON r.id = t.renewal_id {} LIMIT {cap}", found.sql);
        self.count(&sql, found.values).await
    }

    /// Handoffs that had been declined by a day, as had been recorded. A refusal is final: the row says since when it is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn declined_then(&self, then: Then) -> Result<Vec<Handoff>, StoreError> {
        let mut found = Where::everything();
        found.and("t.state = 'declined' AND t.settled_on <= ?", [day(then.as_of)]);
        if let Some(at) = then.known_at {
            found.and("t.settled_at <= ?", [instant(at)]);
        }
        get(self, &found.sql, found.values).await
    }

    /// From when to when handoffs that wait, or that were settled since a day, stood between two people; at most `cap` of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn handoff_spans(&self, since: Date, cap: u32) -> Result<Vec<Span>, StoreError> {
        let sql = format!(
            "SELECT t.opened_on, t.settled_on, t.state, t.clock_on, r.state AS renewal_state, a.held_on FROM handoff t
             JOIN renewal r ON r.id = t.renewal_id LEFT JOIN activity a ON a.id = t.touch_id
             WHERE (t.settled_on IS NULL AND r.state = 'open') OR t.settled_on >= ? ORDER BY t.opened_on DESC, t.id DESC LIMIT {cap}"
        );
        let rows = self.rows(&sql, vec![day(since)]).await?;
        let read = |row: &sea_orm::QueryResult| {
            let row = Row { row, table: "handoff" };
            let (state, held_on): (String, Option<Date>) = (row.text("state")?, row.parsed_or_none("held_on")?);
            let settled_on: Option<Date> = row.parsed_or_none("settled_on")?;
            Ok(Span {
                opened_on: row.parsed("opened_on")?,
                settled_on,
                transferred: matches!(state.as_str(), "accepted" | "waived"),
                overlapped: held_on.zip(settled_on).is_some_and(|(held_on, settled_on)| held_on <= settled_on),
                clock_on: row.parsed_or_none("clock_on")?,
            })
        };
        rows.iter().map(read).collect()
    }
}

impl Store {
    /// The handoffs that the verbs after so many opened, or waived with an introduction owed, by reference; and how many verbs a company
    /// in memory recorded. Nothing for a database.
    pub fn handoffs_since(&self, verbs: usize) -> (usize, Vec<String>) {
        self.recorded(|facts, record| (record.len(), begun(facts, record.get(verbs..).unwrap_or_default()))).unwrap_or_default()
    }
}

fn begun(facts: &Facts, record: &[Recorded]) -> Vec<String> {
    let reference = |write: &Write| match write {
        Write::Handoff(handoff) if handoff.clock().is_some() => Some(handoff.reference(facts.renewals.get(&handoff.renewal)?)),
        _ => None,
    };
    record.iter().flat_map(|recorded| recorded.writes.iter().filter_map(reference)).collect()
}

//! Secret links to calendars, and what a calendar shows.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::record::{Record, Row, get, glance, instant, instant_text, put};
use crate::sql::marks;
use crate::views::RenewalRow;
use jiff::Timestamp;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::primitives::{LinkId, TeammateId};

/// A secret link to a person's calendars; the secret itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarLink {
    /// Identity.
    pub id: LinkId,
    /// Whose.
    pub teammate: TeammateId,
    /// What it is for.
    pub name: String,
    /// Hexadecimal SHA-256 of the secret.
    pub sha256: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Record for CalendarLink {
    const TABLE: &'static str = "calendar_link";
    const COLUMNS: &'static [&'static str] = &["id", "teammate_id", "name", "secret_sha256", "created_at", "revoked_at"];
    const KEY: &'static [&'static str] = &["id"];

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.to_string().into(),
            self.teammate.to_string().into(),
            self.name.clone().into(),
            self.sha256.clone().into(),
            instant(self.created_at),
            self.revoked_at.map(instant_text).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            teammate: row.parsed("teammate_id")?,
            name: row.text("name")?,
            sha256: row.text("secret_sha256")?,
            created_at: row.parsed("created_at")?,
            revoked_at: row.parsed_or_none("revoked_at")?,
        })
    }
}

impl Store {
    /// Whose calendars the working link with this SHA-256 shows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn owner_of_link(&self, sha256: &str) -> Result<Option<TeammateId>, StoreError> {
        let found = glance::<CalendarLink>(self, "WHERE t.secret_sha256 = ? AND t.revoked_at IS NULL", vec![sha256.into()]).await?;
        Ok(found.into_iter().next().map(|link| link.teammate))
    }
}

impl Tx {
    /// The links of a person that work, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn links_of(&self, person: TeammateId) -> Result<Vec<CalendarLink>, StoreError> {
        let rest = "WHERE t.teammate_id = ? AND t.revoked_at IS NULL ORDER BY t.created_at DESC, t.id DESC";
        get(self, rest, vec![person.to_string().into()]).await
    }

    /// Adds a link, or revokes it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn put_link(&self, link: &CalendarLink) -> Result<(), StoreError> {
        put(self, [link]).await
    }

    /// Open renewals of which somebody of the people holds a part, by term end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_renewals_of(&self, people: &BTreeSet<TeammateId>, limit: u32) -> Result<Vec<RenewalRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT t.id FROM renewal t WHERE t.state = 'open' AND EXISTS
             (SELECT 1 FROM ownership_holder h WHERE h.subject_id = t.id AND h.teammate_id IN ({})) ORDER BY t.end_on, t.number LIMIT {limit}",
            marks(people.len())
        );
        self.rows_of(&sql, people.iter().map(|id| id.to_string().into()).collect()).await
    }

    /// When events were recorded, by their number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn recorded_at(&self, numbers: &BTreeSet<u64>) -> Result<BTreeMap<u64, Timestamp>, StoreError> {
        let numbers: Vec<i64> = numbers.iter().filter_map(|number| i64::try_from(*number).ok()).collect();
        let mut found = BTreeMap::new();
        for chunk in numbers.chunks(500) {
            let sql = format!("SELECT sequence, recorded_at FROM event WHERE sequence IN ({})", marks(chunk.len()));
            for row in &self.rows(&sql, chunk.iter().map(|number| (*number).into()).collect()).await? {
                let row = Row { row, table: "event" };
                found.insert(row.number("sequence")?, row.parsed("recorded_at")?);
            }
        }
        Ok(found)
    }
}

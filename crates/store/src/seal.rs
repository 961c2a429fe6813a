//! Sealed reports. Rows are added and read; there is no statement here that changes or removes one.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, day, get, instant, put_rows};
use sea_orm::Value;
use tenure_core::seal::{FoundSeal, Seal, sha256};

/// A seal with the number of its event, without the content.
struct SealRow {
    seal: Seal,
    event: u64,
}

impl Record for SealRow {
    const TABLE: &'static str = "sealed_report";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "kind",
        "title",
        "parameters",
        "as_of",
        "known_at",
        "content_sha256",
        "previous_sha256",
        "seal_sha256",
        "sealed_by",
        "sealed_at",
        "event_sequence",
    ];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let seal = &self.seal;
        vec![
            seal.id.to_string().into(),
            i64::from(seal.number).into(),
            seal.kind.clone().into(),
            seal.title.clone().into(),
            seal.parameters.clone().into(),
            day(seal.as_of),
            instant(seal.known_at),
            seal.content_sha256.clone().into(),
            seal.previous_sha256.clone().into(),
            seal.seal_sha256.clone().into(),
            seal.sealed_by.clone().into(),
            instant(seal.sealed_at),
            i64::try_from(self.event).unwrap_or(i64::MAX).into(),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let seal = Seal {
            id: row.parsed("id")?,
            number: row.number("number")?,
            kind: row.text("kind")?,
            title: row.text("title")?,
            parameters: row.text("parameters")?,
            as_of: row.parsed("as_of")?,
            known_at: row.parsed("known_at")?,
            content_sha256: row.text("content_sha256")?,
            previous_sha256: row.text("previous_sha256")?,
            seal_sha256: row.text("seal_sha256")?,
            sealed_by: row.text("sealed_by")?,
            sealed_at: row.parsed("sealed_at")?,
        };
        Ok(Self { seal, event: row.number("event_sequence")? })
    }
}

impl Tx {
    /// Adds a seal with its content and the number of the event that tells of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_seal(&self, seal: &Seal, content: &str, event: u64) -> Result<(), StoreError> {
        let row = SealRow { seal: seal.clone(), event };
        let values = row.values().into_iter().chain([content.into()]).collect();
        put_rows(self, (SealRow::TABLE, &[SealRow::COLUMNS, &["content"]].concat(), SealRow::KEY), values).await
    }

    /// Seals before a number, or the last ones, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn seals(&self, before: Option<u32>, limit: u16) -> Result<Vec<Seal>, StoreError> {
        let before = before.map_or(i64::MAX, i64::from);
        let rest = format!("WHERE t.number < ? ORDER BY t.number DESC LIMIT {limit}");
        let rows = get::<SealRow>(self, &rest, vec![before.into()]).await?;
        Ok(rows.into_iter().map(|row| row.seal).collect())
    }

    /// One seal and its content, byte for byte.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sealed(&self, number: u32) -> Result<Option<(Seal, String)>, StoreError> {
        let Some(row) = get::<SealRow>(self, "WHERE t.number = ?", vec![i64::from(number).into()]).await?.pop() else { return Ok(None) };
        Ok(Some((row.seal, self.sealed_content(number).await?)))
    }

    /// Every seal, first to last, with what its content is now; one content at a time is held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn found_seals(&self) -> Result<Vec<FoundSeal>, StoreError> {
        let mut found = Vec::new();
        for SealRow { seal, event } in get::<SealRow>(self, "ORDER BY t.number", vec![]).await? {
            let content_is = sha256(self.sealed_content(seal.number).await?.as_bytes());
            found.push(FoundSeal { seal, content_is, event });
        }
        Ok(found)
    }

    /// How many events tell of a sealed report.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sealing_events(&self) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) AS events FROM event WHERE kind = 'report_sealed'";
        let row = self.row(sql, vec![]).await?.ok_or(StoreError::Empty)?;
        Row { row: &row, table: "event" }.number("events")
    }

    async fn sealed_content(&self, number: u32) -> Result<String, StoreError> {
        let row = self.row("SELECT content FROM sealed_report WHERE number = ?", vec![i64::from(number).into()]).await?;
        row.as_ref().map_or(Ok(String::new()), |row| Row { row, table: SealRow::TABLE }.text("content"))
    }
}

//! Rows of findings that were set aside.

use crate::error::StoreError;
use crate::record::{Record, Row, day, instant};
use sea_orm::Value;
use tenure_core::checks::Dismissal;

impl Record for Dismissal {
    const TABLE: &'static str = "finding_dismissal";
    const COLUMNS: &'static [&'static str] = &["finding", "number", "title", "reason", "author", "until_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            self.finding.clone().into(),
            i64::from(self.number).into(),
            self.title.clone().into(),
            self.reason.clone().into(),
            self.author.clone().into(),
            day(self.until),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            finding: row.text("finding")?,
            number: row.number("number")?,
            title: row.text("title")?,
            reason: row.text("reason")?,
            author: row.text("author")?,
            until: row.parsed("until_on")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

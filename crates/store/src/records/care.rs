//! Rows of what customers of a tier are owed.

use crate::error::StoreError;
use crate::record::{Record, Row, day, instant};
use sea_orm::Value;
use tenure_core::account::{Care, Owed};

impl Record for Care {
    const TABLE: &'static str = "tier_care";
    const COLUMNS: &'static [&'static str] =
        &["tier", "number", "from_on", "review_days", "contacts_least", "contacts_most", "evidence", "set_by", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        vec![
            i64::from(self.tier).into(),
            i64::from(self.number).into(),
            day(self.from_on),
            i64::from(self.owed.review_days).into(),
            i64::from(self.owed.contacts_least).into(),
            i64::from(self.owed.contacts_most).into(),
            self.owed.evidence.code().into(),
            self.set_by.clone().into(),
            instant(self.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            tier: row.number("tier")?,
            number: row.number("number")?,
            from_on: row.parsed("from_on")?,
            owed: Owed {
                review_days: row.number("review_days")?,
                contacts_least: row.number("contacts_least")?,
                contacts_most: row.number("contacts_most")?,
                evidence: row.parsed("evidence")?,
            },
            set_by: row.text("set_by")?,
            recorded_at: row.parsed("recorded_at")?,
        })
    }
}

//! What people carry on the open renewals of the whole book.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Row, day};
use crate::sql::marks;
use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::ownership::designation::{Load, NEAR_DAYS};
use tenure_core::planner::carried;
use tenure_core::primitives::TeammateId;

impl Tx {
    /// How much each of some people carries on a day.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn carried(&self, people: &BTreeSet<TeammateId>, today: Date) -> Result<BTreeMap<TeammateId, Load>, StoreError> {
        if people.is_empty() {
            return Ok(BTreeMap::new());
        }
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().facts().map(|facts| carried(facts, today)).unwrap_or_default());
        }
        let sql = format!(
            "SELECT h.teammate_id, COUNT(*) AS renewals, SUM(CASE WHEN r.decision_on <= ? THEN 1 ELSE 0 END) AS near,
                    CAST(SUM(r.atr_reporting_minor) AS BIGINT) AS atr
             FROM (SELECT DISTINCT teammate_id, subject_id FROM ownership_holder
                   WHERE teammate_id IN ({}) AND responsibility <> 'executive') h
             JOIN renewal r ON r.id = h.subject_id
             WHERE r.state = 'open' GROUP BY h.teammate_id",
            marks(people.len())
        );
        let near_until = today.saturating_add(NEAR_DAYS.days());
        let values = [day(near_until)].into_iter().chain(people.iter().map(|id| Value::from(id.to_string()))).collect();
        let rows = self.rows(&sql, values).await?;
        rows.iter().map(|row| load(&Row { row, table: "ownership_holder" })).collect()
    }
}

fn load(row: &Row<'_>) -> Result<(TeammateId, Load), StoreError> {
    let load = Load { near: row.number("near")?, renewals: row.number("renewals")?, atr_minor: row.get("atr")? };
    Ok((row.parsed("teammate_id")?, load))
}

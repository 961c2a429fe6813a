//! The rules that the ledger of revenue is read under: those in force at an instant, and who set which when.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::history;
use crate::record::{Record, Row};
use jiff::Timestamp;
use sea_orm::QueryResult;
use tenure_core::facts::LedgerRules;
use tenure_core::ledger::Rules;

/// Rules that somebody set, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesSet {
    /// The rules, and who set them.
    pub set: LedgerRules,
    /// When.
    pub recorded_at: Timestamp,
}

impl Tx {
    /// The rules in force at an instant, or now; `None` where nobody had confirmed any.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ledger_rules(&self, at: Option<Timestamp>) -> Result<Option<Rules>, StoreError> {
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().ledger_rules(at));
        }
        Ok(history::known::<LedgerRules>(self, at).await?.pop().map(|known| known.rules))
    }

    /// Every set of rules that was in force, the present one first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ledger_rules_set(&self) -> Result<Vec<RulesSet>, StoreError> {
        let columns = LedgerRules::COLUMNS.join(", ");
        let sql = format!(
            "SELECT {columns}, recorded_at FROM ledger_rules UNION ALL SELECT {columns}, recorded_at FROM ledger_rules_history
             ORDER BY recorded_at DESC"
        );
        let rows = self.rows(&sql, vec![]).await?;
        let read = |row: &QueryResult| {
            let row = Row { row, table: LedgerRules::TABLE };
            Ok(RulesSet { set: LedgerRules::read(&row)?, recorded_at: row.parsed("recorded_at")? })
        };
        rows.iter().map(read).collect()
    }
}

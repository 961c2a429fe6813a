//! What stands around one thing: the accounts near an account, the versions of a contract's lines, names to choose from.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Row, get};
use crate::sql::marks;
use sea_orm::{QueryResult, Value};
use tenure_core::account::Account;
use tenure_core::ledger::LineVersion;
use tenure_core::primitives::{AccountId, ContractId};

impl Tx {
    /// The account above, those below, and those merged into it or that it was merged into; by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn related_accounts(&self, account: &Account) -> Result<Vec<Account>, StoreError> {
        let id = || Value::from(account.id.to_string());
        let other = |id: Option<AccountId>| Value::from(id.unwrap_or(account.id).to_string());
        let rest = "WHERE (t.id IN (?, ?) OR t.parent_id = ? OR t.merged_into_id = ?) AND t.id <> ? ORDER BY t.name, t.id";
        get(self, rest, vec![other(account.parent), other(account.merged_into), id(), id(), id()]).await
    }

    /// The accounts of some ids.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn accounts_by_id(&self, ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        get(self, &format!("WHERE t.id IN ({})", marks(ids.len())), ids.iter().map(|id| id.to_string().into()).collect()).await
    }

    /// Reference and name of the accounts that were not merged away, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn account_names(&self, limit: u32) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT reference, name FROM account WHERE merged_into_id IS NULL ORDER BY name, id LIMIT ?";
        let rows = self.rows(sql, vec![i64::from(limit).into()]).await?;
        let read = |row: &QueryResult| {
            let row = Row { row, table: "account" };
            Ok((row.text("reference")?, row.text("name")?))
        };
        rows.iter().map(read).collect()
    }

    /// Every version of the lines of a contract, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn line_versions(&self, contract: ContractId) -> Result<Vec<LineVersion>, StoreError> {
        let rest = "WHERE t.contract_id = ? ORDER BY t.reference, t.version";
        get(self, rest, vec![contract.to_string().into()]).await
    }
}

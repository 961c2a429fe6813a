//! What lists narrow by, kept beside what it follows from: the folded texts of accounts, and the risk of an account on its renewals.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, put};
use crate::sql::marks;
use sea_orm::{QueryResult, Value};
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, folded};
use tenure_core::checks::{ListedText, Listing};
use tenure_core::facts::Write;
use tenure_core::primitives::AccountId;

/// The texts of an account as searches compare them.
struct AccountText {
    account: AccountId,
    name: String,
    reference: String,
}

impl AccountText {
    fn of(account: &Account) -> Self {
        Self { account: account.id, name: folded(&account.name), reference: folded(&account.reference) }
    }
}

impl Record for AccountText {
    const TABLE: &'static str = "account_text";
    const COLUMNS: &'static [&'static str] = &["account_id", "folded_name", "folded_reference"];
    const KEY: &'static [&'static str] = &["account_id"];

    fn values(&self) -> Vec<Value> {
        vec![self.account.to_string().into(), self.name.clone().into(), self.reference.clone().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { account: row.parsed("account_id")?, name: row.text("folded_name")?, reference: row.text("folded_reference")? })
    }
}

/// A renewal whose account has another risk than is kept on it.
const OTHER_RISK: &str = "risk <> (SELECT a.risk FROM account a WHERE a.id = renewal.account_id)";

impl Tx {
    /// Brings the projections in step with the accounts and renewals that were written.
    pub(crate) async fn save_projections(&self, writes: &[&Write]) -> Result<(), StoreError> {
        let written = |write: &Write| if let Write::Account(account) = write { Some((account.id, AccountText::of(account))) } else { None };
        let texts: BTreeMap<AccountId, AccountText> = writes.iter().copied().filter_map(written).collect();
        put(self, texts.values()).await?;
        let touched = |write: &Write| match write {
            Write::Account(account) => Some(account.id),
            Write::Renewal(renewal) => Some(renewal.account),
            _ => None,
        };
        let accounts: BTreeSet<AccountId> = writes.iter().copied().filter_map(touched).collect();
        for chunk in accounts.into_iter().collect::<Vec<_>>().chunks(400) {
            let sql = format!(
                "UPDATE renewal SET risk = (SELECT a.risk FROM account a WHERE a.id = renewal.account_id)
                 WHERE account_id IN ({}) AND {OTHER_RISK}",
                marks(chunk.len())
            );
            self.execute_later(&sql, chunk.iter().map(|id| id.to_string().into()).collect::<Vec<Value>>()).await?;
        }
        Ok(())
    }

    /// What the projections say, whole, to be compared with what they follow from.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn listing(&self) -> Result<Listing, StoreError> {
        let mut texts = vec![self.listed_texts("account_text").await?];
        if !self.is_postgres() {
            texts.push(self.listed_texts("account_search").await?);
        }
        let rows = self.rows("SELECT t.id, t.risk FROM renewal t", vec![]).await?;
        let risk = |row: &QueryResult| {
            let row = Row { row, table: "renewal" };
            Ok((row.parsed("id")?, row.parsed("risk")?))
        };
        Ok(Listing { texts, risks: rows.iter().map(risk).collect::<Result<_, StoreError>>()?, arr: self.listed_arr().await? })
    }

    async fn listed_texts(&self, table: &'static str) -> Result<Vec<ListedText>, StoreError> {
        let rows = self.rows(&format!("SELECT {} FROM {table}", AccountText::COLUMNS.join(", ")), vec![]).await?;
        let read = |row: &QueryResult| AccountText::read(&Row { row, table }).map(|text| (text.account, text.name, text.reference));
        rows.iter().map(read).collect()
    }
}

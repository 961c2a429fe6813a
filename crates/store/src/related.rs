//! What stands around one thing: the accounts near an account, the versions of a contract's lines, names to choose from.

use crate::bulk::{MINE, Of, Questions};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::log::{TimelineRow, newest_of};
use crate::record::{Row, get};
use crate::revision::Standing;
use crate::sql::marks;
use sea_orm::{QueryResult, Value};
use tenure_core::account::Account;
use tenure_core::ledger::LineVersion;
use tenure_core::primitives::{AccountId, ContractId};

/// What stands around an account.
#[derive(Debug)]
pub struct Surroundings {
    /// Its revision; 0 where nothing has changed it yet.
    pub revision: u64,
    /// How many contracts ever came to it or went from it.
    pub moves: u64,
    /// The newest events of it and what is its, newest first.
    pub events: Vec<TimelineRow>,
    /// The account above, those below, and those merged into it or that it was merged into; by name.
    pub accounts: Vec<Account>,
}

impl Tx {
    /// What stands around an account, with the newest events of some subjects.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn surroundings(&self, account: &Account, subjects: &[String], events: u32) -> Result<Surroundings, StoreError> {
        let mut questions = Questions::about("SELECT id FROM account WHERE id = ?", vec![account.id.to_string().into()]);
        let standing = questions.ask::<Standing>(Of(MINE, "id"), "");
        let (newest, values) = newest_of(subjects, events);
        let events = questions.ask_with::<TimelineRow>(&newest, values);
        let other = |id: Option<AccountId>| Value::from(id.unwrap_or(account.id).to_string());
        let related = "WHERE (t.id IN (?, ?) OR t.parent_id IN (SELECT id FROM mine) OR t.merged_into_id IN (SELECT id FROM mine))
                       AND t.id NOT IN (SELECT id FROM mine) ORDER BY t.name, t.id";
        let accounts = questions.ask_with::<Account>(related, vec![other(account.parent), other(account.merged_into)]);
        let answers = questions.answers(self).await?;
        let standing = answers.to(standing).await?.pop().unwrap_or(Standing { revision: 0, moves: 0 });
        let (events, accounts) = (answers.to(events).await?, answers.to(accounts).await?);
        Ok(Surroundings { revision: standing.revision, moves: standing.moves, events, accounts })
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
        let sql = format!("SELECT reference, name FROM account WHERE merged_into_id IS NULL ORDER BY name, id LIMIT {limit}");
        let rows = self.rows(&sql, Vec::new()).await?;
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

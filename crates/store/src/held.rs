//! Which accounts a person has to do with, and whether anything of them changed.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::Row;
use sea_orm::QueryResult;
use std::collections::BTreeMap;
use tenure_core::primitives::{AccountId, TeammateId};

/// The ids of the accounts on whose team a person is, or where the person holds something; the person is asked for six times.
pub(crate) const HELD_BY: &str = "SELECT account_id AS id FROM team_member WHERE teammate_id = ? UNION SELECT r.account_id FROM renewal r
     JOIN ownership_holder h ON h.subject_id = r.id WHERE h.teammate_id = ? AND r.state = 'open'
     UNION SELECT r.account_id FROM renewal r JOIN handoff h ON h.renewal_id = r.id
     WHERE h.receiver_id = ? AND h.state IN ('opened', 'met', 'declined') AND r.state = 'open'
     UNION SELECT e.account_id FROM expansion e JOIN ownership_holder h ON h.subject_id = e.id
     WHERE h.teammate_id = ? AND e.state IN ('raised', 'accepted')
     UNION SELECT r.account_id FROM renewal r JOIN task k ON k.renewal_id = r.id
     WHERE k.given_to_id = ? AND k.state = 'open' AND r.state = 'open'
     UNION SELECT m.account_id FROM commitment m WHERE m.owner_id = ? AND m.ended_as IS NULL AND m.withdrawn_at IS NULL";

/// What a person holds, in figures: while they are the same, nothing of it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldState {
    accounts: u64,
    /// The latest revision among them.
    revision: u64,
}

impl Tx {
    /// What a person holds, in figures. In memory accounts have no revisions, and nothing is said.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn held_state(&self, person: TeammateId) -> Result<Option<HeldState>, StoreError> {
        if self.memory().is_some() {
            return Ok(None);
        }
        let sql = format!("SELECT COUNT(*) AS accounts, COALESCE(MAX(revision), 0) AS revision FROM account WHERE id IN ({HELD_BY})");
        let row = self.row(&sql, vec![person.to_string().into(); 6]).await?.ok_or(StoreError::Empty)?;
        let row = Row { row: &row, table: "account" };
        Ok(Some(HeldState { accounts: row.number("accounts")?, revision: row.number("revision")? }))
    }

    /// The accounts that a person has to do with, each with its revision.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn held_accounts(&self, person: TeammateId) -> Result<BTreeMap<AccountId, u64>, StoreError> {
        let sql = format!("SELECT id, revision FROM account WHERE id IN ({HELD_BY})");
        let rows = self.rows(&sql, vec![person.to_string().into(); 6]).await?;
        let read = |row: &QueryResult| {
            let row = Row { row, table: "account" };
            Ok((row.parsed("id")?, row.number("revision")?))
        };
        rows.iter().map(read).collect()
    }
}

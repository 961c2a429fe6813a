//! What the lines of each account bring, packed: a projection that is written with the lines it follows from, and read in one pass.

use crate::bulk::SEPARATOR;
use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::load::{OF_ACCOUNTS, OF_CONTRACTS, about_accounts};
use crate::record::{Record, Row, put};
use crate::sql::marks;
use sea_orm::{QueryResult, Value};
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::contract::{Contract, Line};
use tenure_core::facts::Write;
use tenure_core::ledger::{LineVersion, pack};
use tenure_core::primitives::{AccountId, ContractId, Currency, LineId};

/// The migration that brought the table.
const SINCE: i64 = 15;
/// Accounts that are packed at a time.
const PORTION: usize = 400;
/// Accounts in one portion of a pass over all of them.
const PASS: usize = 10_000;

/// What the lines of an account bring.
struct AccountArr {
    account: AccountId,
    packed: String,
}

impl Record for AccountArr {
    const TABLE: &'static str = "account_arr";
    const COLUMNS: &'static [&'static str] = &["account_id", "packed"];
    const KEY: &'static [&'static str] = &["account_id"];

    fn values(&self) -> Vec<Value> {
        vec![self.account.to_string().into(), self.packed.clone().into()]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        // A row that is still to be packed says nothing.
        Ok(Self { account: row.parsed("account_id")?, packed: row.get_or_none("packed")?.unwrap_or_default() })
    }
}

/// Some accounts in packed form, and where the next ones begin.
#[derive(Debug, Default)]
pub struct PackedAccounts {
    joined: String,
    /// Where the next portion begins; `None` after the last one.
    pub next: Option<PackedPlace>,
}

/// A place between two portions.
#[derive(Clone, Debug)]
pub struct PackedPlace(Value);

impl PackedAccounts {
    /// What the lines of each account bring.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        self.joined.split(SEPARATOR)
    }
}

impl Store {
    /// Packs every account that is not packed: after a migration, or where somebody emptied a row to have it packed anew.
    pub(crate) async fn pack_what_is_not(&self) -> Result<(), StoreError> {
        if self.version().await? < SINCE {
            return Ok(());
        }
        loop {
            let empty = format!("SELECT account_id FROM account_arr WHERE packed IS NULL LIMIT {PORTION}");
            let rows = self.glance(&empty, vec![]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let accounts = rows.iter().map(|row| Row { row, table: "account_arr" }.parsed("account_id")).collect::<Result<_, _>>()?;
            let tx = self.write().await?;
            tx.pack_accounts(accounts).await?;
            tx.commit().await?;
        }
    }
}

impl Tx {
    /// Brings the packed lines in step with the contracts and lines that were written.
    pub(crate) async fn save_arr(&self, writes: &[&Write]) -> Result<(), StoreError> {
        let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
        let mut contracts: BTreeSet<ContractId> = BTreeSet::new();
        for write in writes {
            match write {
                Write::Contract(contract) => drop(accounts.insert(contract.account)),
                Write::ContractMove(moved) => accounts.extend([moved.from, moved.to]),
                Write::Line(line) | Write::VoidLine(line) => drop(contracts.insert(line.contract)),
                _ => {}
            }
        }
        for write in writes {
            if let Write::Contract(contract) = write {
                contracts.remove(&contract.id);
            }
        }
        for chunk in contracts.into_iter().collect::<Vec<_>>().chunks(PORTION) {
            let sql = format!("SELECT DISTINCT account_id FROM contract WHERE id IN ({})", marks(chunk.len()));
            for row in self.rows(&sql, chunk.iter().map(|id| id.to_string().into()).collect()).await? {
                accounts.insert(Row { row: &row, table: "contract" }.parsed("account_id")?);
            }
        }
        self.pack_accounts(accounts).await
    }

    /// Packs accounts from their contracts and lines.
    async fn pack_accounts(&self, accounts: BTreeSet<AccountId>) -> Result<(), StoreError> {
        for chunk in accounts.into_iter().collect::<Vec<_>>().chunks(PORTION) {
            let ids = format!("SELECT id FROM account WHERE id IN ({})", marks(chunk.len()));
            let mut questions = about_accounts(&ids, chunk.iter().map(|id| id.to_string().into()).collect());
            let contracts = questions.ask::<Contract>(OF_ACCOUNTS, "");
            let lines = questions.ask::<LineVersion>(OF_CONTRACTS, "AND t.kind = 'recurring' ORDER BY t.version");
            let answers = questions.answers(self).await?;
            let contracts: BTreeMap<ContractId, Contract> = answers.to(contracts).await?.into_iter().map(|c| (c.id, c)).collect();
            let mut last: BTreeMap<LineId, LineVersion> = BTreeMap::new();
            for version in answers.to(lines).await? {
                last.insert(version.line.id, version);
            }
            let mut of: BTreeMap<AccountId, Vec<(&Line, Currency)>> = chunk.iter().map(|id| (*id, Vec::new())).collect();
            for version in last.values().filter(|version| !version.voided) {
                if let Some(contract) = contracts.get(&version.line.contract) {
                    of.entry(contract.account).or_default().push((&version.line, contract.currency));
                }
            }
            let rows = of.into_iter().map(|(account, lines)| Ok(AccountArr { account, packed: pack(lines).map_err(too_large)? }));
            put(self, &rows.collect::<Result<Vec<_>, StoreError>>()?).await?;
        }
        Ok(())
    }

    /// Some accounts in packed form, those with which a contract ever moved left out: what they had and when, their own lines do not tell.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn packed_accounts(&self, after: Option<&PackedPlace>) -> Result<PackedAccounts, StoreError> {
        // In the order in which the rows lie in an embedded database: looking each up by its key would take longer than reading it.
        let (place, join) = if self.is_postgres() { ("t.account_id", "STRING_AGG") } else { ("t.rowid", "GROUP_CONCAT") };
        let behind = if after.is_some() { format!("AND {place} > ?") } else { String::new() };
        let sql = format!(
            "SELECT COUNT(*) AS found, MAX(place) AS place, {join}(packed, '{SEPARATOR}') AS joined FROM (
                 SELECT {place} AS place, COALESCE(t.packed, '') AS packed FROM account_arr t
                 WHERE t.account_id NOT IN (SELECT from_account_id FROM contract_move UNION SELECT to_account_id FROM contract_move) {behind}
                 ORDER BY {place} LIMIT {PASS}) portion"
        );
        let Some(row) = self.row(&sql, after.map(|place| place.0.clone()).into_iter().collect()).await? else {
            return Ok(PackedAccounts::default());
        };
        let read = Row { row: &row, table: "account_arr" };
        let found: usize = read.number("found")?;
        let next = match found {
            PASS if self.is_postgres() => Some(PackedPlace(read.text("place")?.into())),
            PASS => Some(PackedPlace(read.get::<i64>("place")?.into())),
            _ => None,
        };
        Ok(PackedAccounts { joined: read.get_or_none("joined")?.unwrap_or_default(), next })
    }

    /// Every account with the packed form of its lines, to be compared with what it follows from.
    pub(crate) async fn listed_arr(&self) -> Result<Vec<(AccountId, String)>, StoreError> {
        let rows = self.rows("SELECT t.account_id, t.packed FROM account_arr t", vec![]).await?;
        let read = |row: &QueryResult| AccountArr::read(&Row { row, table: "account_arr" }).map(|arr| (arr.account, arr.packed));
        rows.iter().map(read).collect()
    }
}

fn too_large(refusal: tenure_core::refusal::Refusal) -> StoreError {
    StoreError::Unreadable { table: "contract_line", column: "unit_price_millionths", value: String::new(), problem: refusal.problem }
}

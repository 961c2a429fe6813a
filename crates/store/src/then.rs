//! Lists as they stood: what was so on a day, by what was recorded until an instant. The states that rows had come from their histories.

use crate::bulk::{Wanted, get_all};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::history::{self, Kept};
use crate::record::{Row, day, get, get_from, instant};
use crate::records::EntryRow;
use crate::sql::marks;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use tenure_core::account::{Account, ContractMove, RiskCall};
use tenure_core::contract::Contract;
use tenure_core::expansion::Expansion;
use tenure_core::ledger::KnownMove;
use tenure_core::ownership::ledger::OwnershipEntry;
use tenure_core::primitives::{AccountId, ContractId, RenewalId, SubjectId, TeammateId};
use tenure_core::renewal::Renewal;

/// What a list is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Then {
    /// What was so on this day.
    pub as_of: Date,
    /// By what was recorded until this instant; `None` is all that is recorded.
    pub known_at: Option<Timestamp>,
}

/// Things named in one statement.
const NAMED_PER_STATEMENT: usize = 400;

impl Then {
    /// A condition on when a row was recorded, to follow another one.
    fn recorded(self) -> (&'static str, Vec<Value>) {
        self.known_at.map_or(("", Vec::new()), |at| (" AND t.recorded_at <= ?", vec![instant(at)]))
    }
}

impl Tx {
    /// Whether anything was recorded until an instant.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn knew_anything(&self, at: Timestamp) -> Result<bool, StoreError> {
        Ok(self.row("SELECT 1 AS found FROM event t WHERE t.recorded_at <= ? LIMIT 1", vec![instant(at)]).await?.is_some())
    }

    /// Renewals that had been written down by the day, with those that were decided by then only where they are asked for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewals_then(&self, then: Then, with_closed: bool) -> Result<Vec<Renewal>, StoreError> {
        let mut condition = "t.scheduled_on <= ?".to_string();
        let mut values = vec![day(then.as_of)];
        if !with_closed {
            condition.push_str(" AND (t.state = 'open' OR t.closed_on > ?)");
            values.push(day(then.as_of));
        }
        let (recorded, at) = then.recorded();
        let standing = format!("{condition}{recorded}");
        let place = |renewal: &Renewal| vec![renewal.id.to_string().into()];
        let wanted =
            Wanted { table: "renewal", condition: &standing, values: [values.clone(), at.clone()].concat(), order: &["id"], place };
        let mut renewals = get_all(self, &wanted).await?;
        if then.known_at.is_some() {
            let replaced = format!("{standing} AND t.replaced_at > ?");
            let values = [values, at.clone(), at].concat();
            renewals.extend(get_all(self, &Wanted { table: Renewal::HISTORY, condition: &replaced, values, ..wanted }).await?);
        }
        Ok(renewals)
    }

    /// Expansions that had been raised by the day, also those that were settled by then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn expansions_then(&self, then: Then) -> Result<Vec<Expansion>, StoreError> {
        let (recorded, at) = then.recorded();
        let standing = format!("t.raised_on <= ?{recorded}");
        let values = [vec![day(then.as_of)], at.clone()].concat();
        let place = |expansion: &Expansion| vec![expansion.id.to_string().into()];
        let wanted = Wanted { table: "expansion", condition: &standing, values: values.clone(), order: &["id"], place };
        let mut expansions = get_all(self, &wanted).await?;
        if then.known_at.is_some() {
            let replaced = format!("{standing} AND t.replaced_at > ?");
            let values = [values, at].concat();
            expansions.extend(get_all(self, &Wanted { table: Expansion::HISTORY, condition: &replaced, values, ..wanted }).await?);
        }
        Ok(expansions)
    }

    /// Every account as it was known. An account has no first day of its own: it counts on every day once it is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn accounts_then(&self, then: Then) -> Result<Vec<Account>, StoreError> {
        history::known(self, then.known_at).await
    }

    /// Some accounts as they were known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn accounts_named(&self, then: Then, ids: &[AccountId]) -> Result<BTreeMap<AccountId, Account>, StoreError> {
        let accounts = self.named::<Account>(then, ids.iter().map(ToString::to_string).collect()).await?;
        Ok(accounts.into_iter().map(|account| (account.id, account)).collect())
    }

    /// Some contracts as they were known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn contracts_named(&self, then: Then, ids: &[ContractId]) -> Result<BTreeMap<ContractId, Contract>, StoreError> {
        let contracts = self.named::<Contract>(then, ids.iter().map(ToString::to_string).collect()).await?;
        Ok(contracts.into_iter().map(|contract| (contract.id, contract)).collect())
    }

    /// Rows of some ids as they were known.
    async fn named<R: Kept>(&self, then: Then, ids: Vec<String>) -> Result<Vec<R>, StoreError> {
        let (recorded, at) = then.recorded();
        let mut records = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(NAMED_PER_STATEMENT) {
            let named = format!("WHERE t.id IN ({}){recorded}", marks(chunk.len()));
            let values: Vec<Value> = chunk.iter().cloned().map(Value::from).chain(at.clone()).collect();
            records.extend(get::<R>(self, &named, values.clone()).await?);
            if then.known_at.is_some() {
                let values = values.into_iter().chain(at.clone()).collect();
                records.extend(get_from::<R>(self, R::HISTORY, &format!("{named} AND t.replaced_at > ?"), values).await?);
            }
        }
        Ok(records)
    }

    /// Moves of contracts on later days, as they were known: until then the contract was still with whoever gave it away.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn moves_after(&self, then: Then) -> Result<Vec<ContractMove>, StoreError> {
        let (recorded, at) = then.recorded();
        let rest = format!("WHERE t.moved_on > ?{recorded} ORDER BY t.moved_on, t.recorded_at");
        let values = std::iter::once(day(then.as_of)).chain(at).collect();
        Ok(get::<KnownMove>(self, &rest, values).await?.into_iter().map(|known| known.moved).collect())
    }

    /// Judgements of risk of some accounts that had been recorded, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn risk_calls_then(&self, then: Then, ids: &[AccountId]) -> Result<BTreeMap<AccountId, Vec<RiskCall>>, StoreError> {
        let (recorded, at) = then.recorded();
        let mut calls: BTreeMap<AccountId, Vec<RiskCall>> = BTreeMap::new();
        for chunk in ids.chunks(NAMED_PER_STATEMENT) {
            let rest = format!("WHERE t.account_id IN ({}){recorded} ORDER BY t.recorded_at, t.id", marks(chunk.len()));
            let values = chunk.iter().map(|id| Value::from(id.to_string())).chain(at.clone()).collect();
            for call in get::<RiskCall>(self, &rest, values).await? {
                calls.entry(call.account).or_default().push(call);
            }
        }
        Ok(calls)
    }

    /// Entries of the ownership ledger of some renewals that had been recorded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn entries_then(&self, then: Then, ids: &[SubjectId]) -> Result<BTreeMap<SubjectId, Vec<OwnershipEntry>>, StoreError> {
        let (recorded, at) = then.recorded();
        let mut entries: BTreeMap<SubjectId, Vec<OwnershipEntry>> = BTreeMap::new();
        for chunk in ids.chunks(NAMED_PER_STATEMENT) {
            let rest = format!("WHERE t.subject_id IN ({}) AND t.effective_on <= ?{recorded}", marks(chunk.len()));
            let values = chunk.iter().map(|id| Value::from(id.to_string())).chain([day(then.as_of)]).chain(at.clone()).collect();
            for row in get::<EntryRow>(self, &rest, values).await? {
                entries.entry(row.entry.subject).or_default().push(row.entry);
            }
        }
        Ok(entries)
    }

    /// Renewals of which a person was to hold something at some time until the day, as had been recorded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn held_by_then(&self, then: Then, person: TeammateId) -> Result<Vec<RenewalId>, StoreError> {
        let (recorded, at) = then.recorded();
        let sql = format!("SELECT DISTINCT t.subject_id FROM ownership_entry t WHERE t.holder_id = ? AND t.effective_on <= ?{recorded}");
        let values = [Value::from(person.to_string()), day(then.as_of)].into_iter().chain(at).collect();
        let rows = self.rows(&sql, values).await?;
        rows.iter().map(|row| Row { row, table: "ownership_entry" }.parsed("subject_id")).collect()
    }
}

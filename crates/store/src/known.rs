//! What was known at an instant: the facts about money, with the states that were replaced since.

use crate::bulk::{Wanted, get_all};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::history;
use crate::record::{Row, get, instant};
use crate::records::{DatedRate, PlanRate, TermRow};
use crate::sql::marks;
use jiff::Timestamp;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::{Account, Risk};
use tenure_core::contract::Contract;
use tenure_core::ledger::{Known, KnownMove, LineVersion, Rates};
use tenure_core::renewal::Renewal;

/// Accounts named in one statement.
const ACCOUNTS_PER_STATEMENT: usize = 400;

impl Tx {
    /// The facts about money as they were known at an instant, or as they are. `None` where nothing was recorded by then: the answer is
    /// not known. Facts that an earlier schema changed in place count as known from the beginning.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known(&self, at: Option<Timestamp>) -> Result<Option<Known>, StoreError> {
        let Some(mut known) = self.known_but_lines(at).await? else { return Ok(None) };
        if self.memory().is_none() {
            known.versions = self.known_lines(at).await?;
            known.arrange();
        }
        Ok(Some(known))
    }

    /// As [`Tx::known`], without the versions of lines, which are half of it: [`Tx::known_lines`] may read them meanwhile, in another
    /// transaction that sees the same last event. In memory all of it comes at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_but_lines(&self, at: Option<Timestamp>) -> Result<Option<Known>, StoreError> {
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().known(at));
        }
        let Some(organisation) = self.organisation().await? else { return Ok(None) };
        let (condition, values) = match at {
            None => ("", vec![]),
            Some(at) => ("t.recorded_at <= ?", vec![instant(at)]),
        };
        let by_then = if condition.is_empty() { String::new() } else { format!("WHERE {condition}") };
        if self.row(&format!("SELECT 1 AS found FROM event t {by_then} LIMIT 1"), values.clone()).await?.is_none() {
            return Ok(None);
        }
        let mut known = Known::nothing(organisation.currency);
        set_rates(&mut known, history::known(self, at).await?, history::known(self, at).await?);
        add_accounts(&mut known, history::known(self, at).await?);
        add_contracts(&mut known, history::known(self, at).await?);
        add_terms(&mut known, history::known(self, at).await?);
        known.renewals = history::known::<Renewal>(self, at).await?;
        known.moves = get::<KnownMove>(self, &by_then, values).await?;
        Ok(Some(known))
    }

    /// Every version of every line that was recorded by an instant, in no order of meaning.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_lines(&self, at: Option<Timestamp>) -> Result<Vec<LineVersion>, StoreError> {
        let (condition, values) = at.map_or(("", vec![]), |at| ("t.recorded_at <= ?", vec![instant(at)]));
        let place = |version: &LineVersion| vec![version.line.id.to_string().into(), i64::from(version.line.version).into()];
        get_all(self, &Wanted { table: "contract_line", condition, values, order: &["id", "version"], place }).await
    }

    /// What changed after the event of a number, for [`Known::renew`], and the number that was reached. In memory there is no such number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_since(&self, after: u64) -> Result<(u64, Known), StoreError> {
        let organisation = self.organisation().await?.ok_or(StoreError::Empty)?;
        let reached = self.last_event().await?.unwrap_or(after);
        let after = Value::from(i64::try_from(after).unwrap_or(i64::MAX));
        let mut known = Known::nothing(organisation.currency);
        set_rates(&mut known, get(self, "", vec![]).await?, get(self, "", vec![]).await?);
        known.moves = get(self, "WHERE t.event_sequence > ?", vec![after.clone()]).await?;
        let changed = self.rows("SELECT id FROM account WHERE revision > ?", vec![after]).await?;
        let changed = changed.iter().map(|row| Row { row, table: "account" }.text("id")).collect::<Result<Vec<_>, _>>()?;
        for chunk in changed.chunks(ACCOUNTS_PER_STATEMENT) {
            self.add_changed(&mut known, chunk).await?;
        }
        known.arrange();
        Ok((reached, known))
    }

    /// What is known now of the accounts with which a contract ever moved, and of no other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_of_moved(&self) -> Result<Known, StoreError> {
        let organisation = self.organisation().await?.ok_or(StoreError::Empty)?;
        let mut known = Known::nothing(organisation.currency);
        set_rates(&mut known, get(self, "", vec![]).await?, get(self, "", vec![]).await?);
        known.moves = get(self, "", vec![]).await?;
        let moved = known.moves.iter().flat_map(|known| [known.moved.from, known.moved.to]);
        let moved: Vec<String> = moved.collect::<BTreeSet<_>>().iter().map(ToString::to_string).collect();
        for chunk in moved.chunks(ACCOUNTS_PER_STATEMENT) {
            self.add_changed(&mut known, chunk).await?;
        }
        known.arrange();
        Ok(known)
    }

    /// Every rate that is known now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rates(&self) -> Result<Rates, StoreError> {
        let organisation = self.organisation().await?.ok_or(StoreError::Empty)?;
        let mut known = Known::nothing(organisation.currency);
        set_rates(&mut known, get(self, "", vec![]).await?, get(self, "", vec![]).await?);
        Ok(Rates::of(&known))
    }

    /// Some accounts with all that is theirs now.
    async fn add_changed(&self, known: &mut Known, accounts: &[String]) -> Result<(), StoreError> {
        let values = || accounts.iter().cloned().map(Value::from).collect::<Vec<_>>();
        let marks = marks(accounts.len());
        let theirs = format!("WHERE t.contract_id IN (SELECT c.id FROM contract c WHERE c.account_id IN ({marks}))");
        add_accounts(known, get(self, &format!("WHERE t.id IN ({marks})"), values()).await?);
        add_contracts(known, get(self, &format!("WHERE t.account_id IN ({marks})"), values()).await?);
        add_terms(known, get(self, &theirs, values()).await?);
        known.renewals.extend(get::<Renewal>(self, &theirs, values()).await?);
        known.versions.extend(get::<LineVersion>(self, &theirs, values()).await?);
        Ok(())
    }
}

fn set_rates(known: &mut Known, plan_rates: Vec<PlanRate>, dated_rates: Vec<DatedRate>) {
    known.plan_rates = plan_rates.into_iter().map(|rate| ((rate.year, rate.currency), rate.rate)).collect();
    known.dated_rates = dated_rates.into_iter().map(|rate| ((rate.rated_on, rate.currency), rate.rate)).collect();
}

/// The risk in force follows from the judgements, and its history is theirs.
fn add_accounts(known: &mut Known, accounts: Vec<Account>) {
    add(&mut known.accounts, accounts.into_iter().map(|account| (account.id, Account { risk: Risk::Unknown, ..account })));
}

fn add_contracts(known: &mut Known, contracts: Vec<Contract>) {
    add(&mut known.contracts, contracts.into_iter().map(|contract| (contract.id, contract)));
}

fn add_terms(known: &mut Known, terms: Vec<TermRow>) {
    add(&mut known.terms, terms.into_iter().filter(|row| !row.voided).map(|row| ((row.term.contract, row.term.number), row.term)));
}

/// Adds many entries, which come in order, at once: one by one each would look for its place.
fn add<K: Ord, V>(to: &mut BTreeMap<K, V>, entries: impl Iterator<Item = (K, V)>) {
    to.append(&mut entries.collect());
}

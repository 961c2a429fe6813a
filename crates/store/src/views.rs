//! Read models: lists filtered, ordered and paged by the database. Nothing here decides.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, day, get};
use crate::records::HolderRow;
use crate::sql::marks;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use tenure_core::account::Account;
use tenure_core::identity::Teammate;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{AccountId, RenewalId, TaskId, TeammateId};
use tenure_core::renewal::{Renewal, Task, TaskState};

/// What a list of renewals is narrowed to. `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridFilter {
    /// Part of the account's name or reference, in any case.
    pub search: Option<String>,
    /// Where this person holds a responsibility.
    pub holder: Option<TeammateId>,
    /// Risk category code.
    pub risk: Option<String>,
    /// Term ends before this day.
    pub ends_before: Option<Date>,
    /// Decision day before this day.
    pub decides_before: Option<Date>,
    /// Auto-renewing or not.
    pub auto_renew: Option<bool>,
    /// Of this account.
    pub account: Option<AccountId>,
    /// Closed renewals too.
    pub include_closed: bool,
}

impl GridFilter {
    fn asks_about_the_account(&self) -> bool {
        self.search.is_some() || self.risk.is_some()
    }
}

/// Where a page of the grid continues: after this end and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridKey {
    /// Term end of the last row seen.
    pub end_on: Date,
    /// Renewal number of the last row seen.
    pub number: u32,
}

/// One row of the grid.
#[derive(Clone, Debug)]
pub struct RenewalRow {
    /// The renewal.
    pub renewal: Renewal,
    /// Its account.
    pub account: Account,
    /// Revision of the account.
    pub revision: u64,
    /// Contract number.
    pub contract: String,
    /// Who holds what now.
    pub holders: BTreeMap<Responsibility, TeammateId>,
    /// The open task that is due first.
    pub next_task: Option<Task>,
}

/// One task of somebody's queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// The task.
    pub task: Task,
    /// Its renewal.
    pub renewal: Renewal,
    /// Its account.
    pub account: Account,
    /// Revision of the account.
    pub revision: u64,
    /// Who must do it.
    pub holder: TeammateId,
}

/// One account of the list.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// The account.
    pub account: Account,
    /// Its revision.
    pub revision: u64,
    /// Open renewals.
    pub open_renewals: u64,
    /// Their amount in minor units of the reporting currency.
    pub atr_reporting_minor: i64,
    /// The next term end.
    pub next_end_on: Option<Date>,
}

pub(crate) struct Where {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl Where {
    /// Nothing is left out yet.
    pub(crate) fn everything() -> Self {
        Self { sql: "WHERE 1 = 1".into(), values: Vec::new() }
    }

    pub(crate) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.extend(values);
    }
}

fn grid_where(filter: &GridFilter) -> Where {
    let mut found = Where::everything();
    if !filter.include_closed {
        found.and("t.state = 'open'", []);
    }
    if let Some(search) = &filter.search {
        let pattern = format!("%{}%", search.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_"));
        found.and("(LOWER(a.name) LIKE ? ESCAPE '!' OR LOWER(a.reference) LIKE ? ESCAPE '!')", [pattern.clone().into(), pattern.into()]);
    }
    if let Some(holder) = filter.holder {
        found.and("EXISTS (SELECT 1 FROM ownership_holder h WHERE h.subject_id = t.id AND h.teammate_id = ?)", [holder.to_string().into()]);
    }
    if let Some(risk) = &filter.risk {
        found.and("a.risk = ?", [risk.clone().into()]);
    }
    if let Some(before) = filter.ends_before {
        found.and("t.end_on < ?", [day(before)]);
    }
    if let Some(before) = filter.decides_before {
        found.and("t.decision_on < ?", [day(before)]);
    }
    if let Some(auto_renew) = filter.auto_renew {
        found.and("t.auto_renew = ?", [auto_renew.into()]);
    }
    if let Some(account) = filter.account {
        found.and("t.account_id = ?", [account.to_string().into()]);
    }
    found
}

/// The open tasks, due before a day, that somebody must do.
fn queued(whose: &str) -> String {
    format!(
        "JOIN ownership_holder h ON h.subject_id = t.renewal_id AND h.responsibility = t.lead
         WHERE {whose} AND t.state = 'open' AND t.due_on < ?"
    )
}

impl Tx {
    /// One page of renewals by term end and number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewal_rows(&self, filter: &GridFilter, after: Option<GridKey>, limit: u32) -> Result<Vec<RenewalRow>, StoreError> {
        let mut found = grid_where(filter);
        if let Some(key) = after {
            let number = i64::from(key.number);
            found.and("(t.end_on > ? OR (t.end_on = ? AND t.number > ?))", [day(key.end_on), day(key.end_on), number.into()]);
        }
        found.values.push(i64::from(limit).into());
        let rest = format!("JOIN account a ON a.id = t.account_id {} ORDER BY t.end_on, t.number LIMIT ?", found.sql);
        let renewals = get::<Renewal>(self, &rest, found.values).await?;
        self.complete_rows(renewals).await
    }

    /// How many renewals the filter leaves, counted up to `cap`, and the sum of their amounts up to there in the reporting
    /// currency. Yearly reviews count and add no amount (domain ruling 5).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewal_totals(&self, filter: &GridFilter, cap: u32) -> Result<(u64, i64), StoreError> {
        let mut found = grid_where(filter);
        found.values.push(i64::from(cap).into());
        let sql = format!(
            "SELECT COUNT(*) AS renewals, CAST(COALESCE(SUM(atr), 0) AS BIGINT) AS atr FROM
             (SELECT CASE WHEN t.kind = 'review' THEN 0 ELSE t.atr_reporting_minor END AS atr FROM renewal t {}{} LIMIT ?) capped",
            // Counting a thousand rows need not look up a thousand accounts that nothing asks about.
            if filter.asks_about_the_account() { "JOIN account a ON a.id = t.account_id " } else { "" },
            found.sql
        );
        let row = self.row(&sql, found.values).await?.ok_or(StoreError::Empty)?;
        let row = Row { row: &row, table: "renewal" };
        Ok((row.number("renewals")?, row.get("atr")?))
    }

    async fn complete_rows(&self, renewals: Vec<Renewal>) -> Result<Vec<RenewalRow>, StoreError> {
        if renewals.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Value> = renewals.iter().map(|r| Value::from(r.id.to_string())).collect();
        let list = marks(ids.len());
        let columns: Vec<String> = Account::COLUMNS.iter().map(|column| format!("a.{column}")).collect();
        let sql = format!(
            "SELECT {}, a.revision, r.id AS renewal_id, c.reference AS contract FROM renewal r
             JOIN contract c ON c.id = r.contract_id JOIN account a ON a.id = r.account_id WHERE r.id IN ({list})",
            columns.join(", ")
        );
        let mut customers: BTreeMap<RenewalId, (Account, u64, String)> = BTreeMap::new();
        for row in self.rows(&sql, ids.clone()).await? {
            let row = Row { row: &row, table: "account" };
            customers.insert(row.parsed("renewal_id")?, (Account::read(&row)?, row.number("revision")?, row.text("contract")?));
        }
        let mut holders: BTreeMap<RenewalId, BTreeMap<Responsibility, TeammateId>> = BTreeMap::new();
        for row in get::<HolderRow>(self, &format!("WHERE t.subject_id IN ({list})"), ids.clone()).await? {
            holders.entry(row.renewal).or_default().insert(row.responsibility, row.teammate);
        }
        let mut next: BTreeMap<RenewalId, Task> = BTreeMap::new();
        // All steps of these renewals, which are few. Asked for the open ones in order, SQLite reads every open task of the book.
        let mut tasks = get::<Task>(self, &format!("WHERE t.renewal_id IN ({list})"), ids).await?;
        tasks.retain(|task| task.state == TaskState::Open);
        tasks.sort_by(|a, b| (b.due_on, &b.step).cmp(&(a.due_on, &a.step)));
        next.extend(tasks.into_iter().map(|task| (task.renewal, task)));
        let rows = renewals.into_iter().filter_map(|renewal| {
            let (account, revision, contract) = customers.remove(&renewal.id)?;
            Some(RenewalRow {
                account,
                revision,
                contract,
                holders: holders.remove(&renewal.id).unwrap_or_default(),
                next_task: next.remove(&renewal.id),
                renewal,
            })
        });
        Ok(rows.collect())
    }

    /// Open tasks that a person must do, due before a day, earliest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue_of(&self, person: TeammateId, due_before: Date, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        self.queue("h.teammate_id = ?", person, due_before, limit).await
    }

    /// How many tasks [`Tx::queue_of`] would give.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue_length(&self, person: TeammateId, due_before: Date, limit: u32) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) AS found FROM (SELECT 1 FROM task t {} LIMIT ?) capped", queued("h.teammate_id = ?"));
        self.count(&sql, vec![person.to_string().into(), day(due_before), i64::from(limit).into()]).await
    }

    /// How many renewals are open, counted up to `cap`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_renewals(&self, cap: u32) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) AS found FROM (SELECT 1 FROM renewal t WHERE t.state = 'open' LIMIT ?) capped";
        self.count(sql, vec![i64::from(cap).into()]).await
    }

    async fn count(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        let row = self.row(sql, values).await?.ok_or(StoreError::Empty)?;
        Row { row: &row, table: "renewal" }.number("found")
    }

    /// Open tasks of the people who report to a manager, due before a day: what escalates.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue_of_reports(&self, manager: TeammateId, due_before: Date, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        self.queue("h.teammate_id IN (SELECT id FROM teammate WHERE manager_id = ?)", manager, due_before, limit).await
    }

    async fn queue(&self, whose: &str, person: TeammateId, due_before: Date, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        let rest = format!("{} ORDER BY t.due_on, t.id LIMIT ?", queued(whose));
        let values = vec![person.to_string().into(), day(due_before), i64::from(limit).into()];
        let tasks = get::<Task>(self, &rest, values).await?;
        let mut rows = Vec::with_capacity(tasks.len());
        for chunk in tasks.chunks(200) {
            let ids: std::collections::BTreeSet<String> = chunk.iter().map(|task| task.renewal.to_string()).collect();
            let list = marks(ids.len());
            let renewals = get::<Renewal>(self, &format!("WHERE t.id IN ({list})"), ids.into_iter().map(Value::from).collect()).await?;
            let completed = self.complete_rows(renewals).await?;
            let by_id: BTreeMap<RenewalId, RenewalRow> = completed.into_iter().map(|row| (row.renewal.id, row)).collect();
            rows.extend(chunk.iter().filter_map(|task| {
                let row = by_id.get(&task.renewal)?;
                let holder = *row.holders.get(&task.lead)?;
                Some(QueueRow {
                    task: task.clone(),
                    renewal: row.renewal.clone(),
                    account: row.account.clone(),
                    revision: row.revision,
                    holder,
                })
            }));
        }
        Ok(rows)
    }

    /// One page of accounts by name, with their open renewals.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn account_rows(
        &self,
        search: Option<&str>,
        after: Option<(&str, AccountId)>,
        limit: u32,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let mut found = Where::everything();
        if let Some(search) = search {
            let pattern = format!("%{}%", search.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_"));
            found
                .and("(LOWER(t.name) LIKE ? ESCAPE '!' OR LOWER(t.reference) LIKE ? ESCAPE '!')", [pattern.clone().into(), pattern.into()]);
        }
        if let Some((name, id)) = after {
            found.and("(t.name > ? OR (t.name = ? AND t.id > ?))", [name.into(), name.into(), id.to_string().into()]);
        }
        found.values.push(i64::from(limit).into());
        let columns: Vec<String> = Account::COLUMNS.iter().map(|column| format!("t.{column}")).collect();
        let sql = format!(
            "SELECT {}, t.revision, (SELECT COUNT(*) FROM renewal r WHERE r.account_id = t.id AND r.state = 'open') AS open_renewals,
             (SELECT CAST(COALESCE(SUM(r.atr_reporting_minor), 0) AS BIGINT) FROM renewal r
              WHERE r.account_id = t.id AND r.state = 'open' AND r.kind <> 'review') AS atr,
             (SELECT MIN(r.end_on) FROM renewal r WHERE r.account_id = t.id AND r.state = 'open') AS next_end_on
             FROM account t {} ORDER BY t.name, t.id LIMIT ?",
            columns.join(", "),
            found.sql
        );
        let rows = self.rows(&sql, found.values).await?;
        rows.iter()
            .map(|row| {
                let row = Row { row, table: "account" };
                Ok(AccountRow {
                    account: Account::read(&row)?,
                    revision: row.number("revision")?,
                    open_renewals: row.number("open_renewals")?,
                    atr_reporting_minor: row.get("atr")?,
                    next_end_on: row.parsed_or_none("next_end_on")?,
                })
            })
            .collect()
    }

    /// The account of a reference.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn account_by_reference(&self, reference: &str) -> Result<Option<Account>, StoreError> {
        Ok(get(self, "WHERE t.reference = ?", vec![reference.into()]).await?.pop())
    }

    /// The teammate of an e-mail, whatever its capitals.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn teammate_by_email(&self, email: &str) -> Result<Option<Teammate>, StoreError> {
        Ok(get(self, "WHERE LOWER(t.email) = ?", vec![email.trim().to_lowercase().into()]).await?.pop())
    }

    /// The teammate of an id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn teammate(&self, id: TeammateId) -> Result<Option<Teammate>, StoreError> {
        Ok(get(self, "WHERE t.id = ?", vec![id.to_string().into()]).await?.pop())
    }

    /// The renewal of a number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewal_by_number(&self, number: u32) -> Result<Option<Renewal>, StoreError> {
        Ok(get(self, "WHERE t.number = ?", vec![i64::from(number).into()]).await?.pop())
    }

    /// The task of an id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn task(&self, id: TaskId) -> Result<Option<Task>, StoreError> {
        Ok(get(self, "WHERE t.id = ?", vec![id.to_string().into()]).await?.pop())
    }

    /// The account of a renewal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn account_of(&self, renewal: RenewalId) -> Result<Option<AccountId>, StoreError> {
        Ok(get::<Renewal>(self, "WHERE t.id = ?", vec![renewal.to_string().into()]).await?.pop().map(|renewal| renewal.account))
    }
}

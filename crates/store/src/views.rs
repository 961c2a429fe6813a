//! Read models: lists filtered, ordered and paged by the database. Nothing here decides.

use crate::bulk::{MINE, Of, Questions};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Record, Row, day, get};
use crate::records::{CustomerRow, HolderRow};
use crate::sql::{by_bytes, marks};
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use tenure_core::account::{Account, folded};
use tenure_core::identity::Teammate;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{AccountId, RenewalId, TaskId, TeammateId};
use tenure_core::renewal::{Renewal, Task};

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

/// Whose open tasks are asked for.
#[derive(Clone, Copy)]
enum Whose {
    /// Of whoever holds what leads them, and gave them to nobody.
    Holder(TeammateId),
    /// Given to a person.
    Given(TeammateId),
    /// Led by what people hold who report to a manager.
    Reports(TeammateId),
}

impl Tx {
    /// The rows of the renewals whose ids a query gives, by term end and number.
    pub(crate) async fn rows_of(&self, renewals: &str, values: Vec<Value>) -> Result<Vec<RenewalRow>, StoreError> {
        // Written so that SQLite goes by the renewals, which are few, and does not read every open task of the book.
        let first = format!(
            "SELECT (SELECT k.id FROM task k WHERE k.renewal_id = mine.id AND COALESCE(k.state, '') = 'open'
             ORDER BY k.due_on, k.step{} LIMIT 1) FROM mine",
            by_bytes(self.is_postgres())
        );
        let mut questions = Questions::about(renewals, values).with("next_steps", &first);
        let renewals = questions.ask::<Renewal>(Of(MINE, "id"), "ORDER BY t.end_on, t.number");
        let customers = questions.ask::<CustomerRow>(Of(MINE, "renewal_id"), "");
        let held = questions.ask::<HolderRow>(Of(MINE, "subject_id"), "");
        let next = questions.ask::<Task>(Of("next_steps", "id"), "");
        let answers = questions.answers(self).await?;
        let mut customers: BTreeMap<RenewalId, CustomerRow> =
            answers.to(customers).await?.into_iter().map(|customer| (customer.renewal, customer)).collect();
        let mut holders: BTreeMap<RenewalId, BTreeMap<Responsibility, TeammateId>> = BTreeMap::new();
        for row in answers.to(held).await? {
            holders.entry(row.subject.as_renewal()).or_default().insert(row.responsibility, row.teammate);
        }
        let mut next: BTreeMap<RenewalId, Task> = answers.to(next).await?.into_iter().map(|task| (task.renewal, task)).collect();
        let rows = answers.to(renewals).await?.into_iter().filter_map(|renewal| {
            let CustomerRow { account, revision, contract, .. } = customers.remove(&renewal.id)?;
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
        let mut rows = self.queue(Whose::Holder(person), due_before, limit).await?;
        rows.extend(self.queue(Whose::Given(person), due_before, limit).await?);
        rows.sort_by_key(|row| (row.task.due_on, row.task.id));
        Ok(rows)
    }

    /// How many tasks [`Tx::queue_of`] would give that are not put off until then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue_length(&self, person: TeammateId, due_before: Date, limit: u32) -> Result<u64, StoreError> {
        let shown = "(t.put_off_until IS NULL OR t.put_off_until < ?)";
        let mut found = 0;
        for whose in [Whose::Holder(person), Whose::Given(person)] {
            let (queued, mut values) = self.queued(whose, due_before).await?;
            values.push(day(due_before));
            found += self.count(&format!("SELECT 1 FROM task t {queued} AND {shown} LIMIT {limit}"), values).await?;
        }
        Ok(found)
    }

    /// The open tasks of somebody that are due before a day, after `FROM task t`. Where few are to be expected, written so that SQLite goes
    /// by them and does not read every open task of the book that is due.
    async fn queued(&self, whose: Whose, due_before: Date) -> Result<(String, Vec<Value>), StoreError> {
        const BY_DAY: &str = "t.state = 'open' AND t.due_on < ?";
        const BY_PERSON: &str = "COALESCE(t.state, '') = 'open' AND t.due_on < ?";
        let (person, whose, few) = match whose {
            Whose::Holder(person) => (person, "h.teammate_id = ? AND t.given_to_id IS NULL", self.holds_little(person).await?),
            Whose::Given(person) => (person, "t.given_to_id = ?", true),
            Whose::Reports(manager) => (manager, "h.teammate_id IN (SELECT id FROM teammate WHERE manager_id = ?)", false),
        };
        let open = if few { BY_PERSON } else { BY_DAY };
        let held = "JOIN ownership_holder h ON h.subject_id = t.renewal_id AND h.responsibility = t.lead";
        Ok((format!("{held} WHERE {whose} AND {open}"), vec![person.to_string().into(), day(due_before)]))
    }

    /// How many rows a query gives.
    pub(crate) async fn count(&self, rows: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        let row = self.row(&format!("SELECT COUNT(*) AS found FROM ({rows}) counted"), values).await?.ok_or(StoreError::Empty)?;
        Row { row: &row, table: "renewal" }.number("found")
    }

    /// Open tasks of the people who report to a manager, due before a day: what escalates.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue_of_reports(&self, manager: TeammateId, due_before: Date, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        // Most people manage nobody, and nothing in the book need be read to know it.
        if self.count("SELECT 1 FROM teammate WHERE manager_id = ? LIMIT 1", vec![manager.to_string().into()]).await? == 0 {
            return Ok(Vec::new());
        }
        self.queue(Whose::Reports(manager), due_before, limit).await
    }

    async fn queue(&self, whose: Whose, due_before: Date, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        let (queued, values) = self.queued(whose, due_before).await?;
        let tasks = get::<Task>(self, &format!("{queued} ORDER BY t.due_on, t.id LIMIT {limit}"), values).await?;
        let mut rows = Vec::with_capacity(tasks.len());
        for chunk in tasks.chunks(200) {
            let ids: std::collections::BTreeSet<String> = chunk.iter().map(|task| task.renewal.to_string()).collect();
            let renewals = format!("SELECT id FROM renewal WHERE id IN ({})", marks(ids.len()));
            let found = self.rows_of(&renewals, ids.into_iter().map(Value::from).collect()).await?;
            let by_id: BTreeMap<RenewalId, RenewalRow> = found.into_iter().map(|row| (row.renewal.id, row)).collect();
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

    /// One page of accounts by name whatever its capitals, with their open renewals. `after` is the name and id of the last one seen. A
    /// search is for a part of the name or reference; fewer than three letters are the beginning of the name, or the reference.
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
            let (condition, values) = self.search(search).await?.condition();
            found.and(&condition, values);
        }
        let name = format!("s.folded_name{}", by_bytes(self.is_postgres()));
        if let Some((last, id)) = after {
            found.and(&format!("({name}, s.account_id) > (?, ?)"), [folded(last).into(), id.to_string().into()]);
        }
        let columns: Vec<String> = Account::COLUMNS.iter().map(|column| format!("t.{column}")).collect();
        let sql = format!(
            "SELECT {}, t.revision, (SELECT COUNT(*) FROM renewal r WHERE r.account_id = t.id AND r.state = 'open') AS open_renewals,
             (SELECT CAST(COALESCE(SUM(r.atr_reporting_minor), 0) AS BIGINT) FROM renewal r
              WHERE r.account_id = t.id AND r.state = 'open' AND r.kind <> 'review') AS atr,
             (SELECT MIN(r.end_on) FROM renewal r WHERE r.account_id = t.id AND r.state = 'open') AS next_end_on
             FROM (SELECT s.account_id, s.folded_name FROM account_text s {} ORDER BY {name}, s.account_id LIMIT {limit}) s
             JOIN account t ON t.id = s.account_id ORDER BY {name}, s.account_id",
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

//! The list of renewals: narrowed, in order of term ends, paged and added up by the database.
//!
//! A list is read in one of two ways. Along its index, in order, until the page is full: good where many renewals are left. Or from the few
//! renewals that an index finds, which are then put in order. Which of the two is decided by counting what the index would find, up to a cap.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Row, day};
use crate::views::{RenewalRow, Where};
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::BTreeMap;
use tenure_core::primitives::{AccountId, TeammateId};

/// What a list of renewals is narrowed to. `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridFilter {
    /// Part of the account's name or reference, in any case; fewer than three letters are the beginning of the name, or the reference.
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

/// Where a page of the grid continues: after this end and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridKey {
    /// Term end of the last row seen.
    pub end_on: Date,
    /// Renewal number of the last row seen.
    pub number: u32,
}

/// What somebody may hold and still be looked up thing by thing.
const FEW_HELD: u64 = 1_000;

/// The renewals that an index finds, and what else they must fulfil.
struct Narrowed {
    found: Option<Where>,
    rest: Where,
}

impl Narrowed {
    /// A query for something of these renewals, known as `t`; its values follow in `rest`.
    fn select(self, what: &str, end: &str) -> (String, Vec<Value>) {
        let Some(mut found) = self.found else {
            return (format!("SELECT {what} FROM renewal t {} {end}", self.rest.sql), self.rest.values);
        };
        found.values.extend(self.rest.values);
        // Set apart, so that the database does not go along the list's index after all.
        let sql = format!(
            "WITH narrowed AS MATERIALIZED (SELECT r.* FROM renewal r {}) SELECT {what} FROM narrowed t {} {end}",
            found.sql, self.rest.sql
        );
        (sql, found.values)
    }
}

/// What stands in the row of a renewal.
fn of_row(filter: &GridFilter) -> Where {
    let mut found = Where::everything();
    if !filter.include_closed {
        found.and("t.state = 'open'", []);
    }
    if let Some(risk) = &filter.risk {
        found.and("t.risk = ?", [risk.clone().into()]);
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

impl Tx {
    async fn narrowed(&self, filter: &GridFilter) -> Result<Narrowed, StoreError> {
        let (mut found, mut rest) = (None, of_row(filter));
        if let Some(search) = &filter.search {
            let search = self.search(search).await?;
            match search.few() {
                Some((ids, values)) => {
                    found.get_or_insert_with(Where::everything).and(&format!("r.account_id IN ({ids})"), values);
                }
                None => {
                    let (condition, values) = search.condition();
                    rest.and(&format!("EXISTS (SELECT 1 FROM account_text s WHERE s.account_id = t.account_id AND {condition})"), values);
                }
            }
        }
        if let Some(holder) = filter.holder {
            if self.holds_little(holder).await? {
                let held = "r.id IN (SELECT h.subject_id FROM ownership_holder h WHERE h.teammate_id = ?)";
                found.get_or_insert_with(Where::everything).and(held, [holder.to_string().into()]);
            } else {
                let held = "EXISTS (SELECT 1 FROM ownership_holder h WHERE h.subject_id = t.id AND h.teammate_id = ?)";
                rest.and(held, [holder.to_string().into()]);
            }
        }
        Ok(Narrowed { found, rest })
    }

    /// Whether what a person holds is little enough to go by it.
    pub(crate) async fn holds_little(&self, person: TeammateId) -> Result<bool, StoreError> {
        let some = format!("SELECT 1 FROM ownership_holder h WHERE h.teammate_id = ? LIMIT {}", FEW_HELD + 1);
        let held = self.count(&some, vec![person.to_string().into()]).await?;
        Ok(held <= FEW_HELD)
    }

    /// One page of renewals by term end and number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewal_rows(&self, filter: &GridFilter, after: Option<GridKey>, limit: u32) -> Result<Vec<RenewalRow>, StoreError> {
        let mut narrowed = self.narrowed(filter).await?;
        if let Some(key) = after {
            narrowed.rest.and("(t.end_on, t.number) > (?, ?)", [day(key.end_on), i64::from(key.number).into()]);
        }
        let (sql, values) = narrowed.select("t.id", &format!("ORDER BY t.end_on, t.number LIMIT {limit}"));
        self.rows_of(&sql, values).await
    }

    /// How many renewals the filter leaves, counted up to `cap`, and the sum of their amounts up to there in the reporting
    /// currency. Yearly reviews count and add no amount (domain ruling 5).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewal_totals(&self, filter: &GridFilter, cap: u32) -> Result<(u64, i64), StoreError> {
        let amount = "CASE WHEN t.kind = 'review' THEN 0 ELSE t.atr_reporting_minor END AS atr";
        let (sql, values) = self.narrowed(filter).await?.select(amount, &format!("LIMIT {cap}"));
        let sql = format!("SELECT COUNT(*) AS renewals, CAST(COALESCE(SUM(atr), 0) AS BIGINT) AS atr FROM ({sql}) capped");
        let row = self.row(&sql, values).await?.ok_or(StoreError::Empty)?;
        let row = Row { row: &row, table: "renewal" };
        Ok((row.number("renewals")?, row.get("atr")?))
    }

    /// How many open renewals follow each playbook, by its code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_by_playbook(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let sql =
            "SELECT t.playbook, COUNT(*) AS renewals FROM renewal t WHERE t.state = 'open' AND t.playbook IS NOT NULL GROUP BY t.playbook";
        let rows = self.rows(sql, Vec::new()).await?;
        rows.iter()
            .map(|row| {
                let row = Row { row, table: "renewal" };
                Ok((row.text("playbook")?, row.number("renewals")?))
            })
            .collect()
    }

    /// The number of the open renewal that follows a playbook and ends first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_with_playbook(&self, code: &str) -> Result<Option<u32>, StoreError> {
        let sql = "SELECT t.number FROM renewal t WHERE t.state = 'open' AND t.playbook = ? ORDER BY t.end_on, t.number LIMIT 1";
        let row = self.row(sql, vec![code.into()]).await?;
        row.map(|row| Row { row: &row, table: "renewal" }.number("number")).transpose()
    }

    /// How many renewals are open, counted up to `cap`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_renewals(&self, cap: u32) -> Result<u64, StoreError> {
        self.count(&format!("SELECT 1 FROM renewal t WHERE t.state = 'open' LIMIT {cap}"), Vec::new()).await
    }
}

//! Expansions: how they are saved with what they are credited with, and as lists. Nothing here decides.

use crate::bulk::{MINE, Of, Questions};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::history::{Stated, put_kept};
use crate::record::{Row, day, get, instant, put};
use crate::records::{CreditRow, ExpansionOverride, HolderRow};
use crate::save::last;
use crate::sql::marks;
use crate::views::Where;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::Account;
use tenure_core::expansion::{Credit, Expansion, ExpansionState, Source};
use tenure_core::facts::Write;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{ExpansionId, TeammateId};

/// What a list of expansions is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpansionFilter {
    /// Only those in one of these states; every state where there is none.
    pub states: Vec<&'static str>,
    /// Only those whose answer should have been given before this day.
    pub overdue_on: Option<Date>,
    /// Only those for which this person answers.
    pub holder: Option<TeammateId>,
    /// Only those that this person found.
    pub finder: Option<TeammateId>,
    /// Only those found by customer success, or by sales.
    pub source: Option<Source>,
    /// Only those of one type.
    pub kind: Option<Class>,
    /// Only those of one account, by reference.
    pub account: Option<String>,
    /// Only those with at least so much expected ARR, in minor units of the reporting currency.
    pub expected_from_minor: Option<i64>,
}

/// One expansion of a list.
#[derive(Clone, Debug)]
pub struct ExpansionRow {
    /// The expansion.
    pub expansion: Expansion,
    /// Its account.
    pub account: Account,
    /// Who holds what now; nothing where nobody ever did.
    pub holders: BTreeMap<Responsibility, TeammateId>,
}

/// How many expansions there are, and what is expected of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExpansionTotals {
    /// How many.
    pub count: u64,
    /// Their expected ARR in minor units of the reporting currency.
    pub expected_minor: i64,
}

fn narrowed(filter: &ExpansionFilter) -> Where {
    let mut found = Where::everything();
    if !filter.states.is_empty() {
        found.and(&format!("t.state IN ({})", marks(filter.states.len())), filter.states.iter().map(|state| Value::from(*state)));
    }
    if let Some(today) = filter.overdue_on {
        found.and("t.state = 'raised' AND t.answer_by < ?", [day(today)]);
    }
    if let Some(person) = filter.holder {
        let held =
            "EXISTS (SELECT 1 FROM ownership_holder h WHERE h.subject_id = t.id AND h.responsibility = 'expansion' AND h.teammate_id = ?)";
        found.and(held, [person.to_string().into()]);
    }
    if let Some(person) = filter.finder {
        found.and("t.found_by_id = ?", [person.to_string().into()]);
    }
    if let Some(source) = filter.source {
        found.and("t.source = ?", [source.code().into()]);
    }
    if let Some(kind) = filter.kind {
        found.and("t.expansion_type = ?", [kind.code().into()]);
    }
    if let Some(account) = &filter.account {
        found.and("t.account_id IN (SELECT a.id FROM account a WHERE a.reference = ?)", [account.clone().into()]);
    }
    if let Some(minor) = filter.expected_from_minor {
        found.and("t.expected_reporting_minor >= ?", [minor.into()]);
    }
    found
}

impl Tx {
    /// A page of expansions, the latest first, after the one of a number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn expansions(&self, filter: &ExpansionFilter, after: Option<u32>, limit: u32) -> Result<Vec<ExpansionRow>, StoreError> {
        let mut found = narrowed(filter);
        if let Some(number) = after {
            found.and("t.number < ?", [i64::from(number).into()]);
        }
        self.expansion_rows(&found, "t.number DESC", limit).await
    }

    /// The expansions that wait for an answer of a person, by the day on which it is due.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unanswered(&self, person: TeammateId, limit: u32) -> Result<Vec<ExpansionRow>, StoreError> {
        let filter = ExpansionFilter { states: vec!["raised"], holder: Some(person), ..ExpansionFilter::default() };
        let mut rows = self.expansion_rows(&narrowed(&filter), "t.answer_by, t.number", limit).await?;
        rows.sort_by_key(|row| (row.expansion.answer_by, row.expansion.number));
        Ok(rows)
    }

    async fn expansion_rows(&self, found: &Where, order: &str, limit: u32) -> Result<Vec<ExpansionRow>, StoreError> {
        let mine = format!("SELECT t.id FROM expansion t {} ORDER BY {order} LIMIT {limit}", found.sql);
        let customers = "SELECT DISTINCT e.account_id FROM mine CROSS JOIN expansion e WHERE e.id = mine.id";
        let mut questions = Questions::about(&mine, found.values.clone()).with("customers", customers);
        let expansions = questions.ask::<Expansion>(Of(MINE, "id"), "ORDER BY t.number DESC");
        let credits = questions.ask::<CreditRow>(Of(MINE, "expansion_id"), CREDITED);
        let accounts = questions.ask::<Account>(Of("customers", "id"), "");
        let holders = questions.ask::<HolderRow>(Of(MINE, "subject_id"), "");
        let answers = questions.answers(self).await?;
        let mut expansions: Vec<Expansion> = answers.to(expansions).await?;
        credit(expansions.iter_mut(), answers.to(credits).await?);
        let accounts: BTreeMap<_, _> = answers.to(accounts).await?.into_iter().map(|account| (account.id, account)).collect();
        let mut held: BTreeMap<ExpansionId, BTreeMap<Responsibility, TeammateId>> = BTreeMap::new();
        for row in answers.to(holders).await? {
            held.entry(row.subject.as_expansion()).or_default().insert(row.responsibility, row.teammate);
        }
        let rows = expansions.into_iter().filter_map(|expansion| {
            let account = accounts.get(&expansion.account)?.clone();
            Some(ExpansionRow { holders: held.remove(&expansion.id).unwrap_or_default(), account, expansion })
        });
        Ok(rows.collect())
    }

    /// How many expansions a filter leaves, and what is expected of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn expansion_totals(&self, filter: &ExpansionFilter) -> Result<ExpansionTotals, StoreError> {
        let found = narrowed(filter);
        let sql = format!(
            "SELECT COUNT(*) AS found, CAST(COALESCE(SUM(t.expected_reporting_minor), 0) AS BIGINT) AS expected FROM expansion t {}",
            found.sql
        );
        let row = self.row(&sql, found.values).await?.ok_or(StoreError::Empty)?;
        let row = Row { row: &row, table: "expansion" };
        Ok(ExpansionTotals { count: row.number("found")?, expected_minor: row.get("expected")? })
    }

    /// The first of some movements that another expansion is credited with, and the number of that expansion.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn credited_elsewhere(&self, number: u32, movements: &[String]) -> Result<Option<(String, u32)>, StoreError> {
        if let Some(memory) = self.memory() {
            return Ok(memory.desk().facts().and_then(|facts| {
                let others = facts.expansions.values().filter(|other| other.number != number);
                let mut credited = others.flat_map(|other| other.state.credits().iter().map(|credit| (&credit.movement, other.number)));
                credited.find(|(movement, _)| movements.contains(movement)).map(|(movement, other)| (movement.clone(), other))
            }));
        }
        if movements.is_empty() {
            return Ok(None);
        }
        let sql = format!(
            "SELECT c.movement, e.number FROM expansion_credit c JOIN expansion e ON e.id = c.expansion_id
             WHERE c.released_at IS NULL AND e.number <> ? AND c.movement IN ({}) ORDER BY c.movement LIMIT 1",
            marks(movements.len())
        );
        let values = std::iter::once(Value::from(i64::from(number))).chain(movements.iter().cloned().map(Value::from)).collect();
        let Some(row) = self.row(&sql, values).await? else { return Ok(None) };
        let row = Row { row: &row, table: "expansion_credit" };
        Ok(Some((row.text("movement")?, row.number("number")?)))
    }
}

/// The rest of a query for what expansions are credited with now.
pub(crate) const CREDITED: &str = "AND t.released_at IS NULL ORDER BY t.moved_on, t.movement";

/// Gives each expansion what it is credited with.
pub(crate) fn credit<'a>(expansions: impl Iterator<Item = &'a mut Expansion>, rows: Vec<CreditRow>) {
    let mut by_expansion: BTreeMap<ExpansionId, Vec<Credit>> = BTreeMap::new();
    for row in rows {
        by_expansion.entry(row.expansion).or_default().push(row.credit);
    }
    for expansion in expansions {
        if let ExpansionState::Won { credits, .. } = &mut expansion.state {
            *credits = by_expansion.remove(&expansion.id).unwrap_or_default();
        }
    }
}

/// Saves expansions, what they are credited with, and every reassignment by name.
pub(crate) async fn save(tx: &Tx, writes: &[&Write], states: Vec<Stated<Expansion>>) -> Result<(), StoreError> {
    let latest: BTreeMap<ExpansionId, (Timestamp, Expansion)> =
        states.iter().map(|stated| (stated.record.id, (stated.since, stated.record.clone()))).collect();
    put_kept(tx, states).await?;
    let mut given = Vec::new();
    for (id, (at, expansion)) in &latest {
        let credited_at = expansion.state.settled().filter(|_| !expansion.state.credits().is_empty()).map(|word| word.recorded_at);
        // What an earlier sale was credited with is free again.
        let kept = credited_at.map_or_else(|| Value::from(""), instant);
        let sql = "UPDATE expansion_credit SET released_at = ? WHERE expansion_id = ? AND released_at IS NULL AND credited_at <> ?";
        tx.execute_later(sql, vec![instant(*at), id.to_string().into(), kept]).await?;
        let credits = expansion.state.credits().iter().cloned();
        given.extend(
            credited_at
                .into_iter()
                .flat_map(|credited_at| credits.clone().map(move |credit| CreditRow { expansion: *id, credit, credited_at })),
        );
    }
    put(tx, &given).await?;
    save_overrides(tx, writes).await
}

async fn save_overrides(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    let overrides: Vec<Override> = last(writes, |w| if let Write::Override(named) = w { Some((named.id, named.clone())) } else { None });
    let subjects: BTreeSet<String> = overrides.iter().map(|named| named.subject.to_string()).collect();
    let mut expansions: BTreeSet<ExpansionId> = BTreeSet::new();
    for chunk in subjects.into_iter().collect::<Vec<_>>().chunks(200) {
        let rest = format!("WHERE t.id IN ({})", marks(chunk.len()));
        let found = get::<Expansion>(tx, &rest, chunk.iter().cloned().map(Value::from).collect()).await?;
        expansions.extend(found.into_iter().map(|expansion| expansion.id));
    }
    let (of_expansions, of_renewals): (Vec<_>, Vec<_>) =
        overrides.into_iter().partition(|named| expansions.contains(&named.subject.as_expansion()));
    put(tx, &of_renewals).await?;
    put(tx, &of_expansions.into_iter().map(ExpansionOverride).collect::<Vec<_>>()).await
}

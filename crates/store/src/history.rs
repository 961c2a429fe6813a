//! Facts that are changed in place and yet not forgotten: what a row said before moves into its history, in the transaction that
//! changes it, with the instants between which it held. The states of one key follow each other without gap or overlap.

use crate::bulk::{Wanted, get_all};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{ROWS_PER_STATEMENT, Record, Row, instant, put_rows};
use crate::sql::marks;
use jiff::Timestamp;
use sea_orm::{QueryResult, Value};
use std::collections::BTreeMap;

/// A record whose earlier states are kept.
pub(crate) trait Kept: Record {
    /// The table of earlier states: the columns of the record, `recorded_at` and `replaced_at`.
    const HISTORY: &'static str;
    /// Columns that follow from other facts: a change of them alone is no new state.
    const DERIVED: &'static [&'static str] = &[];
    /// What identifies the row, in the order of [`Record::KEY`].
    type Id: Ord;

    /// The identity of this row.
    fn id(&self) -> Self::Id;
    /// An identity as the values of [`Record::KEY`].
    fn key(id: &Self::Id) -> Vec<Value>;
}

/// A row, and when what it says was written.
pub(crate) struct Stated<R> {
    pub(crate) since: Timestamp,
    pub(crate) record: R,
}

/// What a row said before, and until when.
struct Replaced<R> {
    state: Stated<R>,
    replaced_at: Timestamp,
}

/// Writes states of rows, those of one key oldest first. The last state of a key is the row; those before it, and what the row said so
/// far, go into the history. States written at one instant count as one: the last.
pub(crate) async fn put_kept<R: Kept>(tx: &Tx, states: impl IntoIterator<Item = Stated<R>>) -> Result<(), StoreError> {
    let mut chains: BTreeMap<R::Id, Vec<Stated<R>>> = BTreeMap::new();
    for state in states {
        chains.entry(state.record.id()).or_default().push(state);
    }
    let mut chains = chains.into_iter().peekable();
    while chains.peek().is_some() {
        let chunk: Vec<(R::Id, Vec<Stated<R>>)> = chains.by_ref().take(ROWS_PER_STATEMENT).collect();
        let mut before = present::<R>(tx, chunk.iter().map(|(id, _)| id)).await?;
        let (mut rows, mut replaced) = (Vec::new(), Vec::new());
        for (id, chain) in chunk {
            rows.extend(settle(before.remove(&id), chain, &mut replaced));
        }
        let columns = [R::COLUMNS, &["recorded_at"]].concat();
        put_rows(tx, (R::TABLE, &columns, R::KEY), rows.iter().flat_map(values).collect()).await?;
        let columns = [R::COLUMNS, &["recorded_at", "replaced_at"]].concat();
        let past = |past: &Replaced<R>| values(&past.state).into_iter().chain([instant(past.replaced_at)]).collect::<Vec<_>>();
        for some in replaced.chunks(ROWS_PER_STATEMENT) {
            put_rows(tx, (R::HISTORY, &columns, &[]), some.iter().flat_map(past).collect()).await?;
        }
    }
    Ok(())
}

/// Takes a row away; what it said goes into the history, unless it was written at the same instant.
pub(crate) async fn remove_kept<R: Kept>(tx: &Tx, id: &R::Id, removed_at: Timestamp) -> Result<(), StoreError> {
    let columns = R::COLUMNS.join(", ");
    let is_row = R::KEY.iter().map(|column| format!("{column} = ?")).collect::<Vec<_>>().join(" AND ");
    let keep = format!(
        "INSERT INTO {} ({columns}, recorded_at, replaced_at) SELECT {columns}, recorded_at, CAST(? AS TEXT) FROM {} WHERE {is_row} AND recorded_at < ?",
        R::HISTORY,
        R::TABLE
    );
    tx.execute(&keep, [vec![instant(removed_at)], R::key(id), vec![instant(removed_at)]].concat()).await?;
    tx.execute(&format!("DELETE FROM {} WHERE {is_row}", R::TABLE), R::key(id)).await?;
    Ok(())
}

fn values<R: Record>(state: &Stated<R>) -> Vec<Value> {
    state.record.values().into_iter().chain([instant(state.since)]).collect()
}

/// The rows of some keys as they stand.
async fn present<'a, R: Kept>(tx: &Tx, ids: impl Iterator<Item = &'a R::Id>) -> Result<BTreeMap<R::Id, Stated<R>>, StoreError>
where
    R::Id: 'a,
{
    let keys: Vec<Vec<Value>> = ids.map(R::key).collect();
    let row = format!("({})", marks(R::KEY.len()));
    let rest = match R::KEY {
        [single] => format!("WHERE t.{single} IN ({})", marks(keys.len())),
        several => {
            let columns: Vec<String> = several.iter().map(|column| format!("t.{column}")).collect();
            format!("WHERE ({}) IN (VALUES {})", columns.join(", "), vec![row.as_str(); keys.len()].join(", "))
        }
    };
    let sql = format!("SELECT {}, recorded_at FROM {} t {rest}", R::COLUMNS.join(", "), R::TABLE);
    let read = |row: &QueryResult| {
        let row = Row { row, table: R::TABLE };
        let state = Stated { since: row.parsed("recorded_at")?, record: R::read(&row)? };
        Ok((state.record.id(), state))
    };
    tx.rows(&sql, keys.concat()).await?.iter().map(read).collect()
}

/// What becomes of one row: its new state, unless nothing of it changes; the states that it leaves behind go to `replaced`.
fn settle<R: Kept>(before: Option<Stated<R>>, chain: Vec<Stated<R>>, replaced: &mut Vec<Replaced<R>>) -> Option<Stated<R>> {
    let (mut current, mut changed) = (before, false);
    for next in chain {
        let Some(state) = current.take() else {
            (current, changed) = (Some(next), true);
            continue;
        };
        let (was, is) = (state.record.values(), next.record.values());
        changed |= was != is;
        let is_new = R::COLUMNS.iter().zip(was.iter().zip(&is)).any(|(column, (was, is))| was != is && !R::DERIVED.contains(column));
        // A clock that was set back does not make a state end before it began.
        let since = if is_new { next.since.max(state.since) } else { state.since };
        if state.since < since {
            replaced.push(Replaced { state, replaced_at: since });
        }
        current = Some(Stated { since, record: next.record });
    }
    current.filter(|_| changed)
}

/// Every row as it stood at an instant, or as it stands.
pub(crate) async fn known<R: Kept>(tx: &Tx, at: Option<Timestamp>) -> Result<Vec<R>, StoreError> {
    let place = |record: &R| R::key(&record.id());
    let standing = Wanted { table: R::TABLE, condition: "", values: vec![], order: R::KEY, place };
    let Some(at) = at else { return get_all(tx, &standing).await };
    let standing = Wanted { condition: "t.recorded_at <= ?", values: vec![instant(at)], ..standing };
    let replaced = Wanted {
        table: R::HISTORY,
        condition: "t.recorded_at <= ? AND t.replaced_at > ?",
        values: vec![instant(at), instant(at)],
        ..standing
    };
    let mut records = get_all(tx, &standing).await?;
    records.extend(get_all(tx, &replaced).await?);
    Ok(records)
}

//! One row of a table as a fact: how it is written and read, the same on both engines.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::sql::marks;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{DbErr, QueryResult, Value};
use std::borrow::Cow;
use std::str::FromStr;

/// A fact that is one row.
pub(crate) trait Record: Sized {
    /// Table.
    const TABLE: &'static str;
    /// Columns, in the order of [`Record::values`].
    const COLUMNS: &'static [&'static str];
    /// Columns that identify the row; a row that is there is changed. Empty for a table that only grows.
    const KEY: &'static [&'static str];

    /// The values of the columns.
    fn values(&self) -> Vec<Value>;
    /// Reads the row back.
    fn read(row: &Row<'_>) -> Result<Self, StoreError>;
}

/// Rows in one statement; keeps the number of values far below what either engine takes.
pub(crate) const ROWS_PER_STATEMENT: usize = 200;

/// Writes records: new rows are inserted, rows with the same key changed.
pub(crate) async fn put<'a, R: Record + 'a>(tx: &Tx, records: impl IntoIterator<Item = &'a R>) -> Result<(), StoreError> {
    let records: Vec<&R> = records.into_iter().collect();
    for chunk in records.chunks(ROWS_PER_STATEMENT) {
        put_rows(tx, (R::TABLE, R::COLUMNS, R::KEY), chunk.iter().flat_map(|record| record.values()).collect()).await?;
    }
    Ok(())
}

/// Writes rows in one statement, at most [`ROWS_PER_STATEMENT`]: the values of one row after those of another, in the order of the
/// columns. A row whose key is there is changed; where no key is named, every row is new.
pub(crate) async fn put_rows(tx: &Tx, (table, columns, key): (&str, &[&str], &[&str]), values: Vec<Value>) -> Result<(), StoreError> {
    if values.is_empty() {
        return Ok(());
    }
    let row = format!("({})", marks(columns.len()));
    let rows = vec![row.as_str(); values.len() / columns.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES {rows}{}", columns.join(", "), on_conflict(columns, key));
    tx.execute_later(&sql, values).await
}

fn on_conflict(columns: &[&str], key: &[&str]) -> String {
    if key.is_empty() {
        return String::new();
    }
    let sets: Vec<String> =
        columns.iter().filter(|column| !key.contains(column)).map(|column| format!("{column} = excluded.{column}")).collect();
    let key = key.join(", ");
    if sets.is_empty() {
        format!(" ON CONFLICT ({key}) DO NOTHING")
    } else {
        format!(" ON CONFLICT ({key}) DO UPDATE SET {}", sets.join(", "))
    }
}

/// Reads records with the rest of a query after `FROM table t`.
pub(crate) async fn get<R: Record>(tx: &Tx, rest: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
    get_from(tx, R::TABLE, rest, values).await
}

/// As [`get`], from another table with the same columns.
pub(crate) async fn get_from<R: Record>(tx: &Tx, table: &str, rest: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
    read_all(&tx.rows(&selection::<R>(table, rest), values).await?)
}

/// As [`get`], where that one statement is all that is asked.
pub(crate) async fn glance<R: Record>(store: &Store, rest: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
    read_all(&store.glance(&selection::<R>(R::TABLE, rest), values).await?)
}

/// A query for records with the rest after `FROM table t`.
pub(crate) fn selection<R: Record>(table: &str, rest: &str) -> String {
    let columns: Vec<String> = R::COLUMNS.iter().map(|column| format!("t.{column}")).collect();
    format!("SELECT {} FROM {table} t {rest}", columns.join(", "))
}

/// Reads the rows of a query for the columns of a record.
pub(crate) fn read_all<R: Record>(rows: &[QueryResult]) -> Result<Vec<R>, StoreError> {
    rows.iter().map(|row| R::read(&Row { row, table: R::TABLE })).collect()
}

/// The values of one row by their columns, wherever the row comes from. No value is no fault here.
pub(crate) trait Cells: Sync {
    fn text(&self, column: &'static str) -> Result<Option<Cow<'_, str>>, DbErr>;
    fn whole(&self, column: &'static str) -> Result<Option<i64>, DbErr>;
    fn truth(&self, column: &'static str) -> Result<Option<bool>, DbErr>;
}

impl Cells for QueryResult {
    fn text(&self, column: &'static str) -> Result<Option<Cow<'_, str>>, DbErr> {
        Ok(self.try_get::<Option<String>>("", column)?.map(Cow::Owned))
    }

    fn whole(&self, column: &'static str) -> Result<Option<i64>, DbErr> {
        self.try_get("", column)
    }

    fn truth(&self, column: &'static str) -> Result<Option<bool>, DbErr> {
        self.try_get("", column)
    }
}

/// One of the few types that columns have.
pub(crate) trait Cell: Sized {
    fn of(cells: &dyn Cells, column: &'static str) -> Result<Option<Self>, DbErr>;
}

impl Cell for String {
    fn of(cells: &dyn Cells, column: &'static str) -> Result<Option<Self>, DbErr> {
        Ok(cells.text(column)?.map(Cow::into_owned))
    }
}

impl Cell for i64 {
    fn of(cells: &dyn Cells, column: &'static str) -> Result<Option<Self>, DbErr> {
        cells.whole(column)
    }
}

impl Cell for bool {
    fn of(cells: &dyn Cells, column: &'static str) -> Result<Option<Self>, DbErr> {
        cells.truth(column)
    }
}

/// Typed reading of one row, with faults that name table, column and value.
pub(crate) struct Row<'a> {
    pub(crate) row: &'a dyn Cells,
    pub(crate) table: &'static str,
}

impl Row<'_> {
    pub(crate) fn get<T: Cell>(&self, column: &'static str) -> Result<T, StoreError> {
        self.get_or_none(column)?.ok_or_else(|| self.unreadable(column, "", "is no value"))
    }

    pub(crate) fn get_or_none<T: Cell>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        Ok(T::of(self.row, column)?)
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    /// A value with a reading of its own: an id, a word of a closed list, a date.
    pub(crate) fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T::Err: std::fmt::Display,
    {
        self.parsed_or_none(column)?.ok_or_else(|| self.unreadable(column, "", "is no value"))
    }

    /// As [`Row::parsed`]. Nothing is read from an empty text, so that is no value either.
    pub(crate) fn parsed_or_none<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError>
    where
        T::Err: std::fmt::Display,
    {
        let Some(text) = self.row.text(column)?.filter(|text| !text.is_empty()) else { return Ok(None) };
        text.parse().map(Some).map_err(|problem: T::Err| self.unreadable(column, &text, &problem.to_string()))
    }

    pub(crate) fn number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        let number: i64 = self.get(column)?;
        T::try_from(number).map_err(|_| self.unreadable(column, &number.to_string(), "is out of range"))
    }

    pub(crate) fn number_or_none<T: TryFrom<i64>>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        match self.row.whole(column)? {
            None => Ok(None),
            Some(number) => T::try_from(number).map(Some).map_err(|_| self.unreadable(column, &number.to_string(), "is out of range")),
        }
    }

    pub(crate) fn currency(&self, column: &'static str) -> Result<tenure_core::primitives::Currency, StoreError> {
        let code = self.text(column)?;
        tenure_core::primitives::parse_currency(&code).map_err(|problem| self.unreadable(column, &code, &problem))
    }

    pub(crate) fn unreadable(&self, column: &'static str, value: &str, problem: &str) -> StoreError {
        StoreError::Unreadable { table: self.table, column, value: value.into(), problem: problem.into() }
    }
}

/// A day as stored.
pub(crate) fn day(date: Date) -> Value {
    date.to_string().into()
}

/// An optional day as stored.
pub(crate) fn day_or_null(date: Option<Date>) -> Value {
    date.map(|date| date.to_string()).into()
}

/// An instant as stored: always microseconds, so that text order is time order.
pub(crate) fn instant(at: Timestamp) -> Value {
    instant_text(at).into()
}

/// The text of an instant as stored.
pub(crate) fn instant_text(at: Timestamp) -> String {
    format!("{at:.6}")
}

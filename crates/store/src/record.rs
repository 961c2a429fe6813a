//! One row of a table as a fact: how it is written and read, the same on both engines.

use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::sql::marks;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{QueryResult, TryGetable, Value};
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
const ROWS_PER_STATEMENT: usize = 200;

/// Writes records: new rows are inserted, rows with the same key changed.
pub(crate) async fn put<'a, R: Record + 'a>(tx: &Tx, records: impl IntoIterator<Item = &'a R>) -> Result<(), StoreError> {
    let records: Vec<&R> = records.into_iter().collect();
    let columns = R::COLUMNS.join(", ");
    let row = format!("({})", marks(R::COLUMNS.len()));
    for chunk in records.chunks(ROWS_PER_STATEMENT) {
        let rows = vec![row.as_str(); chunk.len()].join(", ");
        let sql = format!("INSERT INTO {} ({columns}) VALUES {rows}{}", R::TABLE, on_conflict::<R>());
        tx.execute(&sql, chunk.iter().flat_map(|record| record.values()).collect()).await?;
    }
    Ok(())
}

fn on_conflict<R: Record>() -> String {
    if R::KEY.is_empty() {
        return String::new();
    }
    let sets: Vec<String> =
        R::COLUMNS.iter().filter(|column| !R::KEY.contains(column)).map(|column| format!("{column} = excluded.{column}")).collect();
    let key = R::KEY.join(", ");
    if sets.is_empty() {
        format!(" ON CONFLICT ({key}) DO NOTHING")
    } else {
        format!(" ON CONFLICT ({key}) DO UPDATE SET {}", sets.join(", "))
    }
}

/// Reads records with the rest of a query after `FROM table t`.
pub(crate) async fn get<R: Record>(tx: &Tx, rest: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
    read_all(&tx.rows(&selection::<R>(rest), values).await?)
}

/// As [`get`], where that one statement is all that is asked.
pub(crate) async fn glance<R: Record>(store: &Store, rest: &str, values: Vec<Value>) -> Result<Vec<R>, StoreError> {
    read_all(&store.glance(&selection::<R>(rest), values).await?)
}

fn selection<R: Record>(rest: &str) -> String {
    let columns: Vec<String> = R::COLUMNS.iter().map(|column| format!("t.{column}")).collect();
    format!("SELECT {} FROM {} t {rest}", columns.join(", "), R::TABLE)
}

fn read_all<R: Record>(rows: &[QueryResult]) -> Result<Vec<R>, StoreError> {
    rows.iter().map(|row| R::read(&Row { row, table: R::TABLE })).collect()
}

/// Typed reading of one row, with faults that name table, column and value.
pub(crate) struct Row<'a> {
    pub(crate) row: &'a QueryResult,
    pub(crate) table: &'static str,
}

impl Row<'_> {
    pub(crate) fn get<T: TryGetable>(&self, column: &'static str) -> Result<T, StoreError> {
        Ok(self.row.try_get("", column)?)
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    /// A value with a reading of its own: an id, a word of a closed list, a date.
    pub(crate) fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.text(column)?;
        text.parse().map_err(|problem: T::Err| self.unreadable(column, &text, &problem.to_string()))
    }

    pub(crate) fn parsed_or_none<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError>
    where
        T::Err: std::fmt::Display,
    {
        match self.get::<Option<String>>(column)? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|problem: T::Err| self.unreadable(column, &text, &problem.to_string())),
        }
    }

    pub(crate) fn number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        let number: i64 = self.get(column)?;
        T::try_from(number).map_err(|_| self.unreadable(column, &number.to_string(), "is out of range"))
    }

    pub(crate) fn number_or_none<T: TryFrom<i64>>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        match self.get::<Option<i64>>(column)? {
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

//! Reading all rows of a record: the database puts the values of a column into one text for many rows, so that what each row and each
//! value costs on its way here is paid once for thousands of them.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Cells, Record, Row, get_from};
use sea_orm::{DbErr, QueryResult, Value};
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows in one statement: enough that a statement costs nothing beside them, few enough that memory does not grow with the table.
const ROWS_PER_STATEMENT: usize = 20_000;

/// Stands between two values. People's texts never hold it: each control character is refused.
const SEPARATOR: char = '\u{1f}';

/// Which rows to read.
pub(crate) struct Wanted<'a, R> {
    /// The table, or another with the same columns.
    pub(crate) table: &'a str,
    /// What narrows it, after `FROM table t`, with its values.
    pub(crate) condition: &'a str,
    pub(crate) values: Vec<Value>,
    /// Columns that are unique together among the rows, and their values of a row.
    pub(crate) order: &'static [&'static str],
    pub(crate) place: fn(&R) -> Vec<Value>,
}

/// Reads the rows in their order.
pub(crate) async fn get_all<R: Record>(tx: &Tx, wanted: &Wanted<'_, R>) -> Result<Vec<R>, StoreError> {
    let mut records: Vec<R> = Vec::new();
    loop {
        let (rest, values) = page_after(wanted, records.last().map(wanted.place));
        let sql = format!("SELECT COUNT(*) AS found, {} FROM (SELECT * FROM {} t {rest}) t", joined(tx, R::COLUMNS), wanted.table);
        let Some(page) = tx.row(&sql, values.clone()).await? else { return Ok(records) };
        let found = usize::try_from(page.try_get::<i64>("", "found")?).unwrap_or(0);
        if !read_page(&page, found, &mut records)? {
            records.extend(get_from(tx, wanted.table, &rest, values).await?);
        }
        if found < ROWS_PER_STATEMENT {
            return Ok(records);
        }
    }
}

/// The rest of a query for the rows after a place.
fn page_after<R>(wanted: &Wanted<'_, R>, place: Option<Vec<Value>>) -> (String, Vec<Value>) {
    let order: Vec<String> = wanted.order.iter().map(|column| format!("t.{column}")).collect();
    let order = order.join(", ");
    let after = place.as_ref().map(|place| format!("({order}) > ({})", crate::sql::marks(place.len())));
    let conditions: Vec<&str> = [wanted.condition, after.as_deref().unwrap_or("")].into_iter().filter(|part| !part.is_empty()).collect();
    let conditions = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
    let values = wanted.values.iter().cloned().chain(place.into_iter().flatten()).collect();
    (format!("{conditions} ORDER BY {order} LIMIT {ROWS_PER_STATEMENT}"), values)
}

/// One text for each column; the aggregates see the rows in one order.
fn joined(tx: &Tx, columns: &[&str]) -> String {
    let join = |column: &&str| {
        if tx.is_postgres() {
            format!("STRING_AGG(COALESCE(CAST(t.{column} AS TEXT), ''), '{SEPARATOR}') AS {column}")
        } else {
            format!("GROUP_CONCAT(COALESCE(t.{column}, ''), '{SEPARATOR}') AS {column}")
        }
    };
    columns.iter().map(join).collect::<Vec<_>>().join(", ")
}

/// Reads the rows of a page. False where a column does not have as many values as there are rows, since a value holds the separator.
fn read_page<R: Record>(page: &QueryResult, found: usize, records: &mut Vec<R>) -> Result<bool, StoreError> {
    let read = |column: &&'static str| Ok(page.try_get::<Option<String>>("", column)?.unwrap_or_default());
    let texts = R::COLUMNS.iter().map(read).collect::<Result<Vec<String>, DbErr>>()?;
    if found > 0 && texts.iter().any(|text| text.matches(SEPARATOR).count() != found - 1) {
        return Ok(false);
    }
    let mut columns: Vec<_> = texts.iter().map(|text| text.split(SEPARATOR)).collect();
    let mut line = Line { columns: R::COLUMNS, cells: vec![""; columns.len()], next: AtomicUsize::new(0) };
    records.reserve(found);
    for _ in 0..found {
        for (cell, column) in line.cells.iter_mut().zip(&mut columns) {
            *cell = column.next().unwrap_or_default();
        }
        records.push(R::read(&Row { row: &line, table: R::TABLE })?);
    }
    Ok(true)
}

/// One row as texts. No value is an empty text here: no column knows both.
struct Line<'a> {
    columns: &'static [&'static str],
    cells: Vec<&'a str>,
    /// Where the next column is likely to be: records mostly read them in order.
    next: AtomicUsize,
}

impl<'a> Line<'a> {
    fn cell(&self, column: &'static str) -> Result<&'a str, DbErr> {
        let next = self.next.load(Ordering::Relaxed);
        let at = match self.columns.get(next) {
            Some(name) if *name == column => Some(next),
            _ => self.columns.iter().position(|name| *name == column),
        };
        let at = at.ok_or_else(|| DbErr::Custom(format!("there is no column {column}")))?;
        self.next.store((at + 1) % self.columns.len(), Ordering::Relaxed);
        Ok(self.cells.get(at).copied().unwrap_or_default())
    }
}

impl Cells for Line<'_> {
    fn text(&self, column: &'static str) -> Result<Option<Cow<'_, str>>, DbErr> {
        Ok(Some(Cow::Borrowed(self.cell(column)?)))
    }

    fn whole(&self, column: &'static str) -> Result<Option<i64>, DbErr> {
        let text = self.cell(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| DbErr::Custom(format!("{column} holds {text:?}, which is no whole number")))
    }

    fn truth(&self, column: &'static str) -> Result<Option<bool>, DbErr> {
        match self.cell(column)? {
            "" => Ok(None),
            "1" | "true" => Ok(Some(true)),
            "0" | "false" => Ok(Some(false)),
            other => Err(DbErr::Custom(format!("{column} holds {other:?}, which is neither true nor false"))),
        }
    }
}

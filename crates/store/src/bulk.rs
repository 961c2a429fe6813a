//! Reading many rows in few statements: the database puts the values of many rows into one text, and the answers to several questions
//! into one result. What a statement, a row and a value each cost on their way here is paid once for all of them.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::{Cells, Record, Row, get_from, read_all};
use sea_orm::{DbErr, QueryResult, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows in one statement: enough that a statement costs nothing beside them, few enough that memory does not grow with the table.
const ROWS_PER_STATEMENT: usize = 20_000;

/// Stands between two values. People's texts never hold it: each control character is refused.
pub(crate) const SEPARATOR: char = '\u{1f}';
/// The same as it stands in a text.
const SEPARATOR_BYTE: u8 = 0x1f;

/// What questions call the ids that they are about.
pub(crate) const MINE: &str = "mine";

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
        let sql = format!("SELECT {} FROM (SELECT * FROM {} t {rest}) t", joined(tx, R::COLUMNS), wanted.table);
        let Some(row) = tx.row(&sql, values.clone()).await? else { return Ok(records) };
        let page = Page::of(&row)?;
        if !page.read(&mut records)? {
            records.extend(get_from(tx, wanted.table, &rest, values).await?);
        }
        if page.found < ROWS_PER_STATEMENT {
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

/// Several questions about the same things, asked in one statement.
pub(crate) struct Questions {
    about: String,
    values: Vec<Value>,
    asked: Vec<Question>,
}

struct Question {
    columns: &'static [&'static str],
    /// What follows `FROM`, where the table is called `t`.
    from: String,
    values: Vec<Value>,
}

/// Ids that records belong to: the name that [`Questions`] give them, and the column of the records that holds one.
///
/// They stand first in a join whose order SQLite keeps: it would rather read a table whole than go by ids that it knows nothing of. As
/// `IN (SELECT ...)` each question gets a table of its own to look the same ids up in, and all of them together take six times as long.
#[derive(Clone, Copy)]
pub(crate) struct Of(pub(crate) &'static str, pub(crate) &'static str);

/// A question that was asked; its answer are records.
pub(crate) struct Asked<R>(usize, PhantomData<fn() -> R>);

impl Questions {
    /// Questions about the ids that a query gives, which they know as [`MINE`].
    pub(crate) fn about(ids: &str, values: Vec<Value>) -> Self {
        Self { about: format!("WITH {MINE} (id) AS MATERIALIZED ({ids})"), values, asked: Vec::new() }
    }

    /// More ids that the questions may be of, by a name: those that a query over the ones before gives.
    pub(crate) fn with(mut self, name: &str, ids: &str) -> Self {
        self.about.push_str(&format!(", {name} (id) AS MATERIALIZED ({ids})"));
        self
    }

    /// Asks for the records that belong to ids, with the rest of a query after its first condition.
    pub(crate) fn ask<R: Record>(&mut self, Of(ids, column): Of, rest: &str) -> Asked<R> {
        self.put::<R>(format!("{ids} CROSS JOIN {} t WHERE t.{column} = {ids}.id {rest}", R::TABLE), Vec::new())
    }

    /// Asks for records with the rest of a query after `FROM table t`, which has values of its own.
    pub(crate) fn ask_with<R: Record>(&mut self, rest: &str, values: Vec<Value>) -> Asked<R> {
        self.put::<R>(format!("{} t {rest}", R::TABLE), values)
    }

    fn put<R: Record>(&mut self, from: String, values: Vec<Value>) -> Asked<R> {
        self.asked.push(Question { columns: R::COLUMNS, from, values });
        Asked(self.asked.len() - 1, PhantomData)
    }

    /// Asks the database.
    pub(crate) async fn answers(self, tx: &Tx) -> Result<Answers<'_>, StoreError> {
        let mut sql = self.about.clone();
        for (number, question) in self.asked.iter().enumerate() {
            let and = if number == 0 { "" } else { " UNION ALL" };
            let (cells, from) = (joined(tx, question.columns), &question.from);
            sql.extend([and, " SELECT CAST(", &number.to_string(), " AS BIGINT) AS question, ", &cells]);
            sql.extend([" FROM (SELECT t.* FROM ", from, ") t"]);
        }
        let values = self.values.iter().chain(self.asked.iter().flat_map(|question| &question.values)).cloned().collect();
        let mut pages = BTreeMap::new();
        for row in tx.rows(&sql, values).await? {
            let question = Row { row: &row, table: "mine" }.number::<usize>("question")?;
            pages.insert(question, Page::of(&row)?);
        }
        Ok(Answers { tx, questions: self, pages })
    }
}

/// The answers to [`Questions`].
pub(crate) struct Answers<'a> {
    tx: &'a Tx,
    questions: Questions,
    pages: BTreeMap<usize, Page>,
}

impl Answers<'_> {
    /// The records that a question asked for, in its order.
    pub(crate) async fn to<R: Record>(&self, Asked(number, _): Asked<R>) -> Result<Vec<R>, StoreError> {
        let (Some(page), Some(question)) = (self.pages.get(&number), self.questions.asked.get(number)) else { return Ok(Vec::new()) };
        let mut records = Vec::new();
        if page.read(&mut records)? {
            return Ok(records);
        }
        let values = self.questions.values.iter().chain(&question.values).cloned().collect();
        read_all(&self.tx.rows(&format!("{} SELECT t.* FROM {}", self.questions.about, question.from), values).await?)
    }
}

/// How many rows there are, and one text of all their values; the aggregates see the rows in one order.
fn joined(tx: &Tx, columns: &[&str]) -> String {
    let (before, after, join) = match tx.is_postgres() {
        true => ("COALESCE(CAST(t.", " AS TEXT), '')", "STRING_AGG"),
        false => ("COALESCE(t.", ", '')", "GROUP_CONCAT"),
    };
    let mut sql = format!("COUNT(*) AS found, {join}(CONCAT_WS('{SEPARATOR}'");
    columns.iter().for_each(|column| sql.extend([", ", before, column, after]));
    sql.push_str("), '");
    sql.push(SEPARATOR);
    sql.push_str("') AS cells");
    sql
}

/// Many rows as they came.
struct Page {
    found: usize,
    cells: String,
}

impl Page {
    fn of(row: &QueryResult) -> Result<Self, DbErr> {
        let cells = row.try_get::<Option<String>>("", "cells")?.unwrap_or_default();
        Ok(Self { found: usize::try_from(row.try_get::<i64>("", "found")?).unwrap_or(0), cells })
    }

    /// Reads the rows. False where there are not as many values as the rows have, since one of them holds the separator.
    fn read<R: Record>(&self, records: &mut Vec<R>) -> Result<bool, StoreError> {
        if self.found == 0 {
            return Ok(true);
        }
        if self.cells.bytes().filter(|byte| *byte == SEPARATOR_BYTE).count() + 1 != self.found * R::COLUMNS.len() {
            return Ok(false);
        }
        let mut cells = cut(&self.cells);
        let mut line = Line { columns: R::COLUMNS, cells: vec![""; R::COLUMNS.len()], next: AtomicUsize::new(0) };
        records.reserve(self.found);
        for _ in 0..self.found {
            line.cells.iter_mut().for_each(|cell| *cell = cells.next().unwrap_or_default());
            records.push(R::read(&Row { row: &line, table: R::TABLE })?);
        }
        Ok(true)
    }
}

/// The values of a text. Most are a few letters long, for which a plain loop is quicker than a search made for long texts.
fn cut(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(from..)?;
        let end = from + rest.iter().position(|byte| *byte == SEPARATOR_BYTE).unwrap_or(rest.len());
        let cell = text.get(from..end);
        from = end + 1;
        cell
    })
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

//! Rows out of a table and into one, a page at a time, so that memory does not grow with the table.

use super::{CellKind, Column, Holds, Shape, TABLES};
use crate::connection::{Store, Tx};
use crate::error::StoreError;
use crate::schema::ANY_DATA;
use crate::sql::marks;
use sea_orm::{QueryResult, Value};

/// One stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

/// Rows held at once.
const ROWS_PER_PAGE: usize = 500;
/// Values in one statement; far below what either engine takes.
const VALUES_PER_STATEMENT: usize = 4_000;

/// The rows of a table in the archive's order.
pub struct Pages<'a> {
    tx: &'a Tx,
    shape: &'a Shape,
    /// The order's values of the last row given; none before the first.
    after: Option<Vec<Value>>,
    /// How many rows were given.
    given: usize,
}

impl Pages<'_> {
    /// The next rows, each with a cell for each column; none when all were given.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn next(&mut self) -> Result<Option<Vec<Vec<Cell>>>, StoreError> {
        let rows = if self.tx.is_postgres() { self.fetched().await? } else { self.after_last().await? };
        let page = rows.iter().map(|row| cells(row, &self.shape.columns)).collect::<Result<Vec<_>, _>>()?;
        let Some(last) = page.last() else { return Ok(None) };
        let placed = self.shape.columns.iter().zip(last);
        let at = |name: &str| placed.clone().find(|(column, _)| column.name == name).map(|(column, cell)| value(cell, column.kind));
        self.given += page.len();
        self.after = Some(self.order().filter_map(at).collect());
        Ok(Some(page))
    }

    /// The order's columns as far as the shape has them: an earlier schema may lack one.
    fn order(&self) -> impl Iterator<Item = &'static str> {
        self.shape.table.order.iter().copied().filter(|name| self.shape.columns.iter().any(|column| column.name == *name))
    }

    /// Whether the order tells every row of the shape apart.
    fn has_key(&self) -> bool {
        self.shape.table.has_key && self.order().count() == self.shape.table.order.len()
    }

    /// SQLite goes on behind the last row along the index of the order; in a table without a key, after as many rows as were given.
    async fn after_last(&self) -> Result<Vec<QueryResult>, StoreError> {
        let order = self.order().collect::<Vec<_>>().join(", ");
        let (filter, values) = match &self.after {
            Some(values) if self.has_key() => (format!("WHERE ({order}) > ({})", marks(values.len())), values.clone()),
            _ => (String::new(), vec![]),
        };
        let skipped = if self.has_key() { 0 } else { self.given };
        let (columns, table) = (names(&self.shape.columns), self.shape.table.name);
        self.tx
            .rows(&format!("SELECT {columns} FROM {table} {filter} ORDER BY {order} LIMIT {ROWS_PER_PAGE} OFFSET {skipped}"), values)
            .await
    }

    /// PostgreSQL sorts once, by bytes whatever the language of the database, and hands out of that. Each table has a cursor of its own
    /// name: statements are prepared once by their text, with the columns they had then.
    async fn fetched(&self) -> Result<Vec<QueryResult>, StoreError> {
        let cursor = format!("rows_of_{}", self.shape.table.name);
        if self.after.is_none() {
            let is_text = |name: &str| self.shape.columns.iter().any(|column| column.name == name && column.kind == CellKind::Text);
            let by_bytes = |name: &str| format!("{name}{} NULLS FIRST", if is_text(name) { " COLLATE \"C\"" } else { "" });
            let order = self.order().map(by_bytes).collect::<Vec<_>>().join(", ");
            let (columns, table) = (names(&self.shape.columns), self.shape.table.name);
            let sql = format!("DECLARE {cursor} NO SCROLL CURSOR FOR SELECT {columns} FROM {table} ORDER BY {order}");
            self.tx.execute(&sql, vec![]).await?;
        }
        let rows = self.tx.rows(&format!("FETCH FORWARD {ROWS_PER_PAGE} FROM {cursor}"), vec![]).await?;
        if rows.is_empty() {
            self.tx.execute(&format!("CLOSE {cursor}"), vec![]).await?;
        }
        Ok(rows)
    }
}

fn cells(row: &QueryResult, columns: &[Column]) -> Result<Vec<Cell>, StoreError> {
    let cell = |(at, column): (usize, &Column)| {
        Ok(match column.kind {
            CellKind::Text => row.try_get_by_index::<Option<String>>(at)?.map_or(Cell::Null, Cell::Text),
            CellKind::Integer => row.try_get_by_index::<Option<i64>>(at)?.map_or(Cell::Null, Cell::Integer),
            CellKind::Boolean => row.try_get_by_index::<Option<bool>>(at)?.map_or(Cell::Null, Cell::Boolean),
        })
    };
    columns.iter().enumerate().map(cell).collect()
}

impl Tx {
    /// The rows of a table, in an order that is the same on both engines. One table at a time, to its end.
    pub const fn pages<'a>(&'a self, shape: &'a Shape) -> Pages<'a> {
        Pages { tx: self, shape, after: None, given: 0 }
    }

    /// Adds rows to a table, each with a cell for each column.
    ///
    /// # Errors
    /// [`StoreError::Database`], also where a row breaks a constraint.
    pub async fn put_rows(&self, shape: &Shape, rows: &[Vec<Cell>]) -> Result<(), StoreError> {
        let mark = format!("({})", marks(shape.columns.len()));
        for chunk in rows.chunks((VALUES_PER_STATEMENT / shape.columns.len().max(1)).max(1)) {
            let all = vec![mark.as_str(); chunk.len()].join(", ");
            let sql = format!("INSERT INTO {} ({}) VALUES {all}", shape.table.name, names(&shape.columns));
            let values = chunk.iter().flat_map(|row| row.iter().zip(&shape.columns)).map(|(cell, column)| value(cell, column.kind));
            self.execute(&sql, values.collect()).await?;
        }
        Ok(())
    }

    /// Takes every row out of the tables, last table first: what a migration put there makes room for what was archived.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn clear(&self, shapes: &[Shape]) -> Result<(), StoreError> {
        for shape in shapes.iter().rev() {
            self.execute(&format!("DELETE FROM {}", shape.table.name), vec![]).await?;
        }
        Ok(())
    }

    /// Whether nothing was ever written: no organisation, no user, no event.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.row(ANY_DATA, vec![]).await?.is_none())
    }
}

impl Store {
    /// Ends every browser session: who was signed in when a backup was made is not signed in after it is restored.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn end_sessions(&self) -> Result<(), StoreError> {
        let tx = self.write().await?;
        for table in TABLES.iter().filter(|table| table.holds == Holds::Passing) {
            tx.execute(&format!("DELETE FROM {}", table.name), vec![]).await?;
        }
        tx.commit().await
    }
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn value(cell: &Cell, kind: CellKind) -> Value {
    match (cell, kind) {
        (Cell::Text(text), _) => text.clone().into(),
        (Cell::Integer(number), _) => (*number).into(),
        (Cell::Boolean(truth), _) => (*truth).into(),
        (Cell::Null, CellKind::Text) => Option::<String>::None.into(),
        (Cell::Null, CellKind::Integer) => Option::<i64>::None.into(),
        (Cell::Null, CellKind::Boolean) => Option::<bool>::None.into(),
    }
}

//! Accounts by a part of their name or reference. The one place where the engines are asked in texts of their own: SQLite finds pieces of
//! three letters in an index (FTS5) that triggers keep in step, PostgreSQL in one of its extension `pg_trgm`. What is found is the same.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::record::Row;
use crate::sql::{by_bytes, statement};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, TransactionTrait, Value};
use tenure_core::account::folded;

/// The migration that brought the table of texts.
const SINCE: i64 = 7;
/// A search that finds more goes through the list in its order instead, which then soon has a page.
const FEW: i64 = 500;
/// Letters of a piece. A shorter search compares beginnings.
const PIECE: usize = 3;

/// What stands in the database where it has the index of pieces.
const SQLITE_READY: &str = "SELECT 1 AS found FROM sqlite_master WHERE type = 'trigger' AND name = 'account_text_changed'";
const POSTGRES_READY: &str = "SELECT 1 AS found FROM pg_indexes WHERE schemaname = current_schema() AND indexname = 'account_text_pieces'";

/// Makes the index of pieces where the database lacks it, and the texts of accounts that were written before there was a place for them.
pub(crate) async fn prepare(db: &DatabaseConnection, version: i64) -> Result<(), StoreError> {
    if version < SINCE {
        return Ok(());
    }
    let backend = db.get_database_backend();
    let (ready, index) = match backend {
        DbBackend::Postgres => (POSTGRES_READY, include_str!("search/postgres.sql")),
        _ => (SQLITE_READY, include_str!("search/sqlite.sql")),
    };
    if db.query_one_raw(Statement::from_string(backend, ready)).await?.is_some() {
        return Ok(());
    }
    let tx = db.begin().await?;
    tx.execute_unprepared(index).await?;
    fill(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes the texts of accounts that have none.
async fn fill(tx: &DatabaseTransaction) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let sql = "SELECT a.id, a.name, a.reference FROM account a LEFT JOIN account_text s ON s.account_id = a.id WHERE s.account_id IS NULL";
    let rows = tx.query_all_raw(Statement::from_string(backend, sql)).await?;
    for chunk in rows.chunks(500) {
        let rows = vec!["(?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!("INSERT INTO account_text (account_id, folded_name, folded_reference) VALUES {rows}");
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 3);
        for row in chunk {
            let text = |column| row.try_get::<String>("", column);
            values.extend([text("id")?.into(), folded(&text("name")?).into(), folded(&text("reference")?).into()]);
        }
        tx.execute_raw(statement(backend, &sql, values)).await?;
    }
    Ok(())
}

/// What a search comes to in one state of the database. Columns are those of `account_text`, known as `s`.
#[derive(Debug)]
pub(crate) struct Search {
    text: String,
    size: Size,
    is_postgres: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Size {
    Few,
    Many,
}

impl Search {
    fn is_piece(&self) -> bool {
        self.text.chars().count() >= PIECE
    }

    /// A query for the ids of the accounts that an index finds.
    fn found(&self) -> (String, Vec<Value>) {
        let text = &self.text;
        match (self.is_piece(), self.is_postgres) {
            // No name holds a NUL, and neither engine takes one in a search.
            _ if text.contains('\0') => ("SELECT s.account_id FROM account_text s WHERE 1 = 0".into(), vec![]),
            (true, false) => {
                let phrase = format!("\"{}\"", text.replace('"', "\"\""));
                ("SELECT account_id FROM account_search WHERE account_search MATCH ?".into(), vec![phrase.into()])
            }
            (true, true) => {
                let (condition, values) = self.compared();
                (format!("SELECT s.account_id FROM account_text s WHERE {condition}"), values)
            }
            (false, _) => {
                let name = format!("s.folded_name{}", by_bytes(self.is_postgres));
                let sql = format!(
                    "SELECT s.account_id FROM account_text s WHERE {name} >= ? AND {name} < ?
                     UNION SELECT s.account_id FROM account_text s WHERE s.folded_reference = ?"
                );
                (sql, vec![text.clone().into(), format!("{text}{}", char::MAX).into(), text.clone().into()])
            }
        }
    }

    /// The same as a condition on each row.
    fn compared(&self) -> (String, Vec<Value>) {
        let literal = self.text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let (name, reference) =
            if self.is_piece() { (format!("%{literal}%"), format!("%{literal}%")) } else { (format!("{literal}%"), literal) };
        let condition = "(s.folded_name LIKE ? ESCAPE '!' OR s.folded_reference LIKE ? ESCAPE '!')";
        (condition.into(), vec![name.into(), reference.into()])
    }

    /// The ids of the accounts, where an index finds them and they are few.
    pub(crate) fn few(&self) -> Option<(String, Vec<Value>)> {
        (self.size == Size::Few).then(|| self.found())
    }

    /// What narrows a list whose rows have the texts of their account.
    pub(crate) fn condition(&self) -> (String, Vec<Value>) {
        match self.few() {
            Some((ids, values)) => (format!("s.account_id IN ({ids})"), values),
            None => self.compared(),
        }
    }
}

impl Tx {
    /// Looks how many accounts a search finds.
    pub(crate) async fn search(&self, text: &str) -> Result<Search, StoreError> {
        let search = Search { text: folded(text), size: Size::Few, is_postgres: self.is_postgres() };
        let (ids, values) = search.found();
        let sql = format!("SELECT COUNT(*) AS found FROM (SELECT 1 FROM ({ids}) pieces LIMIT {}) capped", FEW + 1);
        let row = self.row(&sql, values).await?.ok_or(StoreError::Empty)?;
        let found: i64 = Row { row: &row, table: "account_text" }.get("found")?;
        Ok(Search { size: if found > FEW { Size::Many } else { Size::Few }, ..search })
    }
}

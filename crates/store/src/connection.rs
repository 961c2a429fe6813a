//! Opening a database, bringing it up to date, and transactions.

use crate::error::StoreError;
use crate::schema::{Schema, bring_up_to_date, version_of};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tenure_core::facts::PolicyVersion;
use tenure_core::primitives::PolicyId;

/// Where the facts live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// One SQLite file, created if absent.
    Sqlite(PathBuf),
    /// A PostgreSQL database by URL.
    Postgres(String),
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    db: DatabaseConnection,
    policies: PolicyCache,
    saved_before: Option<PathBuf>,
}

/// Policy versions never change once they are written, so each is parsed once.
pub(crate) type PolicyCache = Arc<Mutex<BTreeMap<PolicyId, PolicyVersion>>>;

/// A transaction. Dropped without [`Tx::commit`] it leaves no trace.
#[derive(Debug)]
pub struct Tx {
    tx: DatabaseTransaction,
    pub(crate) policies: PolicyCache,
}

impl Store {
    /// Opens the database and applies migrations that it lacks. An embedded database with data is first saved beside itself.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be reached or brought up to date, or was written by a later program.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        Self::open_at(location, &Schema::current()).await
    }

    /// Opens the database with the migrations of a schema.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_at(location: &Location, schema: &Schema) -> Result<Self, StoreError> {
        let mut options = match location {
            // Three slashes: the path may be relative, and sqlx takes it from the options below.
            Location::Sqlite(_) => ConnectOptions::new("sqlite::memory:"),
            Location::Postgres(url) => ConnectOptions::new(url),
        };
        options.max_connections(8).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
        if let Location::Sqlite(path) = location {
            let path = path.clone();
            options.map_sqlx_sqlite_opts(move |sqlite| {
                sqlite
                    .in_memory(false)
                    .shared_cache(false)
                    .filename(&path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(5))
                    .pragma("cache_size", "-65536")
            });
        }
        let db = Database::connect(options).await?;
        match bring_up_to_date(&db, location, schema).await {
            Ok(saved_before) => Ok(Self { db, policies: PolicyCache::default(), saved_before }),
            Err(error) => {
                db.close().await?;
                Err(error)
            }
        }
    }

    /// Where an embedded database was saved when it was opened, because its schema was about to change.
    pub fn saved_before(&self) -> Option<&Path> {
        self.saved_before.as_deref()
    }

    /// The last migration that the database has.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn version(&self) -> Result<i64, StoreError> {
        version_of(&self.db).await
    }

    /// Whether this is the embedded database.
    pub fn is_embedded(&self) -> bool {
        self.db.get_database_backend() != DbBackend::Postgres
    }

    /// The connections, for what is done beside transactions.
    pub(crate) const fn connection(&self) -> &DatabaseConnection {
        &self.db
    }

    /// A transaction that reads one consistent state.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let options = match self.db.get_database_backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        Ok(Tx { tx: self.db.begin_with_options(options).await?, policies: self.policies.clone() })
    }

    /// A transaction that writes. It takes the event counter first, so writers queue and none overwrites what another decided on.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        let tx = Tx { tx: self.db.begin_with_options(options).await?, policies: self.policies.clone() };
        tx.execute("UPDATE event_counter SET last_sequence = last_sequence WHERE id = 1", vec![]).await?;
        Ok(tx)
    }

    /// Answers when the database answers.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.db.close().await?)
    }
}

impl Tx {
    /// Makes the writes durable.
    ///
    /// # Errors
    /// [`StoreError::Database`], also when a deferred constraint refuses: nothing was then written.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }

    /// The one text of a query: `?` marks a value on both engines.
    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        let backend = self.tx.get_database_backend();
        let sql = if backend == DbBackend::Postgres { crate::sql::numbered(sql) } else { sql.to_string() };
        Statement::from_sql_and_values(backend, sql, values)
    }

    /// Whether the transaction is one of PostgreSQL, for the few texts that differ.
    pub(crate) fn is_postgres(&self) -> bool {
        self.tx.get_database_backend() == DbBackend::Postgres
    }

    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(self.tx.execute_raw(self.statement(sql, values)).await?.rows_affected())
    }

    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, StoreError> {
        Ok(self.tx.query_all_raw(self.statement(sql, values)).await?)
    }

    pub(crate) async fn row(&self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, StoreError> {
        Ok(self.tx.query_one_raw(self.statement(sql, values)).await?)
    }
}

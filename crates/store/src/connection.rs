//! Opening a database, bringing it up to date, and transactions.

use crate::error::StoreError;
use crate::memory::{Memory, Recorded};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tenure_core::facts::{Facts, PolicyVersion};
use tenure_core::primitives::PolicyId;

/// Where the facts live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// One SQLite file, created if absent.
    Sqlite(PathBuf),
    /// A PostgreSQL database by URL.
    Postgres(String),
}

/// An open database, or a company in memory that is saved later.
#[derive(Clone, Debug)]
pub struct Store {
    place: Place,
    policies: PolicyCache,
}

#[derive(Clone, Debug)]
enum Place {
    Database(DatabaseConnection),
    Memory(Memory),
}

/// Policy versions never change once they are written, so each is parsed once.
pub(crate) type PolicyCache = Arc<Mutex<BTreeMap<PolicyId, PolicyVersion>>>;

/// A transaction. Dropped without [`Tx::commit`] it leaves no trace.
#[derive(Debug)]
pub struct Tx {
    tx: Begun,
    pub(crate) policies: PolicyCache,
}

/// Where the transaction takes place; in memory, with what it will keep on commit.
#[derive(Debug)]
enum Begun {
    Database(DatabaseTransaction),
    Memory(Memory, Mutex<Vec<Recorded>>),
}

impl Store {
    /// Opens the database and applies migrations that it lacks.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be reached or brought up to date.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
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
        migrate(&db).await?;
        Ok(Self { place: Place::Database(db), policies: PolicyCache::default() })
    }

    /// An empty company in memory. It answers what verbs ask and remembers what they save; pages and reports need a database.
    pub fn in_memory() -> Self {
        Self { place: Place::Memory(Memory::default()), policies: PolicyCache::default() }
    }

    /// As [`Store::in_memory`], for a company that is there already; `facts` hold its people and no account.
    pub fn in_memory_after(facts: Facts) -> Self {
        Self { place: Place::Memory(Memory::after(facts)), policies: PolicyCache::default() }
    }

    /// What was recorded in memory since the last time, to be saved in a database; nothing for a database.
    pub fn take_record(&self) -> Vec<Recorded> {
        if let Place::Memory(memory) = &self.place { memory.desk().take_record() } else { Vec::new() }
    }

    async fn begin(&self, options: TransactionOptions) -> Result<Tx, StoreError> {
        let tx = match &self.place {
            Place::Database(db) => Begun::Database(db.begin_with_options(options).await?),
            Place::Memory(memory) => Begun::Memory(memory.clone(), Mutex::default()),
        };
        Ok(Tx { tx, policies: self.policies.clone() })
    }

    fn is_postgres(&self) -> bool {
        matches!(&self.place, Place::Database(db) if db.get_database_backend() == DbBackend::Postgres)
    }

    /// A transaction that reads one consistent state.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let mut options = TransactionOptions::default();
        if self.is_postgres() {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
            options.access_mode = Some(AccessMode::ReadOnly);
        }
        self.begin(options).await
    }

    /// A transaction that writes. It takes the event counter first, so writers queue and none overwrites what another decided on.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        let tx = self.begin(options).await?;
        if tx.database().is_some() {
            tx.execute("UPDATE event_counter SET last_sequence = last_sequence WHERE id = 1", vec![]).await?;
        }
        Ok(tx)
    }

    /// Answers when the database answers.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        match &self.place {
            Place::Database(db) => Ok(db.ping().await?),
            Place::Memory(_) => Ok(()),
        }
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn close(self) -> Result<(), StoreError> {
        match self.place {
            Place::Database(db) => Ok(db.close().await?),
            Place::Memory(_) => Ok(()),
        }
    }
}

async fn migrate(db: &DatabaseConnection) -> Result<(), StoreError> {
    let migrator = sqlx::migrate!("./migrations");
    let outcome = match db.get_database_backend() {
        DbBackend::Postgres => migrator.run(db.get_postgres_connection_pool()).await,
        _ => migrator.run(db.get_sqlite_connection_pool()).await,
    };
    outcome.map_err(|error| StoreError::Migration(error.to_string()))
}

impl Tx {
    /// Makes the writes durable.
    ///
    /// # Errors
    /// [`StoreError::Database`], also when a deferred constraint refuses: nothing was then written.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.tx {
            Begun::Database(tx) => Ok(tx.commit().await?),
            Begun::Memory(memory, kept) => {
                memory.desk().keep(kept.into_inner().unwrap_or_else(PoisonError::into_inner));
                Ok(())
            }
        }
    }

    /// The database's transaction, unless the company is in memory.
    pub(crate) fn database(&self) -> Option<&DatabaseTransaction> {
        if let Begun::Database(tx) = &self.tx { Some(tx) } else { None }
    }

    /// The company in memory, unless there is a database.
    pub(crate) fn memory(&self) -> Option<&Memory> {
        if let Begun::Memory(memory, _) = &self.tx { Some(memory) } else { None }
    }

    /// Keeps what a verb saved until the commit.
    pub(crate) fn keep(&self, recorded: Recorded) {
        if let Begun::Memory(_, kept) = &self.tx {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
        }
    }

    /// The transaction and the one text of a query on it: `?` marks a value on both engines.
    fn statement(&self, sql: &str, values: Vec<Value>) -> Result<(&DatabaseTransaction, Statement), StoreError> {
        let tx = self.database().ok_or(StoreError::InMemory)?;
        let backend = tx.get_database_backend();
        let sql = if backend == DbBackend::Postgres { crate::sql::numbered(sql) } else { sql.to_string() };
        Ok((tx, Statement::from_sql_and_values(backend, sql, values)))
    }

    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        let (tx, statement) = self.statement(sql, values)?;
        Ok(tx.execute_raw(statement).await?.rows_affected())
    }

    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, StoreError> {
        let (tx, statement) = self.statement(sql, values)?;
        Ok(tx.query_all_raw(statement).await?)
    }

    pub(crate) async fn row(&self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, StoreError> {
        let (tx, statement) = self.statement(sql, values)?;
        Ok(tx.query_one_raw(statement).await?)
    }
}

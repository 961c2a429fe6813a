//! Opening a database, bringing it up to date, and transactions.

use crate::embedded::{durable, embedded, log_of, writing};
use crate::error::StoreError;
use crate::in_hand::InHand;
use crate::later::Later;
use crate::memory::{Memory, Recorded};
use crate::people::{PeopleCache, Seen};
use crate::schema::{Schema, bring_up_to_date, version_of};
use crate::sql::statement;
use crate::turn::{Turn, Verb, Writers};
#[cfg(feature = "testing")]
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    QueryResult, Statement, TransactionOptions, TransactionTrait, Value,
};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tenure_core::facts::Facts;

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
    people: PeopleCache,
    /// Where the writers of an embedded database queue.
    writers: Writers,
    saved_before: Option<PathBuf>,
    /// The write-ahead log of an embedded database.
    log: Option<PathBuf>,
}

#[derive(Clone, Debug)]
enum Place {
    /// Connections to read on, and those to write on: of an embedded database only one, which then finds what it wrote in its own memory.
    Database(DatabaseConnection, DatabaseConnection),
    Memory(Memory),
}

/// Where a transaction takes place; in memory, with what it will keep on commit.
#[derive(Debug)]
enum Begun {
    Database(DatabaseTransaction, Option<Turn>),
    Verb(Verb),
    Memory(Memory, Mutex<Vec<Recorded>>),
}

/// A transaction. Dropped without [`Tx::commit`] it leaves no trace.
#[derive(Debug)]
pub struct Tx {
    tx: Begun,
    pub(crate) people: PeopleCache,
    pub(crate) seen: Seen,
    later: Later,
    /// Nobody waits for another connection with this one in hand.
    _in_hand: InHand,
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
        let options = match location {
            Location::Sqlite(path) => embedded(durable(path)),
            Location::Postgres(url) => ConnectOptions::new(url),
        };
        Self::connect(options, location, schema).await
    }

    /// Opens a SQLite file as [`Store::open`] does, but with settings that a test changed: another file system, another durability.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[cfg(feature = "testing")]
    pub async fn open_tuned(path: &Path, tune: impl FnOnce(SqliteConnectOptions) -> SqliteConnectOptions) -> Result<Self, StoreError> {
        Self::connect(embedded(tune(durable(path))), &Location::Sqlite(path.into()), &Schema::current()).await
    }

    async fn connect(mut options: ConnectOptions, location: &Location, schema: &Schema) -> Result<Self, StoreError> {
        // A connection to a file does not go away while it waits in the pool; one to a server does, and is tried before it is used.
        options.test_before_acquire(options.get_url().starts_with("postgres"));
        options.max_connections(8).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
        let db = Database::connect(options.clone()).await?;
        match bring_up_to_date(&db, location, schema).await {
            Ok(saved_before) => {
                let one = options.max_connections(1).connect_lazy(true).clone();
                let writing = if matches!(location, Location::Sqlite(_)) { Database::connect(one).await? } else { db.clone() };
                let log = if let Location::Sqlite(path) = location { Some(log_of(path)) } else { None };
                let store = Self { saved_before, log, ..Self::at(Place::Database(db, writing)) };
                store.pack_what_is_not().await?;
                Ok(store)
            }
            Err(error) => {
                db.close().await?;
                Err(error)
            }
        }
    }

    fn at(place: Place) -> Self {
        Self { place, people: PeopleCache::default(), writers: Writers::default(), saved_before: None, log: None }
    }

    /// An empty company in memory. It answers what verbs ask and remembers what they save; pages and reports need a database.
    pub fn in_memory() -> Self {
        Self::at(Place::Memory(Memory::default()))
    }

    /// As [`Store::in_memory`], for a company that is there already; `facts` hold its people and no account.
    pub fn in_memory_after(facts: Facts) -> Self {
        Self::at(Place::Memory(Memory::after(facts)))
    }

    /// What was recorded in memory since the last time, to be saved in a database; nothing for a database.
    pub fn take_record(&self) -> Vec<Recorded> {
        if let Place::Memory(memory) = &self.place { memory.desk().take_record() } else { Vec::new() }
    }

    /// Looks at the facts and the record of a company in memory; `None` for a database, or before there is an organisation.
    pub(crate) fn recorded<T>(&self, look: impl FnOnce(&Facts, &[Recorded]) -> T) -> Option<T> {
        let Place::Memory(memory) = &self.place else { return None };
        let desk = memory.desk();
        desk.facts().map(|facts| look(facts, desk.record()))
    }

    /// Where an embedded database was saved when it was opened, because its schema was about to change.
    pub fn saved_before(&self) -> Option<&Path> {
        self.saved_before.as_deref()
    }

    /// The write-ahead log of an embedded database.
    pub(crate) fn log(&self) -> Option<&Path> {
        self.log.as_deref()
    }

    /// The last migration that the database has.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn version(&self) -> Result<i64, StoreError> {
        version_of(self.connection()?).await
    }

    /// Whether this is the embedded database.
    pub fn is_embedded(&self) -> bool {
        matches!(&self.place, Place::Database(db, _) if db.get_database_backend() != DbBackend::Postgres)
    }

    /// Whether this is a company in memory.
    pub fn is_in_memory(&self) -> bool {
        matches!(&self.place, Place::Memory(_))
    }

    /// The connections, for what is done beside transactions.
    ///
    /// # Errors
    /// [`StoreError::InMemory`].
    pub(crate) fn connection(&self) -> Result<&DatabaseConnection, StoreError> {
        if let Place::Database(db, _) = &self.place { Ok(db) } else { Err(StoreError::InMemory) }
    }

    fn is_postgres(&self) -> bool {
        matches!(&self.place, Place::Database(db, _) if db.get_database_backend() == DbBackend::Postgres)
    }

    /// A transaction that reads one consistent state. Whoever holds one must not ask for another, nor for a glance: there are only so many
    /// connections, and when each is held by somebody who waits for one more, nobody goes on.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        self.reading(InHand::take(&self.writers)).await
    }

    /// A second transaction that reads, for whoever can do without one: `None` where no connection is free within a moment.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn read_beside(&self, wait: Duration) -> Result<Option<Tx>, StoreError> {
        tokio::time::timeout(wait, self.reading(InHand::beside())).await.ok().transpose()
    }

    async fn reading(&self, in_hand: InHand) -> Result<Tx, StoreError> {
        let mut options = TransactionOptions::default();
        if self.is_postgres() {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
            options.access_mode = Some(AccessMode::ReadOnly);
        }
        let tx = match &self.place {
            Place::Database(db, _) => Begun::Database(db.begin_with_options(options).await?, None),
            Place::Memory(memory) => Begun::memory(memory),
        };
        Ok(self.begun(tx, in_hand))
    }

    fn begun(&self, tx: Begun, in_hand: InHand) -> Tx {
        Tx { tx, people: self.people.clone(), seen: Seen::default(), later: Later::default(), _in_hand: in_hand }
    }

    /// A transaction that writes. Writers queue, so none overwrites what another decided on: on SQLite because it begins as the
    /// one writer, on PostgreSQL because it takes the event counter first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let Place::Database(_, db) = &self.place else { return self.read().await };
        let in_hand = InHand::take(&self.writers);
        let turn = if self.is_embedded() { Some(self.writers.turn(&self.people).await?) } else { None };
        let tx = self.begun(Begun::Database(db.begin_with_options(writing()).await?, turn), in_hand);
        if self.is_postgres() {
            tx.execute("UPDATE event_counter SET last_sequence = last_sequence WHERE id = 1", vec![]).await?;
        }
        Ok(tx)
    }

    /// As [`Store::write`], for a verb that takes a moment: in an embedded database it shares its commit with those that wait meanwhile,
    /// and their fate where that fails. What it writes is on the disk once [`Tx::commit`] returns, as ever.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn write_shared(&self) -> Result<Tx, StoreError> {
        let Place::Database(_, db) = &self.place else { return self.read().await };
        if !self.is_embedded() {
            return self.write().await;
        }
        let in_hand = InHand::take(&self.writers);
        let verb = Verb::begin(&self.writers, &self.people, db.begin_with_options(writing())).await?;
        let people = verb.people()?;
        Ok(Tx { people, ..self.begun(Begun::Verb(verb), in_hand) })
    }

    /// One statement that reads, without the transaction that several would need to see one state.
    pub(crate) async fn glance(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, StoreError> {
        let db = self.connection()?;
        let _in_hand = InHand::take(&self.writers);
        Ok(db.query_all_raw(statement(db.get_database_backend(), sql, values)).await?)
    }

    /// Answers when the database answers.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        match &self.place {
            Place::Database(db, _) => Ok(db.ping().await?),
            Place::Memory(_) => Ok(()),
        }
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn close(self) -> Result<(), StoreError> {
        match self.place {
            Place::Database(db, writing) => {
                writing.close().await?;
                Ok(db.close().await?)
            }
            Place::Memory(_) => Ok(()),
        }
    }
}

impl Begun {
    fn memory(memory: &Memory) -> Self {
        Self::Memory(memory.clone(), Mutex::default())
    }
}

impl Tx {
    /// Makes the writes durable.
    ///
    /// # Errors
    /// [`StoreError::Database`], also when a deferred constraint refuses: nothing was then written.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.settle().await?;
        match self.tx {
            Begun::Database(tx, _turn) => {
                tx.commit().await?;
                self.people.committed(&self.seen);
            }
            Begun::Verb(verb) => verb.keep(&self.seen).await?,
            Begun::Memory(memory, kept) => memory.desk().keep(kept.into_inner().unwrap_or_else(PoisonError::into_inner)),
        }
        Ok(())
    }

    /// Leaves nothing of the writes, and makes durable what was seen of verbs that share the commit: a refusal may rest on it.
    ///
    /// # Errors
    /// [`StoreError::Database`], when that could not be committed.
    pub async fn leave(self) -> Result<(), StoreError> {
        if let Begun::Verb(verb) = self.tx { verb.leave().await } else { Ok(()) }
    }

    /// The company in memory, unless there is a database.
    pub(crate) fn memory(&self) -> Option<&Memory> {
        if let Begun::Memory(memory, _) = &self.tx { Some(memory) } else { None }
    }

    /// Keeps what a verb saved in memory until the commit.
    pub(crate) fn keep(&self, recorded: Recorded) {
        if let Begun::Memory(_, kept) = &self.tx {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
        }
    }

    fn database(&self) -> Result<&DatabaseTransaction, StoreError> {
        match &self.tx {
            Begun::Database(tx, _) => Ok(tx),
            Begun::Verb(verb) => verb.tx(),
            Begun::Memory(..) => Err(StoreError::InMemory),
        }
    }

    /// The transaction and the one text of a query on it, behind the writes that wait: `?` marks a value on both engines.
    fn statement(&self, sql: &str, values: Vec<Value>) -> Result<(&DatabaseTransaction, Statement), StoreError> {
        let tx = self.database()?;
        let (sql, values) = self.later.before(sql, values);
        Ok((tx, statement(tx.get_database_backend(), &sql, values)))
    }

    /// Whether the transaction is one of PostgreSQL, for the few texts that differ.
    pub(crate) fn is_postgres(&self) -> bool {
        self.database().is_ok_and(|tx| tx.get_database_backend() == DbBackend::Postgres)
    }

    /// Carries out a statement that writes, and says how many rows it wrote.
    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        self.settle().await?;
        let (tx, statement) = self.statement(sql, values)?;
        self.noted(tx.execute_raw(statement).await).map(|done| done.rows_affected())
    }

    /// As [`Tx::execute`], at the latest with the next statement that reads, or before the commit.
    pub(crate) async fn execute_later(&self, sql: &str, values: Vec<Value>) -> Result<(), StoreError> {
        let values = if self.is_postgres() {
            values
        } else {
            match self.later.add(sql, values) {
                Ok(()) => return Ok(()),
                Err(values) => values,
            }
        };
        self.execute(sql, values).await.map(drop)
    }

    /// Carries out the writes that wait.
    async fn settle(&self) -> Result<(), StoreError> {
        if self.later.is_empty() {
            return Ok(());
        }
        let (tx, statement) = self.statement("", Vec::new())?;
        self.noted(tx.execute_raw(statement).await).map(drop)
    }

    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, StoreError> {
        let (tx, statement) = self.statement(sql, values)?;
        self.noted(tx.query_all_raw(statement).await)
    }

    pub(crate) async fn row(&self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, StoreError> {
        let (tx, statement) = self.statement(sql, values)?;
        self.noted(tx.query_one_raw(statement).await)
    }

    /// A statement that fails may have ended the transaction, which others may share.
    fn noted<T>(&self, outcome: Result<T, DbErr>) -> Result<T, StoreError> {
        if let (Err(_), Begun::Verb(verb)) = (&outcome, &self.tx) {
            verb.fail();
        }
        Ok(outcome?)
    }
}

//! How an embedded database is opened: one SQLite file, with its write-ahead log beside it.

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, SqliteTransactionMode, TransactionOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Pages of the write-ahead log from which a writer folds it itself; before that the server does it beside the writers.
const LOG_PAGES_MAX: &str = "16000";

/// What a connection keeps of the file, in KiB below zero. Beyond a few megabytes the system's cache of the file is the quicker one: what
/// it holds is shared by all connections.
const CACHE: &str = "-8192";

/// How a transaction that writes begins: in an embedded database as the one that may.
pub(crate) fn writing() -> TransactionOptions {
    TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() }
}

/// How a SQLite file is opened: an acknowledged commit is on the disk, and references are checked.
pub(crate) fn durable(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", CACHE)
        .pragma("wal_autocheckpoint", LOG_PAGES_MAX)
}

/// Options whose URL only names the engine: every setting, the path among them, is taken from those given.
pub(crate) fn embedded(sqlite: SqliteConnectOptions) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.map_sqlx_sqlite_opts(move |_| sqlite.clone());
    options
}

/// The write-ahead log that SQLite keeps beside a database.
pub(crate) fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

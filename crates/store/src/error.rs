//! What can go wrong below the verbs: the world's faults and stored values that cannot be read.

/// A fault of the database, or a stored value that has no meaning.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database did not do what it was asked.
    #[error("the database failed: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
    /// The database was written by a later program.
    #[error("the database has schema {found}, and this program knows schemas up to {known}")]
    Newer {
        /// Schema of the database.
        found: i64,
        /// The last schema that this program knows.
        known: i64,
    },
    /// A file beside the database did not do what it was asked.
    #[error("{0}")]
    File(String),
    /// The database has something that the archive does not know, so that an export or a move would lose it.
    #[error("the archive does not know {0}")]
    NotArchived(String),
    /// A stored value cannot be read; names where it stands.
    #[error("{table}.{column} holds {value:?}, which {problem}")]
    Unreadable {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// The stored value.
        value: String,
        /// Why it cannot be read.
        problem: String,
    },
    /// The instance has no organisation yet.
    #[error("this instance is empty")]
    Empty,
    /// A question that only a database answers.
    #[error("a company in memory answers verbs only; save it in a database first")]
    InMemory,
}

//! The facts in SQLite and PostgreSQL: one query text for both engines, migrations, and nothing that decides.
//!
//! # Adding a table
//! A migration file under `migrations/`, a [`record::Record`] under `records/`, and its place in `save.rs` and `load.rs`.

mod access;
mod connection;
mod error;
mod load;
mod memory;
mod record;
mod records;
mod save;
mod sql;
mod taken;
mod views;

pub use access::{Access, ApiToken, SessionRecord, User};
pub use connection::{Location, Store, Tx};
pub use error::StoreError;
pub use load::Scope;
pub use memory::Recorded;
pub use save::Event;
pub use views::{AccountRow, GridFilter, GridKey, QueueRow, RenewalRow, TimelineRow};

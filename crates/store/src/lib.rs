//! The facts in SQLite and PostgreSQL: one query text for both engines, migrations, and nothing that decides.
//!
//! # Adding a table
//! A migration file under `migrations/`, a [`record::Record`] under `records/`, its place in `save.rs` and `load.rs`, and a line in
//! [`archive::TABLES`].

mod access;
pub mod archive;
mod arr;
pub mod backup;
mod bulk;
mod calendar;
mod carried;
mod channels;
mod connection;
mod draft;
mod error;
mod expansions;
mod forecasts;
mod grid;
mod ground;
mod handoffs;
mod held;
mod history;
mod in_hand;
mod jobs;
mod known;
mod later;
mod ledger_rules;
mod listed;
mod load;
mod log;
mod log_fold;
mod memory;
mod notices;
mod people;
mod projections;
mod proposals;
mod record;
mod records;
mod related;
mod request;
mod reviews;
mod revision;
mod rooms;
mod save;
mod schema;
mod seal;
mod search;
mod sql;
mod taken;
mod then;
mod turn;
mod views;

pub use access::{Access, ApiToken, SessionRecord, User};
pub use arr::{PackedAccounts, PackedPlace};
pub use calendar::CalendarLink;
pub use channels::ChatChannel;
pub use connection::{Location, Store, Tx};
pub use error::StoreError;
pub use expansions::{ExpansionFilter, ExpansionRow, ExpansionTotals};
pub use grid::{GridFilter, GridKey};
pub use handoffs::{HandoffFilter, HandoffKey, HandoffRow};
pub use held::HeldState;
pub use ledger_rules::RulesSet;
pub use listed::CurrencyUse;
pub use load::Scope;
pub use log::{LogFilter, LogPlace, TimelineRow};
pub use memory::Recorded;
pub use notices::{KeptNotice, NoticeFilter, NoticePlace};
pub use proposals::WaitingApproval;
pub use related::Surroundings;
pub use request::AnsweredRequest;
pub use reviews::ReviewedRow;
pub use save::Event;
pub use schema::Schema;
pub use then::Then;
pub use views::{AccountRow, QueueRow, RenewalRow};

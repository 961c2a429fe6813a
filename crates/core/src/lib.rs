//! What a renewal desk is and decides: types, pure functions, checks.
//!
//! Nothing here reads a clock, a file, a database or a random number. "Today" is always a parameter, and every
//! decision returns the reasons that travel with it. Modules are listed in dependency order: each uses only those above it.

pub mod primitives;
pub mod refusal;

pub mod identity;

pub mod account;

pub mod contract;

pub mod playbook;

pub mod ownership;

pub mod renewal;

pub mod expansion;

pub mod proposal;
pub mod room;

pub mod forecast;

pub mod facts;

pub mod ledger;

pub mod metrics;

pub mod planner;

pub mod deal;

pub mod commands;

pub mod book;

pub mod mapping;

pub mod seal;

pub mod checks;

pub mod job;

pub mod notice;

pub mod catalog;

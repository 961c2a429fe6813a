//! Pages as pure functions from read models to markup: no reading, no clock, nothing decided here.
//!
//! # Adding a page
//! A file here with one public function that takes the [`shell::Shell`] and a read model, and a snapshot in `tests/pages.rs`.

pub mod account;
pub mod accounts;
pub mod activity;
pub mod advisor;
mod backups;
pub mod channels;
mod charts;
pub mod contract;
pub mod discount_limits;
pub mod empty;
pub mod error;
pub mod expansion;
pub mod expansions;
mod figure;
pub mod findings;
pub mod form;
pub mod handoff_clocks;
pub mod handoffs;
pub mod import;
pub mod jobs;
pub mod leaving;
pub mod ledger;
pub mod ledger_rules;
pub mod listed;
pub mod metric;
pub mod metrics;
mod movements;
pub mod notices;
pub mod outcomes;
pub mod parts;
pub mod people;
pub mod person;
pub mod playbooks;
pub mod policy;
pub mod preferences;
mod promises;
pub mod proposal;
pub mod question;
pub mod renewal;
pub mod renewals;
pub mod report;
pub mod reports;
pub mod restatement;
pub mod retention;
pub mod reviews;
pub mod settings;
pub mod shell;
pub mod signin;
pub mod stakeholders;
pub mod today;
pub mod value;
pub mod why;
pub mod words;
pub mod workload;

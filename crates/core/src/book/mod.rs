//! The book format: a company's organisation, people, accounts, contracts and policy as a folder of CSV files and one TOML file.
//!
//! Raw text with its place in the files stands here; [`plan_import`] turns it into writes, [`export`] turns facts into it.
//! Both directions and the documentation use the one list of files and columns in [`FILES`]. No file is read or written here.

mod accounts;
mod activities;
mod calendar;
mod changes;
mod consistency;
mod contracts;
mod expansions;
mod export;
mod fields;
mod import;
mod later;
mod ledger_rules;
mod lessons;
mod lines;
mod names;
mod outcomes;
mod people;
mod playbooks;
mod portions;
mod products;
mod profiles;
mod progress;
mod promises;
mod proposals;
mod rates;
mod reassignments;
mod schema;
mod sheet;
mod skip;
mod stakeholders;
mod talk;
mod teams;
#[cfg(test)]
mod tests;
mod values;

pub use changes::{Change, FileCounts, RecordChange, reference};
pub use export::{export, organisation_table};
pub use import::{ImportPlan, REFUSALS_MAX, plan_import};
pub use portions::Portioned;
pub use schema::{Column, FILES, FileSchema, POLICY_FILE, closest, file_schema};
pub use skip::{Accepted, Place, plan_accepted};

use crate::primitives::parse_date;
use jiff::civil::Date;

/// A book as text, before anything of it is believed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Book {
    /// The CSV files that are there, in any order.
    pub tables: Vec<Table>,
    /// File name and text of the ownership policy, where the book has one.
    pub policy: Option<(String, String)>,
}

/// One CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// File name, such as `accounts.csv`.
    pub file: String,
    /// Names of the columns as the first row gives them.
    pub header: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<Row>,
}

/// One row of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which the row begins, counted from 1 with the header.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

impl Book {
    /// The table of a file name.
    pub fn table(&self, file: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.file == file)
    }

    /// The time zone that the book states, where it states one. An import into an empty instance reckons its today in it.
    pub fn time_zone(&self) -> Option<&str> {
        self.organisation_cell("time_zone")
    }

    /// The today that the book of a sample company states. An import into an empty instance takes place on it.
    pub fn sample_today(&self) -> Option<Date> {
        parse_date(self.organisation_cell("sample_today")?).ok()
    }

    /// Makes a day the today of the sample company that the book founds. A book without an organisation stays as it is.
    pub fn set_sample_today(&mut self, day: Date) {
        let Some(table) = self.tables.iter_mut().find(|table| table.file == "organisation.csv") else { return };
        let column = table.header.iter().position(|name| name == "sample_today").unwrap_or_else(|| {
            table.header.push("sample_today".into());
            table.rows.iter_mut().for_each(|row| row.cells.push(String::new()));
            table.header.len() - 1
        });
        for cell in table.rows.iter_mut().filter_map(|row| row.cells.get_mut(column)) {
            *cell = day.to_string();
        }
    }

    fn organisation_cell(&self, column: &str) -> Option<&str> {
        let table = self.table("organisation.csv")?;
        let column = table.header.iter().position(|name| name == column)?;
        table.rows.first()?.cells.get(column).map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

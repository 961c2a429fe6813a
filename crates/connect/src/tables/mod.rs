//! Tables that leave for a spreadsheet or another program: typed cells, written as CSV, XLSX or JSON.

mod csv;
mod json;
mod number;
mod xlsx;

use jiff::civil::Date;
use std::str::FromStr;
use tenure_core::metrics::Ratio;
use tenure_core::primitives::{Currency, Money};
use tenure_core::refusal::Refusal;

/// A file that a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Comma-separated text for spreadsheets: a text that looks like a formula has an apostrophe before it.
    Csv,
    /// A workbook with real numbers and days.
    Xlsx,
    /// For programs: every text as it is, every amount with its currency.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// Its name, which is also the ending of a file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// What a server calls it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|format| format.code() == text).ok_or_else(|| "is not one of: csv, xlsx, json".into())
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable name for programs.
    pub code: String,
    /// Heading for people.
    pub heading: String,
    /// The currency of all its amounts; it stands in the heading. `None` where a column has no amounts, or amounts of several currencies.
    pub currency: Option<Currency>,
}

impl Column {
    /// A column of anything but amounts of one currency.
    pub fn of(code: &str, heading: &str) -> Self {
        Self { code: code.into(), heading: heading.into(), currency: None }
    }

    /// A column of amounts of one currency.
    pub fn money(code: &str, heading: &str, currency: Currency) -> Self {
        Self { currency: Some(currency), ..Self::of(code, heading) }
    }

    /// The heading, with the currency of its amounts.
    fn title(&self) -> String {
        self.currency.map_or_else(|| self.heading.clone(), |currency| format!("{} ({})", self.heading, currency.code()))
    }
}

/// A value with its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known, or there is nothing to say.
    Nothing,
    /// Words.
    Text(String),
    /// A day.
    Day(Date),
    /// A whole number.
    Count(i64),
    /// An amount.
    Amount(Money),
    /// A share of a whole.
    Percent(Ratio),
    /// A ratio that is not a share.
    Times(Ratio),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A table that leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Short name: the sheet, and the beginning of a file's name.
    pub name: String,
    /// The day that it speaks of: the end of a file's name, and the day on which a workbook says it was made.
    pub day: Date,
    /// What it answers, name by name: days, money, rules. CSV has no place for it.
    pub about: Vec<(String, String)>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A name for the file, such as `ledger-2026-10-31.csv`.
    pub fn file_name(&self, format: Format) -> String {
        format!("{}-{}.{}", self.name.to_lowercase().replace(' ', "-"), self.day, format.code())
    }

    /// Writes the table. The same table gives the same bytes.
    ///
    /// # Errors
    /// A table that a spreadsheet cannot hold: too many rows, or a text that is too long for a cell.
    pub fn write(&self, format: Format) -> Result<Vec<u8>, Refusal> {
        match format {
            Format::Csv => csv::write(self),
            Format::Xlsx => xlsx::write(self),
            Format::Json => Ok(json::write(self)),
        }
    }
}

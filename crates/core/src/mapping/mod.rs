//! Mappings: exports of other systems, described in TOML, become a book.
//!
//! A mapping turns rows of foreign tables into rows of the book, which then go through the one import. Every row that is refused,
//! passed over, changed or lost on the way is listed with its place in the foreign file. No file is read here.

mod apply;
mod interval;
mod node;
mod outcome;
mod overlap;
mod parse;
mod price;
mod report;
mod schema;
mod source;
#[cfg(test)]
mod tests;
mod value;

pub use apply::{Mapped, apply};
pub use report::{Entry, EntryKind, ImportReport, SourceCounts, summary};
pub use schema::{Key, SECTIONS, Section};
pub use source::ForeignTable;
pub use value::{Case, Origin, Reading, ValueSpec};

use crate::book::FileSchema;
use crate::primitives::{Decimal6, closed_words};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A mapping as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Its name.
    pub name: String,
    /// What it reads.
    pub about: String,
    /// What an empty instance begins with.
    pub start: Start,
    /// The files it reads.
    pub sources: Vec<Source>,
    /// Sources that become files of the book row by row.
    pub tables: Vec<TableMap>,
    /// Sources that are subscriptions.
    pub intervals: Vec<IntervalMap>,
}

/// What an empty instance begins with, apart from the rows of the sources.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Start {
    /// Columns of organisation.csv; empty where the mapping names none.
    pub organisation: BTreeMap<String, String>,
    /// Rows of teammates.csv.
    pub teammates: Vec<BTreeMap<String, String>>,
    /// Name of a shipped policy.
    pub policy: Option<String>,
}

/// A foreign file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name in the mapping.
    pub code: String,
    /// Its file name.
    pub file: String,
    /// Whether it may be absent.
    pub optional: bool,
    /// The column that tells its rows apart.
    pub key: Option<String>,
    /// Words that stand for an empty cell.
    pub blank: Vec<String>,
    /// Columns that must be there besides those that are read.
    pub needs: Vec<String>,
    /// Rows to pass over.
    pub skips: Vec<Skip>,
}

/// Rows to pass over, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The column that decides.
    pub column: String,
    /// Its words.
    pub words: Vec<String>,
    /// Whether all but these words are passed over.
    pub negated: bool,
    /// Why.
    pub reason: String,
}

/// A source whose rows become rows of a file of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableMap {
    /// The file of the book.
    pub into: &'static FileSchema,
    /// The source.
    pub from: String,
    /// Its columns and how each is made.
    pub columns: Vec<(&'static str, ValueSpec)>,
}

closed_words! {
    /// What an amount pays for.
    AmountPer {
        Month = "month", "a month";
        Quarter = "quarter", "a quarter";
        Year = "year", "a year";
        Interval = "interval", "the whole interval";
    }
}

closed_words! {
    /// How an end is meant.
    EndIs {
        Exclusive = "exclusive", "the first day no longer covered";
        Inclusive = "inclusive", "the last day covered";
    }
}

closed_words! {
    /// Which of overlapping intervals of one account count.
    Overlap {
        Sum = "sum", "all of them";
        Largest = "largest", "the one with the largest amount a year";
        Latest = "latest", "the one that begins last";
    }
}

closed_words! {
    /// What becomes of an interval that ends on or before its first day.
    Empty {
        Refuse = "refuse", "it is refused";
        Pass = "skip", "it is passed over";
    }
}

/// A source of subscriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntervalMap {
    /// The source.
    pub from: String,
    /// How each value is made, by key.
    pub values: BTreeMap<&'static str, ValueSpec>,
    /// What the amount pays for.
    pub amount_per: AmountPer,
    /// How the end is meant; `None` is exclusive.
    pub end_is: Option<EndIs>,
    /// Which of overlapping intervals count; `None` is all.
    pub overlap: Option<Overlap>,
    /// What becomes of empty intervals; `None` refuses them.
    pub empty: Option<Empty>,
    /// Smallest amount; `None` refuses zero and less.
    pub minimum: Option<Decimal6>,
    /// Ends after this day mean that none was agreed.
    pub far_future: Option<Date>,
}

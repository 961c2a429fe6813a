//! What a refused input says: where it stands, what it was, what must hold, what to do.

use std::fmt;

/// One refused value, precise enough to find and mend it.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize)]
pub struct Refusal {
    /// The file, or empty where the input is not a file.
    pub file: String,
    /// The line of the file, counted from 1, header included.
    pub row: Option<usize>,
    /// The column or field.
    pub column: Option<String>,
    /// The value as it was given.
    pub value: Option<String>,
    /// What is wrong, as the end of a sentence that begins with the value.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl Refusal {
    /// A refusal that is not about one place in a file.
    pub fn general(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into(), ..Self::default() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}", self.file)?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            let separator = if self.file.is_empty() { "" } else { ", " };
            write!(f, "{separator}column {column}")?;
        }
        if !self.file.is_empty() || self.column.is_some() {
            f.write_str(": ")?;
        }
        if let Some(value) = &self.value {
            write!(f, "{:?} ", shorten(value))?;
        }
        write!(f, "{}.", self.problem)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, " {}", self.remedy) }
    }
}

/// The first 60 characters of a value, so that a message stays readable.
fn shorten(value: &str) -> String {
    if value.chars().count() <= 60 { value.to_string() } else { value.chars().take(57).chain("...".chars()).collect() }
}

impl std::error::Error for Refusal {}

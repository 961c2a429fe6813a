//! A finding that somebody looked at and sets aside for a while, with a reason.

use jiff::Timestamp;
use jiff::civil::Date;

/// A finding set aside. It comes back by itself, and when it says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// Fingerprint of what the finding says and of whom.
    pub finding: String,
    /// 1 for the first word on the finding; the last one counts.
    pub number: u32,
    /// What it said.
    pub title: String,
    /// Why it is set aside.
    pub reason: String,
    /// Who set it aside.
    pub author: String,
    /// First day on which it is there again.
    pub until: Date,
    /// When it was set aside.
    pub recorded_at: Timestamp,
}

impl Dismissal {
    /// Whether the finding is set aside on a day.
    pub fn holds(&self, today: Date) -> bool {
        today < self.until
    }
}

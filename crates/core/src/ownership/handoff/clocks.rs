//! How long a handoff may take, and from when nothing moves by itself any more: the organisation's own numbers of days.

use crate::primitives::Calendar;
use crate::refusal::Refusal;
use jiff::civil::Date;

/// Business days within which what a handoff asks for should be done. What began under other numbers keeps its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// From the opening to the acceptance.
    pub accept_days: u16,
    /// From a waiver to the introduction that it owes.
    pub introduce_days: u16,
    /// Days before the decision date of a renewal from which what somebody holds no longer moves, unless the person leaves, is away for
    /// long, or another is named; 0 protects nothing (OWN-6).
    pub protected_days: u16,
}

/// The most business days that a handoff may take: about a quarter of a year.
pub const MOST_DAYS: u16 = 60;

/// The most days that may be protected: a year.
pub const MOST_PROTECTED_DAYS: u16 = 366;

impl Default for Clocks {
    fn default() -> Self {
        Self { accept_days: 5, introduce_days: 5, protected_days: 0 }
    }
}

impl Clocks {
    /// The day by which a handoff that opens on a day should be accepted.
    pub fn accept_by(self, opened_on: Date, calendar: Calendar<'_>) -> Date {
        calendar.business_days_after(opened_on, self.accept_days)
    }

    /// The day by which the receiver of a handoff that was waived on a day should be introduced.
    pub fn introduce_by(self, waived_on: Date, calendar: Calendar<'_>) -> Date {
        calendar.business_days_after(waived_on, self.introduce_days)
    }

    /// # Errors
    /// A number of days out of its range, by the name of its field.
    pub fn check(self) -> Result<(), Refusal> {
        for (name, days) in [("accept_days", self.accept_days), ("introduce_days", self.introduce_days)] {
            if !(1..=MOST_DAYS).contains(&days) {
                let problem = format!("is not a number of business days from 1 to {MOST_DAYS}");
                return Err(Refusal { column: Some(name.into()), value: Some(days.to_string()), problem, ..Refusal::default() });
            }
        }
        if self.protected_days > MOST_PROTECTED_DAYS {
            let problem = format!("is not a number of days from 0 to {MOST_PROTECTED_DAYS}");
            let (column, value) = (Some("protected_days".into()), Some(self.protected_days.to_string()));
            return Err(Refusal { column, value, problem, ..Refusal::default() });
        }
        Ok(())
    }
}

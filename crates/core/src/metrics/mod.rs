//! Figures with named definitions (ARR-2). Each definition is one file in `definitions/` and says what one customer adds to a
//! numerator and to a denominator: a figure is a ratio of sums, opens to its customers, and never averages rates.

mod definitions;
mod ratio;

pub use definitions::{DEFINITIONS, definition};
pub use ratio::Ratio;

use crate::ledger::Totals;

/// One customer over a period, or one unit or product of one, by the level that was asked for. Amounts in minor units of one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// ARR on the opening day.
    pub opening_minor: i64,
    /// ARR on the closing day.
    pub closing_minor: i64,
    /// ARR on the opening day of the contracts that the customer has on the closing day: contracts that changed account between the
    /// two days count where they are in the end, so that moved revenue is neither churn nor growth in a cohort.
    pub cohort_opening_minor: i64,
    /// Movements between the two days.
    pub movements: Totals,
    /// Price increases among them that a contract had agreed beforehand.
    pub escalators_minor: i64,
    /// Whether the customer was lost, came new, or came back in the period: how often.
    pub arrivals: Arrivals,
    /// What was up for renewal in the period.
    pub due: Due,
}

/// How often a customer came and went in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// Times it became a customer for the first time, or as new again.
    pub new: u32,
    /// Times it came back.
    pub reactivated: u32,
    /// Times its last revenue ended.
    pub churned: u32,
}

/// What of a customer was up for renewal in a period (by the day its terms ended), and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Renewals due.
    pub renewals: u32,
    /// ARR available to renew.
    pub atr_minor: i64,
    /// Of it kept: for each renewal the lower of what was due and what went on.
    pub kept_minor: i64,
    /// ARR that went on, with growth at the renewal.
    pub renewed_minor: i64,
    /// Renewals that went on.
    pub renewals_kept: u32,
    /// Kept, of renewals signed on or before the end of the term (or that renewed by themselves).
    pub kept_on_time_minor: i64,
    /// Renewals signed on or before the end.
    pub renewals_on_time: u32,
    /// Kept, of renewals signed before the period in which they were due.
    pub kept_early_minor: i64,
    /// Kept, of renewals signed after the end.
    pub kept_late_minor: i64,
    /// Renewals signed after the end.
    pub renewals_late: u32,
    /// ATR of renewals that nobody has decided.
    pub undecided_minor: i64,
}

/// What one customer adds to a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Added to the numerator.
    pub numerator: i64,
    /// Added to the denominator.
    pub denominator: i64,
}

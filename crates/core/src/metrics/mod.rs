//! Figures with named definitions (ARR-2). Each definition is one file in `definitions/` and says what one customer adds to a
//! numerator and to a denominator: a figure is a ratio of sums, opens to its customers, and never averages rates.
//! Beside them stand the pure sums of the trade that are no figure of a customer: cohorts, proration, net ARR of a deal, and so on.

mod annualise;
mod apportion;
mod billing;
mod cohorts;
mod definitions;
mod figure;
mod forecast_accuracy;
mod forecast_range;
mod growth;
mod months;
mod moved;
mod net_arr;
mod parameters;
mod power;
mod proration;
mod ratio;
mod renewal_timing;
mod subjects;

pub use annualise::{over_a_year, yearly_churn_of_months, yearly_churn_of_term};
pub use apportion::{SPLIT_BPS, apportion};
pub use billing::{BillingCycles, billing_cycles};
pub use cohorts::{Cell, CohortRow, Measured, Triangle, Values};
pub use definitions::{Choice, DEFINITIONS, Definition, Family, Shape, Step, Topic, Unit, definition};
pub use figure::{Figure, Measure, Sums, Value};
pub use forecast_accuracy::{Accuracy, Became, accuracy_of};
pub use forecast_range::{ForecastRange, RenewalForecast};
pub use growth::Growth;
pub use months::{Month, months};
pub use net_arr::{Deal, TrueUp, ramp_net_arr, true_up};
pub use parameters::{Counting, Parameter, Parameters};
pub use power::{HIGHEST, power};
pub use proration::{Change, DayCount, PartialPeriod, charge, prorated_change, share_of_days, share_of_seconds, term_count};
pub use ratio::{DASH, MOST_PLACES, NOT_DEFINED, Ratio};
pub use renewal_timing::{Bucket, DueRenewal, is_backdated, is_due, rate_by_closing};
pub use subjects::{Subjects, subjects};

use crate::ledger::{Arrivals, Class, Totals};

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
    /// What is known on the closing day of the days after it.
    pub committed: Committed,
}

impl Subject {
    /// Whether the customer was one on the opening day, with the contracts that it has in the end.
    pub const fn was_customer(&self) -> bool {
        self.cohort_opening_minor > 0
    }

    /// Whether the customer was one on the opening day, even if its contracts have gone to another account since.
    pub const fn was_there(&self) -> bool {
        self.opening_minor > 0 || self.cohort_opening_minor > 0
    }

    /// Whether the customer is one on the closing day.
    pub const fn is_customer(&self) -> bool {
        self.closing_minor > 0
    }

    /// What the movements do not explain of the way from opening to closing: always zero, or the ledger is wrong.
    pub fn residual_minor(&self) -> i64 {
        self.closing_minor - self.opening_minor - self.movements.net()
    }

    /// Churn and contraction of the period, as a positive amount.
    const fn lost_minor(&self) -> i64 {
        -(self.movements.of(Class::Churn) + self.movements.of(Class::Contraction))
    }
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
    /// Renewals that nobody has decided.
    pub renewals_undecided: u32,
}

impl Due {
    /// Adds what was due of other renewals.
    pub const fn add(&mut self, other: &Self) {
        self.renewals += other.renewals;
        self.atr_minor += other.atr_minor;
        self.kept_minor += other.kept_minor;
        self.renewed_minor += other.renewed_minor;
        self.renewals_kept += other.renewals_kept;
        self.kept_on_time_minor += other.kept_on_time_minor;
        self.renewals_on_time += other.renewals_on_time;
        self.kept_early_minor += other.kept_early_minor;
        self.kept_late_minor += other.kept_late_minor;
        self.renewals_late += other.renewals_late;
        self.undecided_minor += other.undecided_minor;
        self.renewals_undecided += other.renewals_undecided;
    }

    /// The ATR that a renewal rate is measured against.
    const fn base_minor(&self, chosen: &Parameters) -> i64 {
        match chosen.undecided {
            Counting::Counted => self.atr_minor,
            Counting::LeftOut => self.atr_minor - self.undecided_minor,
        }
    }

    /// The renewals that a rate by count is measured against.
    fn base_renewals(&self, chosen: &Parameters) -> i64 {
        match chosen.undecided {
            Counting::Counted => i64::from(self.renewals),
            Counting::LeftOut => i64::from(self.renewals) - i64::from(self.renewals_undecided),
        }
    }
}

/// What is agreed or announced on the closing day and takes effect later. Positive amounts of ARR in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// ARR that is signed and has not begun.
    pub signed_minor: i64,
    /// ARR that is known to end: notice received, a renewal decided as lost or smaller.
    pub leaving_minor: i64,
}

impl Committed {
    /// Adds what is known of other contracts.
    pub const fn add(&mut self, other: &Self) {
        self.signed_minor += other.signed_minor;
        self.leaving_minor += other.leaving_minor;
    }
}

/// What one customer adds to a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Added to the numerator.
    pub numerator: i64,
    /// Added to the denominator.
    pub denominator: i64,
}

#[cfg(test)]
mod tests;

//! Parts of a billing period, exact until the amount is rounded once.
//!
//! Sources differ on what a day counts: ours is half-open (Kill Bill); Stripe counts seconds; Flexprice, ERPNext and Salesforce count
//! both ends. Each is a named choice.

use super::{Ratio, billing_cycles};
use crate::primitives::{closed_words, days_between};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

closed_words! {
    /// How the days of a part are counted.
    DayCount {
        HalfOpen = "half_open", "From the first day up to the day before the last";
        BothEnds = "both_ends", "From the first day up to and with the last";
    }
}

closed_words! {
    /// What a started month counts.
    PartialPeriod {
        Prorated = "prorated", "Its days over the days of that month";
        Whole = "whole", "A whole month";
    }
}

/// The part of a period that is left from a day on: with half-open days 15 March of 1 March to 1 April is 17/31; with both ends counted
/// the same part is asked for as 15 March of 1 to 31 March. `None` for a period without days and for a day outside it.
pub fn share_of_days(from: Date, period: &Range<Date>, count: DayCount) -> Option<Ratio> {
    let last = if count == DayCount::BothEnds { 1 } else { 0 };
    let days = days_between(period.start, period.end) + last;
    let left = days_between(from, period.end) + last;
    let inside = from >= period.start && left >= 0;
    inside.then(|| Ratio::of(i128::from(left), i128::from(days)))?
}

/// The part of a period in seconds that is left from an instant on, as Stripe counts. Seconds since 1970. `None` for an empty period
/// and for an instant outside it.
pub fn share_of_seconds(from: i64, period: &Range<i64>) -> Option<Ratio> {
    let inside = period.start <= from && from <= period.end;
    inside.then(|| Ratio::of(i128::from(period.end) - i128::from(from), i128::from(period.end) - i128::from(period.start)))?
}

/// What a price change within a period comes to. Minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Given back of the old price; zero or negative.
    pub credit_minor: i64,
    /// Charged of the new price.
    pub charge_minor: i64,
}

impl Change {
    /// The two together: what the invoice shows.
    pub const fn net_minor(self) -> i64 {
        self.charge_minor + self.credit_minor
    }
}

/// A change from an old to a new price of a period with that part of it left. Credit and charge are rounded half to even, each on its
/// own, because each is a line of the invoice. `None` where an amount does not fit.
pub fn prorated_change(old_minor: i64, new_minor: i64, left: Ratio) -> Option<Change> {
    Some(Change { credit_minor: left.of_amount(old_minor)?.checked_neg()?, charge_minor: left.of_amount(new_minor)? })
}

/// How many months a span counts whose months begin on a day of the month, with the last day of service counted, as Salesforce prorates
/// a monthly price: 28 March 2025 to 4 February 2026 with months from the 5th is 8/31 + 10. `None` for a span without days and a day
/// of the month outside 1 to 31.
pub fn term_count(first: Date, last: Date, cycle_day: i8, partial: PartialPeriod) -> Option<Ratio> {
    let end = last.checked_add(1.day()).ok()?;
    let cycles = billing_cycles(&(first..end), last, cycle_day)?;
    match partial {
        PartialPeriod::Prorated => cycles.total(),
        PartialPeriod::Whole => {
            let started = [cycles.leading, cycles.trailing].iter().filter(|part| **part != Ratio::ZERO).count();
            Ratio::of(i128::from(cycles.whole) + i128::try_from(started).ok()?, 1)
        }
    }
}

/// A monthly price for a number of months, rounded once, half to even. `None` where it does not fit.
pub fn charge(monthly_minor: i64, months: Ratio) -> Option<i64> {
    months.of_amount(monthly_minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn half_open_days_and_both_ends_name_the_same_part_differently() {
        let change = date(2024, 3, 15);
        let open = share_of_days(change, &(date(2024, 3, 1)..date(2024, 4, 1)), DayCount::HalfOpen);
        let both = share_of_days(change, &(date(2024, 3, 1)..date(2024, 3, 31)), DayCount::BothEnds);
        assert_eq!((open, both), (Ratio::of(17, 31), Ratio::of(17, 31)));
        let confused = share_of_days(change, &(date(2024, 3, 1)..date(2024, 3, 31)), DayCount::HalfOpen);
        assert_eq!(confused, Ratio::of(16, 30), "a last day taken for an end loses a day");
    }

    #[test]
    fn the_edges_of_a_period_are_all_and_nothing_and_beyond_them_is_no_part() {
        let period = date(2024, 2, 1)..date(2024, 3, 1);
        let part = |day| share_of_days(day, &period, DayCount::HalfOpen);
        assert_eq!(part(date(2024, 2, 1)), Some(Ratio::ONE));
        assert_eq!(part(date(2024, 2, 29)), Ratio::of(1, 29));
        assert_eq!(part(date(2024, 3, 1)), Some(Ratio::ZERO));
        assert_eq!(part(date(2024, 3, 2)), None);
        assert_eq!(part(date(2024, 1, 31)), None);
        let empty = date(2024, 2, 1)..date(2024, 2, 1);
        assert_eq!(share_of_days(date(2024, 2, 1), &empty, DayCount::HalfOpen), None);
        assert_eq!(share_of_seconds(5, &(0..20)), Ratio::of(3, 4));
        assert_eq!(share_of_seconds(21, &(0..20)), None);
        assert_eq!(share_of_seconds(i64::MAX, &(i64::MIN..i64::MAX)), Some(Ratio::ZERO));
    }

    #[test]
    fn credit_and_charge_are_rounded_each_on_its_own() {
        let change = prorated_change(1_000, 2_000, Ratio::of(17, 31).unwrap()).unwrap();
        assert_eq!((change.credit_minor, change.charge_minor, change.net_minor()), (-548, 1_097, 549), "10.00 x 17/31 alone is 5.48");
    }

    #[test]
    fn a_started_month_counts_its_days_or_whole() {
        let count = |partial| term_count(date(2025, 3, 28), date(2026, 2, 4), 5, partial).unwrap();
        assert_eq!(count(PartialPeriod::Prorated).decimal().unwrap().to_string(), "10.258065");
        assert_eq!(charge(9_000, count(PartialPeriod::Prorated)), Some(92_323));
        assert_eq!(charge(9_000, count(PartialPeriod::Whole)), Some(99_000));
    }
}

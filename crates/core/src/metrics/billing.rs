//! Billing cycles of a span: a part before the first cycle day, whole months, and a part at the end. Parameters and figures from Kill Bill.

use super::Ratio;
use crate::primitives::{add_months, days_between};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// Cycles in advance, up to a day. All spans are half-open; each part is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillingCycles {
    /// The part from the start to the first cycle day, of the month that ends there.
    pub leading: Ratio,
    /// Whole months that have begun.
    pub whole: u32,
    /// The part of the month in which the span ends.
    pub trailing: Ratio,
}

impl BillingCycles {
    /// All cycles together; `None` where they are too many to hold.
    pub fn total(&self) -> Option<Ratio> {
        self.leading.plus(Ratio::of(i128::from(self.whole), 1)?)?.plus(self.trailing)
    }
}

/// The monthly cycles of a span that have begun by a day, billed in advance. The first cycle begins on the cycle day of the start's
/// month, or of the next month where that day lies before the start; a month that is too short has its cycle day at its end.
///
/// `None` for a span without days, for a day before the span, and for a cycle day outside 1 to 31. A span without end ends at
/// `Date::MAX`.
pub fn billing_cycles(span: &Range<Date>, until: Date, cycle_day: i8) -> Option<BillingCycles> {
    if span.start >= span.end || until < span.start || !(1..=31).contains(&cycle_day) {
        return None;
    }
    let anchor = Date::new(2000, 1, cycle_day).ok()?;
    let of_month = span.start.first_of_month().checked_add((i32::from(cycle_day.min(span.start.days_in_month())) - 1).days()).ok()?;
    let first = if of_month < span.start { add_months(of_month, 1, anchor) } else { of_month };
    let month_before = first.checked_sub(1.month()).ok()?;
    let leading = part(&(span.start..first.min(span.end)), &(month_before..first))?;
    let mut cycles = BillingCycles { leading, whole: 0, trailing: Ratio::ZERO };
    let mut from = first;
    while from <= until && from < span.end {
        let to = add_months(from, 1, anchor);
        if to > span.end {
            cycles.trailing = part(&(from..span.end), &(from..to))?;
        } else {
            cycles.whole += 1;
        }
        // At the end of the calendar no day follows.
        if to == from {
            break;
        }
        from = to;
    }
    Some(cycles)
}

fn part(span: &Range<Date>, of: &Range<Date>) -> Option<Ratio> {
    Ratio::of(days_between(span.start, span.end).into(), days_between(of.start, of.end).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_span_that_ends_before_its_first_cycle_day_is_a_leading_part_alone() {
        let cycles = billing_cycles(&(date(2026, 3, 2)..date(2026, 3, 9)), date(2026, 12, 31), 15).unwrap();
        assert_eq!(cycles, BillingCycles { leading: Ratio::of(7, 28).unwrap(), whole: 0, trailing: Ratio::ZERO });
    }

    #[test]
    fn month_ends_and_leap_days_keep_the_cycle_day() {
        let cycles = |start, until| billing_cycles(&(start..Date::MAX), until, 31).unwrap();
        assert_eq!(cycles(date(2024, 1, 31), date(2024, 2, 28)).whole, 1);
        assert_eq!(cycles(date(2024, 1, 31), date(2024, 2, 29)).whole, 2, "the leap day is February's 31st");
        assert_eq!(cycles(date(2024, 1, 31), date(2024, 3, 30)).whole, 2, "and March has its own again");
        assert_eq!(cycles(date(2024, 1, 31), date(2024, 3, 31)).whole, 3);
    }

    #[test]
    fn spans_without_days_and_days_that_no_month_has_give_none() {
        let day = date(2026, 3, 2);
        assert_eq!(billing_cycles(&(day..day), day, 1), None);
        assert_eq!(billing_cycles(&(day..Date::MAX), date(2026, 3, 1), 1), None);
        assert_eq!(billing_cycles(&(day..Date::MAX), day, 0), None);
        assert_eq!(billing_cycles(&(day..Date::MAX), day, 32), None);
        assert!(billing_cycles(&(date(9999, 11, 2)..Date::MAX), Date::MAX, 1).is_some(), "the calendar ends, the count as well");
    }
}

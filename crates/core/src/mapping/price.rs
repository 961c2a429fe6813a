//! The price of one unit for one period, out of an amount for all units.

use super::IntervalMap;
use super::apply::Reading;
use super::interval::{Interval, column, period};
use crate::primitives::{Decimal6, days_between};
use jiff::ToSpan;
use jiff::civil::Date;

const ONE: i128 = 1_000_000;

/// What a line costs.
pub(super) struct Price {
    /// Units.
    pub quantity: Decimal6,
    /// Price of one for one period.
    pub unit: Decimal6,
    /// `month`, `quarter` or `year`.
    pub period: &'static str,
}

/// The price of an interval; `None` once it was refused. Where the amount cannot be told exactly for one unit, the line has
/// quantity 1 and the whole amount: money stays exact, and the report says what became of the quantity.
pub(super) fn of(reading: &mut Reading<'_, '_>, map: &IntervalMap, interval: &Interval<'_>) -> Option<Price> {
    let (amount, period) = match period(map.amount_per) {
        Some(period) => (interval.amount, period),
        None => spread(reading, map, interval)?,
    };
    let (total, quantity) = (i128::from(amount.millionths()) * ONE, i128::from(interval.quantity.millionths()));
    if total % quantity == 0 {
        let unit = i64::try_from(total / quantity).ok().filter(|unit| *unit <= 1_000_000_000_000_000);
        if let Some(unit) = unit {
            return Some(Price { quantity: interval.quantity, unit: Decimal6::from_millionths(unit), period });
        }
    }
    let reason = format!("{amount} for {} units has no exact price for one; the line has one unit at the whole amount", interval.quantity);
    reading.changed(&column(map, "quantity"), (&interval.quantity.to_string(), "1"), reason);
    Some(Price { quantity: Decimal6::ONE, unit: amount, period })
}

/// An amount for the whole interval, spread over its months where it has whole ones, else over a year of 365 days.
fn spread(reading: &mut Reading<'_, '_>, map: &IntervalMap, interval: &Interval<'_>) -> Option<(Decimal6, &'static str)> {
    let name = column(map, "amount");
    let Some(end_on) = interval.end_on else {
        reading.refuse(&name, &interval.amount.to_string(), "is for the whole interval, which has no end".into());
        return None;
    };
    let amount = i128::from(interval.amount.millionths());
    let (each, period) = match whole_months(interval.start_on, end_on) {
        Some(months) => (half_even(amount, i128::from(months)), "month"),
        None => (half_even(amount * 365, i128::from(days_between(interval.start_on, end_on)).max(1)), "year"),
    };
    let each = Decimal6::from_millionths(i64::try_from(each).ok().filter(|each| *each <= 1_000_000_000_000_000).or_else(|| {
        reading.refuse(&name, &interval.amount.to_string(), format!("makes more than 1,000,000,000 a {period}"));
        None
    })?);
    reading.changed(
        &name,
        (&interval.amount.to_string(), &each.to_string()),
        format!("spread from {} to {end_on}: a {period}", interval.start_on),
    );
    Some((each, period))
}

fn whole_months(start_on: Date, end_on: Date) -> Option<i32> {
    let about = i32::from(end_on.year() - start_on.year()) * 12 + i32::from(end_on.month()) - i32::from(start_on.month());
    let lands = |months: i32| start_on.checked_add(months.months()).is_ok_and(|day| day == end_on);
    (about > 0 && lands(about)).then_some(about)
}

fn half_even(amount: i128, parts: i128) -> i128 {
    let (whole, rest) = (amount.div_euclid(parts), amount.rem_euclid(parts));
    match (rest * 2).cmp(&parts) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole.rem_euclid(2),
    }
}

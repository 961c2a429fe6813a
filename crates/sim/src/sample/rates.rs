//! Exchange rates of days, invented: finance enters them week by week, from the first day on, with what came before it as history.

use super::agenda::Agenda;
use super::days::TODAY;
use super::life::Act;
use super::people::FOUNDED_ON;
use crate::deed::Deed;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use tenure_core::facts::Listed;
use tenure_core::ledger::day_of;
use tenure_core::primitives::{Currency, Decimal6};

/// Who enters them.
const FINANCE: &str = "Grace Lin";

/// The first day with a rate: before the first line of anybody.
const FIRST_ON: Date = date(2020, 1, 1);

/// Days between two rates before the company works with Tenure, and after.
const EARLIER_DAYS: i64 = 91;
const WEEK_DAYS: i64 = 7;

/// Reporting currency for one unit, in millionths, on the first of January and of July of each year from [`FIRST_ON`] on. Between them
/// a rate goes from one to the next in a straight line, with a ripple.
const PATHS: &[(Currency, [i64; 15])] = &[
    (
        Currency::EUR,
        [
            1_118_000, 1_124_000, 1_221_000, 1_186_000, 1_134_000, 1_046_000, 1_068_000, 1_091_000, 1_104_000, 1_074_000, 1_041_000,
            1_172_000, 1_163_000, 1_131_000, 1_148_000,
        ],
    ),
    (
        Currency::GBP,
        [
            1_312_000, 1_241_000, 1_364_000, 1_381_000, 1_352_000, 1_214_000, 1_206_000, 1_271_000, 1_268_000, 1_264_000, 1_249_000,
            1_368_000, 1_344_000, 1_302_000, 1_319_000,
        ],
    ),
    (Currency::JPY, [9_200, 9_280, 9_690, 9_010, 8_690, 7_380, 7_640, 6_920, 7_060, 6_210, 6_370, 6_930, 6_560, 6_740, 6_620]),
];

/// Enters a rate of every foreign currency for each Monday of the company's life, and for every quarter before it.
pub(super) fn enter(agenda: &mut Agenda) {
    let earlier = std::iter::successors(Some(FIRST_ON), |day| Some(day.saturating_add(EARLIER_DAYS.days())));
    let weekly = std::iter::successors(Some(FOUNDED_ON), |day| Some(day.saturating_add(WEEK_DAYS.days())));
    for day in earlier.take_while(|day| *day < FOUNDED_ON).chain(weekly.take_while(|day| *day <= TODAY)) {
        for (currency, path) in PATHS {
            let rate = Listed::ExchangeRate(day, *currency, Decimal6::from_millionths(rate_on(path, day)));
            agenda.enter(day.max(FOUNDED_ON), Act::Routine(FINANCE, Deed::List(rate)));
        }
    }
}

/// The rate of a day on a path, to four figures or more.
fn rate_on(path: &[i64], day: Date) -> i64 {
    let half = usize::try_from((day.year() - FIRST_ON.year()) * 2).unwrap_or(0) + usize::from(day.month() > 6);
    let at = |place: usize| path[place.min(path.len() - 1)];
    let begins = date(day.year(), if day.month() > 6 { 7 } else { 1 }, 1);
    let (gone, of) = (i64::from(day_of(day) - day_of(begins)), 184);
    let straight = at(half) + (at(half + 1) - at(half)) * gone / of;
    // Up and down by at most six in a thousand, by the number of the week alone: the same for every seed.
    let ripple = i64::from(day_of(day) / 7 * 29 % 13) - 6;
    let exact = straight + straight * ripple / 1_000;
    let step = if straight < 100_000 { 1 } else { 100 };
    exact / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rate_is_above_zero_and_no_week_jumps_by_more_than_three_percent() {
        for (currency, path) in PATHS {
            let weeks = std::iter::successors(Some(FOUNDED_ON), |day| Some(day.saturating_add(WEEK_DAYS.days())));
            let rates: Vec<i64> = weeks.take_while(|day| *day <= TODAY).map(|day| rate_on(path, day)).collect();
            assert!(rates.len() > 150 && rates.iter().all(|rate| *rate > 0), "{currency:?}");
            assert!(rates.windows(2).all(|pair| (pair[1] - pair[0]).abs() * 100 <= pair[0] * 3), "{currency:?} {rates:?}");
        }
    }
}

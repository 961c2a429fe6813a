//! Days as numbers, so that a large book is small and quick to walk.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Days since 1 January 1970.
pub type Day = i32;

/// The number of a civil date.
pub fn day_of(date: Date) -> Day {
    // Days of the proleptic Gregorian calendar, with the year taken to begin in March so that the leap day comes last.
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The civil date of a number.
pub fn date_of(day: Day) -> Date {
    date(1970, 1, 1).saturating_add(i64::from(day).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::days_between;

    #[test]
    fn numbers_and_dates_agree_with_the_calendar_for_four_hundred_years() {
        let epoch = date(1970, 1, 1);
        let mut day = date(1800, 1, 1);
        while day < date(2200, 1, 1) {
            assert_eq!(i64::from(day_of(day)), days_between(epoch, day), "{day}");
            assert_eq!(date_of(day_of(day)), day);
            day = day.saturating_add(1.day());
        }
    }
}

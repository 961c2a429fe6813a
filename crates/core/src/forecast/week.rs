//! Weeks and quarters of a forecast: which week a day belongs to, when its forecast is due, and which terms it looks at.

use crate::primitives::add_months;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The day of the week on which a forecast is due. Friday: the week's calls have been made, and a manager has it before the numbers are
/// looked at on Monday. It is the same for everybody, so that what is added up was said on the same days.
pub const DUE_WEEKDAY: Weekday = Weekday::Friday;

/// Monday of the week that a day belongs to; weeks are those of ISO 8601.
pub fn week_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// `2026-W48`.
pub fn week_name(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

/// The day on which the forecast of a week is due.
pub fn due_on(week_on: Date) -> Date {
    week_on.saturating_add(i64::from(DUE_WEEKDAY.to_monday_zero_offset()).days())
}

/// The last day up to a day on which a forecast was due.
pub fn last_due_on(day: Date) -> Date {
    let due = due_on(week_of(day));
    if due <= day { due } else { due.saturating_sub(7.days()) }
}

/// The terms that a forecast looks at: those that end in the current and in the next fiscal quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day of the current quarter.
    pub from_on: Date,
    /// First day of the next quarter.
    pub next_on: Date,
    /// First day after the next quarter.
    pub until_on: Date,
}

impl Window {
    /// Whether a term that ends on a day is looked at once it is decided. An open one that ended before is looked at too.
    pub fn covers(&self, end_on: Date) -> bool {
        self.from_on <= end_on && end_on < self.until_on
    }
}

/// The window of a day; `fiscal_year_start` is the first month of the year, 1 to 12.
pub fn window_on(day: Date, fiscal_year_start: u8) -> Window {
    let month = i32::from(day.month()) - 1;
    let into = (month - (i32::from(fiscal_year_start) - 1)).rem_euclid(3);
    let from_on = day.first_of_month().saturating_sub(into.months());
    let after = |months: u16| add_months(from_on, months, from_on);
    Window { from_on, next_on: after(3), until_on: after(6) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_begins_on_monday_and_its_name_is_that_of_iso_8601() {
        assert_eq!(week_of(date(2026, 11, 23)), date(2026, 11, 23), "a Monday");
        assert_eq!(week_of(date(2026, 11, 29)), date(2026, 11, 23), "the Sunday after it");
        assert_eq!(week_name(date(2026, 11, 23)), "2026-W48");
        assert_eq!(week_name(date(2027, 1, 3)), "2026-W53", "a Sunday that still belongs to the year before");
    }

    #[test]
    fn a_forecast_is_due_on_friday_and_the_last_one_due_stays_so_until_the_next() {
        assert_eq!(due_on(date(2026, 11, 23)), date(2026, 11, 27));
        assert_eq!(last_due_on(date(2026, 11, 26)), date(2026, 11, 20));
        assert_eq!(last_due_on(date(2026, 11, 27)), date(2026, 11, 27));
        assert_eq!(last_due_on(date(2026, 11, 29)), date(2026, 11, 27));
    }

    #[test]
    fn the_window_is_two_whole_fiscal_quarters() {
        let window = window_on(date(2026, 11, 23), 1);
        assert_eq!((window.from_on, window.next_on, window.until_on), (date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1)));
        let window = window_on(date(2026, 11, 23), 2);
        assert_eq!((window.from_on, window.until_on), (date(2026, 11, 1), date(2027, 5, 1)), "the year begins in February");
        let window = window_on(date(2026, 1, 31), 12);
        assert_eq!((window.from_on, window.next_on), (date(2025, 12, 1), date(2026, 3, 1)), "the year begins in December");
        assert!(window.covers(date(2025, 12, 1)) && !window.covers(date(2026, 6, 1)));
    }
}

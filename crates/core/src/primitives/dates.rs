//! Civil dates: reading, terms of months, and how people speak of them.

use jiff::ToSpan;
use jiff::civil::Date;

/// The months by name, January first.
pub const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The name of a month, 1 to 12.
pub fn month_name(number: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(number).checked_sub(1)?).copied()
}

/// Reads an ISO date (`2027-01-09`) between 1990 and 2100.
///
/// # Errors
/// Text in another form, a day that does not exist, or a year outside the range.
pub fn parse_date(text: &str) -> Result<Date, String> {
    let shape_fits =
        text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if !shape_fits {
        return Err("is not a date in the form 2027-01-09".into());
    }
    let date: Date = text.parse().map_err(|_| "is not a day of the calendar".to_string())?;
    if (1990..=2100).contains(&date.year()) { Ok(date) } else { Err("lies outside the years 1990 to 2100".into()) }
}

/// The day a whole number of months after `from`, on the day of the month that `anchor` has, or the last day of a shorter month.
/// Terms that follow one another thereby keep their day: from 31 January by one month to 28 February, then to 31 March.
pub fn add_months(from: Date, months: u16, anchor: Date) -> Date {
    let day = if from.day() == anchor.day().min(from.days_in_month()) { anchor.day() } else { from.day() };
    let first = from.first_of_month().saturating_add(i32::from(months).months());
    first.saturating_add((i32::from(day.min(first.days_in_month())) - 1).days())
}

/// The last day that a half-open term covers; screens print it where people expect an inclusive date (domain ruling 7).
pub fn last_day_of_service(end_on: Date) -> Date {
    end_on.saturating_sub(1.day())
}

/// Days before the end as people speak: `T-47`, `T-0`, `T+5`. Always counts to the exclusive end (domain ruling 7).
pub fn t_minus(end_on: Date, today: Date) -> String {
    let days = days_between(today, end_on);
    if days >= 0 { format!("T-{days}") } else { format!("T+{}", -days) }
}

/// Days from one civil date to another; negative when the other lies before.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

/// Whole months from one day to another; a month is whole on the day of the month it began on, or the last of a shorter one.
pub fn whole_months(from: Date, to: Date) -> u16 {
    let months = (1..=u16::MAX).take_while(|months| add_months(from, *months, from) <= to);
    months.last().unwrap_or(0)
}

/// The number of a day, counted from 1 January 1970.
pub fn day_number(day: Date) -> i64 {
    days_between(jiff::civil::date(1970, 1, 1), day)
}

/// The day of a number; numbers beyond the calendar give its last or first day.
pub fn day_of_number(number: i64) -> Date {
    let span = jiff::Span::new().try_days(number);
    span.map_or(if number < 0 { Date::MIN } else { Date::MAX }, |span| jiff::civil::date(1970, 1, 1).saturating_add(span))
}

/// `9 Jan 2027`.
pub fn display_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `Monday 23 November 2026`.
pub fn display_date_long(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// `Wed 25 Nov`.
pub fn weekday_date(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn terms_of_months_keep_their_day_through_short_months_and_leap_years() {
        let anchor = date(2024, 1, 31);
        let ends: Vec<Date> = std::iter::successors(Some(anchor), |from| Some(add_months(*from, 1, anchor))).skip(1).take(3).collect();
        assert_eq!(ends, [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]);
        let leap = date(2024, 2, 29);
        assert_eq!(add_months(leap, 12, leap), date(2025, 2, 28));
        assert_eq!(add_months(date(2027, 2, 28), 12, leap), date(2028, 2, 29), "back on the day it began on");
        assert_eq!(add_months(date(2026, 1, 9), 36, date(2020, 5, 1)), date(2029, 1, 9), "a term that began on another day keeps its own");
    }

    #[test]
    fn distances_count_to_the_exclusive_end() {
        assert_eq!(t_minus(date(2027, 1, 9), date(2026, 11, 23)), "T-47");
        assert_eq!(t_minus(date(2027, 1, 9), date(2027, 1, 9)), "T-0");
        assert_eq!(t_minus(date(2026, 11, 1), date(2026, 11, 23)), "T+22");
    }

    #[test]
    fn only_iso_days_that_exist_are_read() {
        assert!(parse_date("2024-02-29").is_ok());
        for text in ["2023-02-29", "09/01/2027", "2027-1-9", "2027-01-09T00:00", "1970-01-01", "20270109--"] {
            assert!(parse_date(text).is_err(), "{text} was accepted");
        }
    }
}

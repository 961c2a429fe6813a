//! Civil dates: reading, business days, and how people speak of them.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

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

/// The day itself if it is a business day (Monday to Friday), else the business day before it.
pub fn earlier_business_day(day: Date) -> Date {
    let back = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    day.saturating_sub(back.days())
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
    fn weekends_shift_to_the_friday_before() {
        assert_eq!(earlier_business_day(date(2026, 11, 28)), date(2026, 11, 27));
        assert_eq!(earlier_business_day(date(2026, 11, 29)), date(2026, 11, 27));
        assert_eq!(earlier_business_day(date(2026, 11, 30)), date(2026, 11, 30));
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

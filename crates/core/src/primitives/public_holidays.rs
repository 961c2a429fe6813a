//! Public holidays of some countries, by the rules that their laws name. Days that a government proclaims once are listed.
//!
//! Sources: United States, 5 U.S.C. 6103 and the order that moves a day off a weekend; England and Wales, the list of bank holidays on gov.uk;
//! Germany, the days that are holidays in all sixteen states; France, article L3133-1 of the labour code; the Netherlands, the general
//! holidays act, with Liberation Day in the years in which it is commonly a day off.

use super::Country;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeMap;

impl Country {
    /// Countries whose public holidays are known.
    pub const WITH_HOLIDAYS: &'static [Self] = &[Self::UNITED_STATES, Self::UNITED_KINGDOM, Self::GERMANY, Self::FRANCE, Self::NETHERLANDS];

    /// Whose holidays those of a country are, where parts of it keep others: `Germany, all states`.
    pub fn holidays_label(self) -> &'static str {
        match self {
            Self::UNITED_STATES => "United States, federal",
            Self::UNITED_KINGDOM => "England and Wales",
            Self::GERMANY => "Germany, all states",
            _ => self.label(),
        }
    }
}

/// The years for which holidays are known: later ones are not proclaimed yet.
pub const HOLIDAY_YEARS: std::ops::RangeInclusive<i16> = 2023..=2028;

/// The public holidays of a country that lie in a year, with their names. Where the law moves one off a weekend, the day it moves to is the
/// holiday. A year outside [`HOLIDAY_YEARS`] and a country
/// outside [`Country::WITH_HOLIDAYS`] have none.
pub fn public_holidays(country: Country, year: i16) -> BTreeMap<Date, String> {
    if !HOLIDAY_YEARS.contains(&year) {
        return BTreeMap::new();
    }
    let days = match country {
        Country::UNITED_STATES => united_states(year),
        Country::UNITED_KINGDOM => england(year),
        Country::GERMANY => germany(year),
        Country::FRANCE => france(year),
        Country::NETHERLANDS => netherlands(year),
        _ => Vec::new(),
    };
    days.into_iter().filter(|(day, _)| day.year() == year).map(|(day, name)| (day, name.to_string())).collect()
}

type Days = Vec<(Date, &'static str)>;

/// Easter Sunday by the Gregorian reckoning.
fn easter(year: i16) -> Date {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let shifted = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - shifted - rest % 4) % 7;
    let late = (golden + 11 * shifted + 22 * weekday) / 451;
    let after_first = shifted + weekday - 7 * late + 114 - 93;
    date(year, 3, 1).saturating_add(i64::from(after_first).days())
}

fn after_easter(year: i16, days: i64) -> Date {
    easter(year).saturating_add(days.days())
}

/// The n-th such weekday of a month.
fn nth(year: i16, month: i8, (n, weekday): (i64, Weekday)) -> Date {
    let first = date(year, month, 1);
    let ahead = i64::from(first.weekday().until(weekday));
    first.saturating_add((ahead + 7 * (n - 1)).days())
}

/// The last Monday of a month.
fn last_monday(year: i16, month: i8) -> Date {
    let last = date(year, month, 1).last_of_month();
    last.saturating_sub(i64::from(last.weekday().since(Weekday::Monday)).days())
}

/// Saturday to the Friday before, Sunday to the Monday after.
fn observed(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => day.saturating_sub(1.day()),
        Weekday::Sunday => day.saturating_add(1.day()),
        _ => day,
    }
}

fn united_states(year: i16) -> Days {
    vec![
        (observed(date(year, 1, 1)), "New Year's Day"),
        (nth(year, 1, (3, Weekday::Monday)), "Birthday of Martin Luther King, Jr."),
        (nth(year, 2, (3, Weekday::Monday)), "Washington's Birthday"),
        (last_monday(year, 5), "Memorial Day"),
        (observed(date(year, 6, 19)), "Juneteenth"),
        (observed(date(year, 7, 4)), "Independence Day"),
        (nth(year, 9, (1, Weekday::Monday)), "Labor Day"),
        (nth(year, 10, (2, Weekday::Monday)), "Columbus Day"),
        (observed(date(year, 11, 11)), "Veterans Day"),
        (nth(year, 11, (4, Weekday::Thursday)), "Thanksgiving Day"),
        (observed(date(year, 12, 25)), "Christmas Day"),
        // A New Year's Day on a Saturday is kept in the year before.
        (observed(date(year + 1, 1, 1)), "New Year's Day"),
    ]
}

fn england(year: i16) -> Days {
    let weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let next_working = |day: Date| day.series(1.day()).find(|day| !weekend(*day)).unwrap_or(day);
    let christmas = date(year, 12, 25);
    let (christmas, boxing) = match christmas.weekday() {
        Weekday::Friday => (christmas, date(year, 12, 28)),
        Weekday::Saturday => (date(year, 12, 27), date(year, 12, 28)),
        Weekday::Sunday => (date(year, 12, 27), date(year, 12, 26)),
        _ => (christmas, date(year, 12, 26)),
    };
    let mut days = vec![
        (next_working(date(year, 1, 1)), "New Year's Day"),
        (after_easter(year, -2), "Good Friday"),
        (after_easter(year, 1), "Easter Monday"),
        (nth(year, 5, (1, Weekday::Monday)), "Early May bank holiday"),
        (last_monday(year, 5), "Spring bank holiday"),
        (last_monday(year, 8), "Summer bank holiday"),
        (christmas, "Christmas Day"),
        (boxing, "Boxing Day"),
    ];
    if year == 2023 {
        days.push((date(2023, 5, 8), "Coronation of King Charles III"));
    }
    days
}

fn germany(year: i16) -> Days {
    vec![
        (date(year, 1, 1), "Neujahr"),
        (after_easter(year, -2), "Karfreitag"),
        (after_easter(year, 1), "Ostermontag"),
        (date(year, 5, 1), "Tag der Arbeit"),
        (after_easter(year, 39), "Christi Himmelfahrt"),
        (after_easter(year, 50), "Pfingstmontag"),
        (date(year, 10, 3), "Tag der Deutschen Einheit"),
        (date(year, 12, 25), "Erster Weihnachtstag"),
        (date(year, 12, 26), "Zweiter Weihnachtstag"),
    ]
}

fn france(year: i16) -> Days {
    vec![
        (date(year, 1, 1), "Jour de l'an"),
        (after_easter(year, 1), "Lundi de Pâques"),
        (date(year, 5, 1), "Fête du travail"),
        (date(year, 5, 8), "Victoire 1945"),
        (after_easter(year, 39), "Ascension"),
        (after_easter(year, 50), "Lundi de Pentecôte"),
        (date(year, 7, 14), "Fête nationale"),
        (date(year, 8, 15), "Assomption"),
        (date(year, 11, 1), "Toussaint"),
        (date(year, 11, 11), "Armistice 1918"),
        (date(year, 12, 25), "Noël"),
    ]
}

fn netherlands(year: i16) -> Days {
    let king = date(year, 4, 27);
    let mut days = vec![
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (after_easter(year, 1), "Tweede paasdag"),
        (if king.weekday() == Weekday::Sunday { date(year, 4, 26) } else { king }, "Koningsdag"),
        (after_easter(year, 39), "Hemelvaartsdag"),
        (after_easter(year, 50), "Tweede pinksterdag"),
        (date(year, 12, 25), "Eerste kerstdag"),
        (date(year, 12, 26), "Tweede kerstdag"),
    ];
    if year % 5 == 0 {
        days.push((date(year, 5, 5), "Bevrijdingsdag"));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(country: Country, year: i16) -> Vec<String> {
        public_holidays(country, year).keys().map(|day| day.strftime("%m-%d").to_string()).collect()
    }

    #[test]
    fn easter_is_as_the_churches_publish_it() {
        let published = [(4, 9), (3, 31), (4, 20), (4, 5), (3, 28), (4, 16)];
        for (year, (month, day)) in HOLIDAY_YEARS.zip(published) {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn the_days_are_those_that_the_governments_publish() {
        assert_eq!(
            days(Country::UNITED_STATES, 2026),
            ["01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25"]
        );
        assert_eq!(days(Country::UNITED_STATES, 2027).last().map(String::as_str), Some("12-31"), "1 January 2028 is a Saturday");
        assert_eq!(days(Country::UNITED_STATES, 2028).first().map(String::as_str), Some("01-17"));
        assert_eq!(days(Country::UNITED_KINGDOM, 2023), ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"]);
        assert_eq!(days(Country::UNITED_KINGDOM, 2026), ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]);
        assert_eq!(days(Country::UNITED_KINGDOM, 2027), ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        assert_eq!(days(Country::GERMANY, 2026), ["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"]);
        assert_eq!(
            days(Country::FRANCE, 2025),
            ["01-01", "04-21", "05-01", "05-08", "05-29", "06-09", "07-14", "08-15", "11-01", "11-11", "12-25"]
        );
        assert_eq!(days(Country::NETHERLANDS, 2025), ["01-01", "04-21", "04-26", "05-05", "05-29", "06-09", "12-25", "12-26"]);
        assert_eq!(days(Country::NETHERLANDS, 2026), ["01-01", "04-06", "04-27", "05-14", "05-25", "12-25", "12-26"]);
        assert!(public_holidays(Country::FRANCE, 2029).is_empty(), "not proclaimed yet");
    }
}

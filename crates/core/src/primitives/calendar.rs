//! Business days: of the organisation, and of every country in which people of ours or customers are.

use super::{Country, WEEKEND};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Holidays of the organisation and of countries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendars {
    /// Holidays of the organisation with their names.
    pub holidays: BTreeMap<Date, String>,
    /// Holidays of countries with their names.
    pub countries: BTreeMap<Country, BTreeMap<Date, String>>,
}

impl Calendars {
    /// The calendar of a place: of a country, or of the organisation where none is known. A country for which no holiday is listed has
    /// those of the organisation, on its own weekend.
    pub fn of(&self, country: Option<Country>) -> Calendar<'_> {
        let listed = country.and_then(|country| self.countries.get(&country)).filter(|days| !days.is_empty());
        Calendar { country, holidays: listed.unwrap_or(&self.holidays) }
    }

    /// The name of a holiday that is listed for the organisation, or for a country.
    pub fn listed(&self, country: Option<Country>, day: Date) -> Option<&String> {
        match country {
            Some(country) => self.countries.get(&country)?.get(&day),
            None => self.holidays.get(&day),
        }
    }

    /// Every listed holiday: whose, the day, its name; those of the organisation first.
    pub fn all(&self) -> impl Iterator<Item = (Option<Country>, Date, &String)> {
        let ours = self.holidays.iter().map(|(day, name)| (None, *day, name));
        ours.chain(self.countries.iter().flat_map(|(country, days)| days.iter().map(|(day, name)| (Some(*country), *day, name))))
    }

    /// Lists a holiday, or renames it.
    pub fn list(&mut self, country: Option<Country>, day: Date, name: String) {
        let days = match country {
            Some(country) => self.countries.entry(country).or_default(),
            None => &mut self.holidays,
        };
        days.insert(day, name);
    }

    /// Takes a holiday off its list.
    pub fn unlist(&mut self, country: Option<Country>, day: Date) {
        match country {
            Some(country) => {
                self.countries.entry(country).or_default().remove(&day);
                // What is kept compares equal to what is loaded.
                self.countries.retain(|_, days| !days.is_empty());
            }
            None => drop(self.holidays.remove(&day)),
        }
    }
}

/// Which days are business days in one place: those outside its weekend and its holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar<'a> {
    /// The country; `None` is the organisation's own.
    pub country: Option<Country>,
    /// The holidays that count there.
    holidays: &'a BTreeMap<Date, String>,
}

static NO_HOLIDAY: BTreeMap<Date, String> = BTreeMap::new();

/// Monday to Friday, without a holiday.
impl Default for Calendar<'_> {
    fn default() -> Self {
        Self { country: None, holidays: &NO_HOLIDAY }
    }
}

impl<'a> Calendar<'a> {
    /// Whether people work on the day.
    pub fn is_business_day(self, day: Date) -> bool {
        let weekend = self.country.map_or(WEEKEND, Country::weekend);
        !weekend.contains(&day.weekday()) && !self.holidays.contains_key(&day)
    }

    /// The holiday that a day is, where it is one.
    pub fn holiday(self, day: Date) -> Option<&'a String> {
        self.holidays.get(&day)
    }

    /// The day that lies a number of business days after `from`; a day off before it does not count.
    pub fn business_days_after(self, from: Date, days: u16) -> Date {
        let ahead = std::iter::successors(from.tomorrow().ok(), |day| day.tomorrow().ok());
        // A year without a business day is no calendar.
        let mut working = ahead.take(366 + usize::from(days)).filter(|day| self.is_business_day(*day));
        working.nth(usize::from(days.max(1)) - 1).unwrap_or(from)
    }

    /// The day itself if it is a business day, else the business day before it.
    pub fn earlier_business_day(self, day: Date) -> Date {
        let before = std::iter::successors(Some(day), |day| day.yesterday().ok());
        // A year without a business day is no calendar; the day then stays where it is.
        before.take(366).find(|day| self.is_business_day(*day)).unwrap_or(day)
    }

    /// The day itself if it is a business day, else the business day after it.
    pub fn later_business_day(self, day: Date) -> Date {
        let after = std::iter::successors(Some(day), |day| day.tomorrow().ok());
        after.take(366).find(|day| self.is_business_day(*day)).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ours(holidays: BTreeMap<Date, String>) -> Calendars {
        Calendars { holidays, countries: BTreeMap::new() }
    }

    #[test]
    fn weekends_shift_to_the_friday_before() {
        let calendars = Calendars::default();
        let calendar = calendars.of(None);
        assert_eq!(calendar.earlier_business_day(date(2026, 11, 28)), date(2026, 11, 27));
        assert_eq!(calendar.earlier_business_day(date(2026, 11, 29)), date(2026, 11, 27));
        assert_eq!(calendar.earlier_business_day(date(2026, 11, 30)), date(2026, 11, 30));
        assert_eq!(calendar.later_business_day(date(2026, 11, 28)), date(2026, 11, 30), "Saturday to Monday");
        assert_eq!(calendar.later_business_day(date(2026, 11, 27)), date(2026, 11, 27));
    }

    #[test]
    fn holidays_shift_further_back_and_may_touch_a_weekend() {
        let holidays = [(date(2026, 12, 25), "Christmas Day".to_string()), (date(2026, 12, 24), "Christmas Eve".into())].into();
        let calendars = ours(holidays);
        let calendar = calendars.of(None);
        assert_eq!(calendar.earlier_business_day(date(2026, 12, 27)), date(2026, 12, 23), "Sunday, Saturday and two holidays");
        assert!(calendar.is_business_day(date(2026, 12, 28)));
    }

    #[test]
    fn business_days_ahead_leave_out_weekends_and_holidays() {
        let calendars = ours([(date(2026, 12, 25), "Christmas Day".to_string())].into());
        let calendar = calendars.of(None);
        assert_eq!(calendar.business_days_after(date(2026, 11, 23), 5), date(2026, 11, 30), "Monday to Monday");
        assert_eq!(calendar.business_days_after(date(2026, 11, 21), 1), date(2026, 11, 23), "from a Saturday");
        assert_eq!(calendar.business_days_after(date(2026, 12, 21), 5), date(2026, 12, 29), "Friday is a holiday");
    }

    #[test]
    fn a_country_has_its_own_weekend_and_its_own_holidays_once_they_are_listed() {
        let mut calendars = ours([(date(2026, 11, 26), "Thanksgiving".to_string())].into());
        let saudi = Some(Country::SAUDI_ARABIA);
        assert_eq!(calendars.of(saudi).earlier_business_day(date(2026, 11, 28)), date(2026, 11, 25), "Saturday, Friday and our holiday");
        assert!(calendars.of(saudi).is_business_day(date(2026, 11, 29)), "a Sunday");
        calendars.list(saudi, date(2026, 11, 25), "A day of theirs".into());
        assert_eq!(calendars.of(saudi).earlier_business_day(date(2026, 11, 28)), date(2026, 11, 26), "our holiday is none of theirs");
        assert_eq!(calendars.of(saudi).earlier_business_day(date(2026, 11, 25)), date(2026, 11, 24));
        assert!(calendars.of(Some(Country::GERMANY)).is_business_day(date(2026, 11, 25)));
        calendars.unlist(saudi, date(2026, 11, 25));
        assert_eq!(calendars, ours([(date(2026, 11, 26), "Thanksgiving".to_string())].into()));
    }
}

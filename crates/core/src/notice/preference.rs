//! How a person wants to be told outside of the application, and when a letter may go.

use super::NoticeKind;
use crate::primitives::{TeammateId, closed_words};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;

closed_words! {
    /// How often letters go out.
    Digest {
        Off = "off", "No e-mail";
        Daily = "daily", "Once a day";
        Immediately = "immediately", "At once";
    }
}

/// What a person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Whose.
    pub person: TeammateId,
    /// Which kinds go out by e-mail.
    pub kinds: BTreeSet<NoticeKind>,
    /// How often.
    pub digest: Digest,
    /// The hour of the daily letter, 0 to 23, in the organisation's time zone.
    pub hour: u8,
    /// Quiet from one hour, 0 to 23, until before another one, over midnight where the first is the later; `None` for never.
    pub quiet: Option<(u8, u8)>,
}

impl Preference {
    /// What holds until the person chooses: every kind, once a day at eight.
    pub fn of(person: TeammateId) -> Self {
        Self { person, kinds: NoticeKind::ALL.iter().copied().collect(), digest: Digest::Daily, hour: 8, quiet: None }
    }

    /// Whether nothing goes out in an hour.
    pub fn is_quiet(&self, hour: u8) -> bool {
        match self.quiet {
            None => false,
            Some((from, until)) if from < until => (from..until).contains(&hour),
            Some((from, until)) if from > until => hour >= from || hour < until,
            Some(_) => false,
        }
    }

    /// The first instant from now on at which a letter may go: at once or at the hour of the daily one, not in quiet hours, and not on
    /// days on which the person is away. `None` where no letters are wanted.
    pub fn goes_at(&self, now: Timestamp, zone: &TimeZone, away: impl Fn(Date) -> bool) -> Option<Timestamp> {
        let local = now.to_zoned(zone.clone());
        let today = local.date();
        let first = match self.digest {
            Digest::Off => return None,
            Digest::Immediately => now,
            Digest::Daily => at_hour(today, self.hour, zone)?,
        };
        let hours = (0..24_i8).filter_map(|hour| u8::try_from(hour).ok());
        let wanted: Vec<u8> = match self.digest {
            Digest::Daily => vec![self.hour],
            _ => hours.filter(|hour| !self.is_quiet(*hour)).collect(),
        };
        let free_now = self.digest == Digest::Immediately && !away(today) && !self.is_quiet(u8::try_from(local.hour()).unwrap_or(0));
        if free_now {
            return Some(first);
        }
        let days = today.series(1.day()).take(400).filter(|day| !away(*day));
        days.flat_map(|day| wanted.iter().filter_map(move |hour| at_hour(day, *hour, zone))).find(|at| *at >= now)
    }
}

fn at_hour(day: Date, hour: u8, zone: &TimeZone) -> Option<Timestamp> {
    let time = Time::new(i8::try_from(hour).ok()?, 0, 0, 0).ok()?;
    Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn preference(digest: Digest) -> Preference {
        Preference { digest, ..Preference::of(TeammateId(uuid::Uuid::nil())) }
    }

    fn goes(of: &Preference, now: &str, away: &[Date]) -> Option<String> {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        of.goes_at(now.parse().unwrap(), &zone, |day| away.contains(&day)).map(|at| at.to_string())
    }

    #[test]
    fn a_daily_letter_goes_at_its_hour_of_the_organisations_day() {
        let daily = preference(Digest::Daily);
        assert_eq!(goes(&daily, "2026-11-23T06:30:00Z", &[]).as_deref(), Some("2026-11-23T07:00:00Z"), "eight o'clock in UTC+1");
        assert_eq!(goes(&daily, "2026-11-23T07:30:00Z", &[]).as_deref(), Some("2026-11-24T07:00:00Z"));
        assert_eq!(goes(&daily, "2026-11-23T06:30:00Z", &[date(2026, 11, 23)]).as_deref(), Some("2026-11-24T07:00:00Z"));
        assert_eq!(goes(&preference(Digest::Off), "2026-11-23T06:30:00Z", &[]), None);
    }

    #[test]
    fn a_letter_at_once_waits_for_the_end_of_quiet_hours_and_of_days_away() {
        let quiet = Preference { quiet: Some((20, 7)), ..preference(Digest::Immediately) };
        assert_eq!(goes(&quiet, "2026-11-23T10:15:00Z", &[]).as_deref(), Some("2026-11-23T10:15:00Z"));
        assert_eq!(goes(&quiet, "2026-11-23T21:15:00Z", &[]).as_deref(), Some("2026-11-24T06:00:00Z"), "seven o'clock in UTC+1");
        let away = [date(2026, 11, 23), date(2026, 11, 24)];
        assert_eq!(goes(&quiet, "2026-11-23T10:15:00Z", &away).as_deref(), Some("2026-11-25T06:00:00Z"));
    }

    #[test]
    fn quiet_hours_may_cross_midnight() {
        let of = |quiet| Preference { quiet, ..preference(Digest::Immediately) };
        let hours = |of: &Preference| (0..24).filter(|hour| of.is_quiet(*hour)).collect::<Vec<u8>>();
        assert_eq!(hours(&of(Some((22, 6)))), [0, 1, 2, 3, 4, 5, 22, 23]);
        assert_eq!(hours(&of(Some((12, 14)))), [12, 13]);
        assert_eq!(hours(&of(Some((8, 8)))), Vec::<u8>::new());
        assert_eq!(hours(&of(None)), Vec::<u8>::new());
    }
}

//! A clock that stands still until it is set.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use tenure_app::Clock;

/// A settable clock. Reading it does not move it.
#[derive(Debug)]
pub struct SimClock {
    microseconds: AtomicI64,
}

impl SimClock {
    /// A clock that shows the instant.
    pub fn at(instant: Timestamp) -> Self {
        Self { microseconds: AtomicI64::new(instant.as_microsecond()) }
    }

    /// A clock that shows a day at noon in UTC.
    pub fn on(day: Date) -> Self {
        let clock = Self::at(Timestamp::UNIX_EPOCH);
        clock.set_day(day, Time::constant(12, 0, 0, 0));
        clock
    }

    /// Shows another instant from now on, later or earlier.
    pub fn set(&self, instant: Timestamp) {
        self.microseconds.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    /// Shows a day and a time in UTC from now on. A day that no instant reaches leaves the clock as it is.
    pub fn set_day(&self, day: Date, time: Time) {
        if let Ok(zoned) = day.to_datetime(time).to_zoned(TimeZone::UTC) {
            self.set(zoned.timestamp());
        }
    }

    /// Moves the clock on.
    pub fn advance(&self, by: SignedDuration) {
        let now = self.now();
        self.set(now.checked_add(by).unwrap_or(now));
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.microseconds.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_clock_stands_still_until_it_is_set() {
        let clock = SimClock::on(date(2026, 11, 23));
        assert_eq!(clock.now().to_string(), "2026-11-23T12:00:00Z");
        assert_eq!(clock.now(), clock.now());
        clock.advance(SignedDuration::from_mins(90));
        assert_eq!(clock.now().to_string(), "2026-11-23T13:30:00Z");
        clock.set("2025-02-03T09:00:00.000001Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2025-02-03T09:00:00.000001Z");
    }
}

//! The rhythm of business reviews: whether a customer went longer without one than its tier is owed (VAL-4).

use crate::primitives::days_between;
use jiff::ToSpan;
use jiff::civil::Date;

/// When the next business review is due under a rhythm in days; `None` where there was none, and it is due now.
pub fn next_review_on(every_days: u16, last_on: Option<Date>) -> Option<Date> {
    last_on.map(|last| last.saturating_add(i64::from(every_days).days()))
}

/// Whether a customer was reviewed within a rhythm in days.
pub fn is_reviewed(every_days: u16, last_on: Option<Date>, today: Date) -> bool {
    last_on.is_some_and(|last| days_between(last, today) <= i64::from(every_days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_customer_is_reviewed_until_the_last_day_of_its_rhythm() {
        let last = Some(date(2026, 8, 24));
        assert!(is_reviewed(91, last, date(2026, 11, 23)), "91 days later");
        assert!(!is_reviewed(91, last, date(2026, 11, 24)));
        assert!(is_reviewed(365, last, date(2027, 8, 24)));
        assert!(!is_reviewed(365, None, date(2026, 11, 23)));
        assert_eq!(next_review_on(182, last), Some(date(2027, 2, 22)));
        assert_eq!(next_review_on(182, None), None);
    }
}

//! The rhythm of business reviews: how long a customer of a tier may go without one (VAL-4).

use crate::primitives::days_between;
use jiff::ToSpan;
use jiff::civil::Date;

/// Days from one business review to the next, by tier 1 to 3: a quarter, half a year, a year. Our own rule.
pub const REVIEW_DAYS: [i64; 3] = [91, 182, 365];

/// Days from one business review to the next for a tier.
pub fn review_days(tier: u8) -> i64 {
    let [first, second, third] = REVIEW_DAYS;
    match tier {
        1 => first,
        2 => second,
        _ => third,
    }
}

/// When the next business review is due; `None` where there was none, and it is due now.
pub fn next_review_on(tier: u8, last_on: Option<Date>) -> Option<Date> {
    last_on.map(|last| last.saturating_add(review_days(tier).days()))
}

/// Whether a customer was reviewed within the rhythm of its tier.
pub fn is_reviewed(tier: u8, last_on: Option<Date>, today: Date) -> bool {
    last_on.is_some_and(|last| days_between(last, today) <= review_days(tier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_large_customer_is_reviewed_each_quarter_and_a_small_one_each_year() {
        let last = Some(date(2026, 8, 24));
        assert!(is_reviewed(1, last, date(2026, 11, 23)), "91 days later");
        assert!(!is_reviewed(1, last, date(2026, 11, 24)));
        assert!(is_reviewed(3, last, date(2027, 8, 24)));
        assert!(!is_reviewed(3, None, date(2026, 11, 23)));
        assert_eq!(next_review_on(2, last), Some(date(2027, 2, 22)));
        assert_eq!(next_review_on(2, None), None);
    }
}

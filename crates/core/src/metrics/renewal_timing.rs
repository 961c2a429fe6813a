//! When renewals were signed against when they were due: how late each was, and what that does to a rate.
//!
//! Sources: Adaptive Insights (an early renewal counts in its scheduled period), smallcase (buckets of days), KPI Depot (on time
//! means on or before the end). The end of a term is exclusive and is the renewal date; a signature on that day is on time.

use super::Ratio;
use crate::primitives::{closed_words, days_between};
use jiff::civil::Date;
use std::ops::Range;

/// One renewal, as far as timing needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueRenewal {
    /// The exclusive end of its term: the day it is due.
    pub end_on: Date,
    /// ARR available to renew, in minor units.
    pub atr_minor: i64,
    /// ARR that went on; zero where it was lost or nobody has decided.
    pub renewed_minor: i64,
    /// Day of the signature, not the day it was written down; `None` where it renewed by itself, or not.
    pub signed_on: Option<Date>,
}

closed_words! {
    /// How late a renewal was signed.
    Bucket {
        D0 = "d0", "On or before the end";
        D1To7 = "d1_7", "1 to 7 days late";
        D8To30 = "d8_30", "8 to 30 days late";
        Over30 = "over_30", "More than 30 days late";
    }
}

impl Bucket {
    /// The bucket of a signature.
    pub fn of(end_on: Date, signed_on: Date) -> Self {
        match days_between(end_on, signed_on) {
            ..=0 => Self::D0,
            1..=7 => Self::D1To7,
            8..=30 => Self::D8To30,
            _ => Self::Over30,
        }
    }
}

/// Whether a term that ends on a day is due in a period: by its end, never by an anniversary inside it. Periods are half-open.
pub fn is_due(end_on: Date, period: &Range<Date>) -> bool {
    period.contains(&end_on)
}

/// Whether a renewal counts as on time only because an earlier day of signature was written down after the end. It stays on time, by
/// the day of signature, and is to be shown with a mark.
pub fn is_backdated(end_on: Date, signed_on: Date, written_on: Date) -> bool {
    Bucket::of(end_on, signed_on) == Bucket::D0 && Bucket::of(end_on, written_on) != Bucket::D0
}

/// The renewal rate of a period as opexengine shows it for Adaptive Insights: what was closed in the period over what was due in it.
/// An early renewal counts when it was due, a late one in the period of its signature: a loss first, a windfall later. Kept amounts,
/// so that only timing can take it above 100%. `None` where nothing was due.
pub fn rate_by_closing<'a>(renewals: impl IntoIterator<Item = &'a DueRenewal>, period: &Range<Date>) -> Option<Ratio> {
    let (mut closed, mut up) = (0_i128, 0_i128);
    for renewal in renewals {
        let counted_on = renewal.signed_on.unwrap_or(renewal.end_on).max(renewal.end_on);
        if is_due(renewal.end_on, period) {
            up += i128::from(renewal.atr_minor);
        }
        if period.contains(&counted_on) {
            closed += i128::from(renewal.renewed_minor.min(renewal.atr_minor));
        }
    }
    Ratio::of(closed, up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn signed(end_on: Date, signed_on: Date) -> DueRenewal {
        DueRenewal { end_on, atr_minor: 10_000, renewed_minor: 12_000, signed_on: Some(signed_on) }
    }

    #[test]
    fn on_time_is_on_the_day_and_before_it_and_late_is_from_the_day_after() {
        let end = date(2026, 3, 31);
        let bucket = |day, month| Bucket::of(end, date(2026, month, day));
        assert_eq!([bucket(30, 3), bucket(31, 3), bucket(1, 4)], [Bucket::D0, Bucket::D0, Bucket::D1To7]);
        assert_eq!(
            [bucket(7, 4), bucket(8, 4), bucket(30, 4), bucket(1, 5)],
            [Bucket::D1To7, Bucket::D8To30, Bucket::D8To30, Bucket::Over30]
        );
    }

    #[test]
    fn a_signature_written_down_late_stays_on_time_and_is_marked() {
        let (end, before, after) = (date(2026, 3, 31), date(2026, 3, 30), date(2026, 4, 9));
        assert!(is_backdated(end, before, after), "closed late but backdated");
        assert!(!is_backdated(end, before, end));
        assert!(!is_backdated(end, after, after), "openly late");
    }

    #[test]
    fn an_anniversary_inside_a_longer_term_is_not_due() {
        let year = date(2026, 1, 1)..date(2027, 1, 1);
        assert!(!is_due(date(2028, 6, 30), &year), "signed in 2025 for three years");
        assert!(is_due(date(2026, 1, 1), &year));
        assert!(!is_due(date(2027, 1, 1), &year), "the next year's first");
    }

    #[test]
    fn by_closing_a_late_renewal_is_a_loss_first_and_a_windfall_later() {
        let (january, february) = (date(2026, 1, 31), date(2026, 2, 28));
        let renewals = [signed(january, date(2026, 2, 10)), signed(february, date(2026, 2, 10))];
        let rate = |from, to| rate_by_closing(&renewals, &(from..to)).map(|rate| rate.percent(0));
        assert_eq!(rate(date(2026, 1, 1), date(2026, 2, 1)).as_deref(), Some("0%"));
        assert_eq!(rate(date(2026, 2, 1), date(2026, 3, 1)).as_deref(), Some("200%"));
        assert_eq!(rate(date(2026, 1, 1), date(2026, 4, 1)).as_deref(), Some("100%"));
        assert_eq!(rate(date(2026, 3, 1), date(2026, 4, 1)), None, "nothing was due");
        let early = [signed(february, date(2026, 1, 10))];
        assert_eq!(rate_by_closing(&early, &(date(2026, 1, 1)..date(2026, 2, 1))), None, "an early one counts when it was due");
    }

    #[test]
    fn what_renewed_by_itself_is_closed_when_it_was_due_and_what_is_lost_is_never_closed() {
        let march = date(2026, 3, 1)..date(2026, 4, 1);
        let by_itself = DueRenewal { signed_on: None, ..signed(date(2026, 3, 15), date(2026, 3, 15)) };
        let lost = DueRenewal { renewed_minor: 0, ..by_itself };
        assert_eq!(rate_by_closing(&[by_itself, lost], &march), Ratio::of(1, 2));
    }
}

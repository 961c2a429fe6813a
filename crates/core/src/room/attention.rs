//! Attention before and after a signature (REN-11): a customer must not become quiet to us because it signed.

use crate::account::{Activity, ActivityKind};
use crate::primitives::days_between;
use jiff::civil::Date;

/// Days before and after a signature over which contacts are counted.
pub const ATTENTION_DAYS: i64 = 90;

/// Contacts with a customer around its last signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention {
    /// The day of the signature.
    pub signed_on: Date,
    /// Contacts of the [`ATTENTION_DAYS`] before it.
    pub before: u32,
    /// Contacts since, at most so many days.
    pub after: u32,
    /// Days since that are counted: up to [`ATTENTION_DAYS`], the day of the signature included.
    pub days_after: i64,
}

impl Attention {
    /// Contacts for each 30 days before the signature, in tenths, rounded down.
    pub fn before_tenths(self) -> u32 {
        rate_tenths(self.before, ATTENTION_DAYS)
    }

    /// Contacts for each 30 days since the signature, in tenths, rounded down.
    pub fn after_tenths(self) -> u32 {
        rate_tenths(self.after, self.days_after)
    }

    /// Whether the rate since the signature is less than half of the one before.
    pub fn dropped(self) -> bool {
        i64::from(self.after) * 2 * ATTENTION_DAYS < i64::from(self.before) * self.days_after
    }
}

fn rate_tenths(contacts: u32, days: i64) -> u32 {
    if days <= 0 { 0 } else { u32::try_from(i64::from(contacts) * 300 / days).unwrap_or(u32::MAX) }
}

/// Contacts around a signature, as of a day. Internal notes and what was withdrawn are none.
pub fn attention<'a>(activities: impl IntoIterator<Item = &'a Activity>, signed_on: Date, today: Date) -> Attention {
    let days_after = (days_between(signed_on, today) + 1).clamp(0, ATTENTION_DAYS);
    let mut found = Attention { signed_on, before: 0, after: 0, days_after };
    for activity in activities.into_iter().filter(|activity| !activity.withdrawn && activity.kind != ActivityKind::Note) {
        let day = days_between(signed_on, activity.held_on);
        found.before += u32::from((-ATTENTION_DAYS..0).contains(&day));
        found.after += u32::from((0..days_after).contains(&day));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{AccountId, ActivityId};
    use jiff::civil::date;

    fn contact(kind: ActivityKind, held_on: Date) -> Activity {
        Activity {
            id: ActivityId(uuid::Uuid::nil()),
            account: AccountId(uuid::Uuid::nil()),
            renewal: None,
            kind,
            held_on,
            subject: "Call".into(),
            notes: String::new(),
            ours: [].into(),
            theirs: [].into(),
            author: "Priya Nair".into(),
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            withdrawn: false,
        }
    }

    #[test]
    fn contacts_are_counted_ninety_days_to_both_sides_of_the_signature() {
        let signed_on = date(2026, 4, 1);
        let before = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 31)];
        let after = [date(2026, 4, 1), date(2026, 6, 29), date(2026, 6, 30)];
        let mut contacts: Vec<Activity> = before.into_iter().chain(after).map(|day| contact(ActivityKind::Call, day)).collect();
        contacts.push(contact(ActivityKind::Note, date(2026, 4, 2)));
        contacts.push(Activity { withdrawn: true, ..contact(ActivityKind::Call, date(2026, 4, 2)) });
        let seen = attention(&contacts, signed_on, date(2026, 11, 23));
        assert_eq!(
            (seen.before, seen.after, seen.days_after),
            (3, 2, 90),
            "1 January is the ninetieth day before, 29 June the last one after"
        );
        assert_eq!((seen.before_tenths(), seen.after_tenths(), seen.dropped()), (10, 6, false));
        let early = attention(&contacts, signed_on, date(2026, 4, 30));
        assert_eq!((early.after, early.days_after, early.after_tenths()), (1, 30, 10));
    }

    #[test]
    fn less_than_half_of_the_rate_before_is_a_drop() {
        let half = |before, after, days_after| Attention { signed_on: date(2026, 4, 1), before, after, days_after }.dropped();
        assert!(!half(6, 3, 90), "half is not less than half");
        assert!(half(6, 2, 90));
        assert!(!half(6, 2, 60), "two in sixty days is half of six in ninety");
        assert!(half(6, 1, 60));
        assert!(!half(0, 0, 90), "nothing cannot become less");
    }
}

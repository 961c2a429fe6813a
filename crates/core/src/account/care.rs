//! What customers of a tier are owed: how often they are reviewed, how many contacts they get, and whether a proposal needs value that
//! they confirmed. Dated: the last word about a day counts.

use crate::primitives::closed_words;
use jiff::Timestamp;
use jiff::civil::Date;

/// Days in which contacts are counted.
pub const CONTACT_DAYS: i64 = 90;

closed_words! {
    /// What happens to a proposal without value that the customer confirmed.
    EvidenceGate {
        Off = "off", "Nothing";
        Warn = "warn", "It is said, and may be sent";
        Block = "block", "It cannot be sent";
    }
}

/// What customers of a tier are owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Days from one business review to the next.
    pub review_days: u16,
    /// Fewer contacts in 90 days are too few for a customer in red.
    pub contacts_least: u16,
    /// More contacts in 90 days are too many for a customer in green.
    pub contacts_most: u16,
    /// What happens to a proposal without confirmed value.
    pub evidence: EvidenceGate,
}

/// What a tier is owed from a day on. Append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Care {
    /// The tier, 1 to 3.
    pub tier: u8,
    /// 1 for the first word about the tier.
    pub number: u32,
    /// First day.
    pub from_on: Date,
    /// What it says.
    pub owed: Owed,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// What a tier is owed where nobody set anything: a review each quarter, half-year or year, and a start for the rest that the organisation
/// replaces by its own word.
const fn shipped(tier: u8) -> Owed {
    let (review_days, contacts_least, contacts_most) = match tier {
        1 => (91, 3, 24),
        2 => (182, 2, 12),
        _ => (365, 1, 6),
    };
    Owed { review_days, contacts_least, contacts_most, evidence: EvidenceGate::Off }
}

/// What a tier is owed on a day, and who said so where anybody did.
pub fn owed_on(cares: &[Care], tier: u8, day: Date) -> (Owed, Option<&Care>) {
    let said = cares.iter().filter(|care| care.tier == tier && care.from_on <= day);
    let last = said.max_by_key(|care| (care.from_on, care.number));
    (last.map_or(shipped(tier), |care| care.owed), last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_word_about_a_day_counts_and_what_is_shipped_where_nobody_said_anything() {
        let care = |from_on, review_days, number| Care {
            tier: 1,
            number,
            from_on,
            owed: Owed { review_days, ..shipped(1) },
            set_by: "Lena".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
        };
        let cares = [care(date(2026, 1, 1), 60, 1), care(date(2026, 6, 1), 30, 2), care(date(2026, 6, 1), 45, 3)];
        let days = |tier, day| owed_on(&cares, tier, day).0.review_days;
        assert_eq!([days(1, date(2025, 12, 31)), days(1, date(2026, 5, 31)), days(1, date(2026, 6, 1))], [91, 60, 45]);
        assert_eq!([days(2, date(2026, 6, 1)), days(3, date(2026, 6, 1))], [182, 365]);
    }
}

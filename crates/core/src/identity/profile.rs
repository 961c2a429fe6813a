//! What a teammate brings: skills, a pod, territories, and how much one person can carry. Dated, because all of it changes.

use crate::primitives::TeammateId;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What somebody brings from a day on, until the next entry. Append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub teammate: TeammateId,
    /// From which day.
    pub from_on: Date,
    /// What.
    pub brings: Brings,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// What somebody brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brings {
    /// Skills in the company's own words, such as `german` or `procurement`; small letters.
    pub skills: BTreeSet<String>,
    /// Whether the person can lead a commercial negotiation; `None` where nobody said.
    pub commercial: Option<bool>,
    /// The pod whose members share a book; empty for none.
    pub pod: String,
    /// Regions that the person covers besides the own one.
    pub territories: BTreeSet<String>,
    /// Renewals decided within 90 days that the person can carry at once; `None` where nobody said.
    pub capacity: Option<u16>,
}

/// Most renewals decided within 90 days that one person may be said to carry.
pub const CAPACITY_MAX: u16 = 10_000;

/// Skills or regions from one text, between commas or semicolons; spaces around them fall away.
pub fn listed(text: &str) -> BTreeSet<String> {
    text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// Skills from one text: as [`listed`], in small letters, so that one skill has one spelling.
pub fn skills(text: &str) -> BTreeSet<String> {
    listed(text).iter().map(|word| word.to_lowercase()).collect()
}

/// As [`listed`] reads it back.
pub fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What a person brings on a day: the latest entry that has begun, the one written last where two begin together.
pub fn brings_on<'a>(profiles: impl Iterator<Item = &'a Profile>, day: Date) -> Option<&'a Brings> {
    profiles
        .filter(|profile| profile.from_on <= day)
        .max_by_key(|profile| (profile.from_on, profile.recorded_at))
        .map(|found| &found.brings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_later_entry_counts_from_its_day_and_a_correction_of_the_same_day_at_once() {
        let entry = |from_on: Date, second: i64, pod: &str| Profile {
            teammate: TeammateId(uuid::Uuid::nil()),
            from_on,
            brings: Brings { pod: pod.into(), ..Brings::default() },
            recorded_at: Timestamp::from_second(second).unwrap(),
        };
        let entries = [entry(date(2026, 3, 1), 10, "North"), entry(date(2026, 6, 1), 20, "South"), entry(date(2026, 3, 1), 30, "West")];
        let pod = |day: Date| brings_on(entries.iter(), day).map(|brings| brings.pod.as_str());
        assert_eq!(pod(date(2026, 2, 28)), None);
        assert_eq!(pod(date(2026, 3, 1)), Some("West"));
        assert_eq!(pod(date(2026, 5, 31)), Some("West"));
        assert_eq!(pod(date(2026, 6, 1)), Some("South"));
    }

    #[test]
    fn words_are_read_back_as_they_are_written() {
        let read = skills(" German; procurement,,  public sector ");
        assert_eq!(joined(&read), "german, procurement, public sector");
        assert_eq!(skills(&joined(&read)), read);
        assert_eq!(joined(&listed("EMEA; Nordics")), "EMEA, Nordics");
    }
}

//! What customers of a tier are owed.

use super::word::{DayText, EvidenceWord};
use garde::Validate;
use jiff::civil::Date;
use serde::Deserialize;
use tenure_core::account::Owed;
use utoipa::ToSchema;

/// What a tier is owed from a day on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CareInput {
    /// The tier.
    #[garde(range(min = 1, max = 3))]
    #[schema(minimum = 1, maximum = 3)]
    tier: u8,
    /// Days from one business review to the next.
    #[garde(range(min = 1, max = 1_100))]
    #[schema(minimum = 1, maximum = 1_100)]
    review_days: u16,
    /// Fewer contacts in 90 days are too few for a customer in red.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    contacts_least: u16,
    /// More contacts in 90 days are too many for a customer in green; not less than the least.
    #[garde(range(max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    contacts_most: u16,
    /// What happens to a proposal without confirmed value.
    #[garde(skip)]
    evidence: EvidenceWord,
    /// First day; today where it is absent.
    #[garde(skip)]
    from_on: Option<DayText>,
}

impl CareInput {
    pub(crate) fn care(&self) -> (u8, (Owed, Option<Date>)) {
        let owed = Owed {
            review_days: self.review_days,
            contacts_least: self.contacts_least,
            contacts_most: self.contacts_most,
            evidence: self.evidence.0,
        };
        (self.tier, (owed, self.from_on.map(|day| day.0)))
    }
}

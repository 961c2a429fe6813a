//! Bodies about what customers of each tier are owed.

use serde::Serialize;
use tenure_app::{CareItem, CareView};
use utoipa::ToSchema;

/// What a tier is owed today.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareBody {
    /// The tier.
    #[schema(minimum = 1, maximum = 3)]
    pub tier: u8,
    /// Days from one business review to the next.
    #[schema(minimum = 1, maximum = 1_100)]
    pub review_days: u16,
    /// Fewer contacts in 90 days are too few for a customer in red.
    #[schema(minimum = 0, maximum = 65_535)]
    pub contacts_least: u16,
    /// More contacts in 90 days are too many for a customer in green.
    #[schema(minimum = 0, maximum = 65_535)]
    pub contacts_most: u16,
    /// What happens to a proposal without confirmed value: `off`, `warn` or `block`.
    pub evidence: String,
    /// Who said so; absent for the shipped start.
    pub set_by: Option<String>,
    /// From which day.
    #[schema(format = Date)]
    pub from_on: Option<String>,
}

/// What every tier is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaresBody {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// Tiers 1 to 3.
    pub tiers: Vec<CareBody>,
}

impl From<&CareView> for CaresBody {
    fn from(view: &CareView) -> Self {
        let care = |item: &CareItem| CareBody {
            tier: item.tier,
            review_days: item.owed.review_days,
            contacts_least: item.owed.contacts_least,
            contacts_most: item.owed.contacts_most,
            evidence: item.owed.evidence.code().into(),
            set_by: item.said.as_ref().map(|(by, _)| by.clone()),
            from_on: item.said.as_ref().map(|(_, from_on)| from_on.to_string()),
        };
        Self { today: view.today.to_string(), tiers: view.tiers.iter().map(care).collect() }
    }
}

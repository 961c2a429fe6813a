//! What the organisation says of itself.

use super::word::StageWord;
use garde::Validate;
use serde::Deserialize;
use tenure_core::identity::OrganisationSettings;
use utoipa::ToSchema;

/// What the organisation says of itself: all of it.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationInput {
    /// Name.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// How large it is by ARR; nobody says where it is absent.
    #[garde(skip)]
    #[schema(inline)]
    stage: Option<StageWord>,
    /// First month of the fiscal year.
    #[garde(range(min = 1, max = 12))]
    #[schema(minimum = 1, maximum = 12)]
    fiscal_year_start: u8,
    /// An absence of more days than this moves what the person holds.
    #[garde(range(min = 1, max = 366))]
    #[schema(minimum = 1, maximum = 366)]
    absence_moves_after_days: u16,
}

impl OrganisationInput {
    pub(crate) fn settings(&self) -> OrganisationSettings {
        OrganisationSettings {
            name: self.name.clone(),
            stage: self.stage.as_ref().map(|stage| stage.0),
            fiscal_year_start: self.fiscal_year_start,
            absence_moves_after_days: self.absence_moves_after_days,
        }
    }
}

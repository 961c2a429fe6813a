//! What an organisation says of itself and may say anew: its name, its year, its size, and when an absence moves work.

use super::{Organisation, Stage};

/// What an administrator may change of the organisation. Currency, time zone and the today of a sample are not among it: recorded amounts
/// and days stand on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationSettings {
    /// The name shown in the navigation.
    pub name: String,
    /// First month of our own fiscal year, 1 to 12.
    pub fiscal_year_start: u8,
    /// An absence of more days than this moves what the person holds.
    pub absence_moves_after_days: u16,
    /// How large the company is; policies may ask for it. `None` is not stated.
    pub stage: Option<Stage>,
}

impl Organisation {
    /// What it says of itself.
    pub fn settings(&self) -> OrganisationSettings {
        OrganisationSettings {
            name: self.name.clone(),
            fiscal_year_start: self.fiscal_year_start,
            absence_moves_after_days: self.absence_moves_after_days,
            stage: self.stage,
        }
    }

    /// The organisation with what it says of itself anew.
    pub fn with_settings(&self, settings: OrganisationSettings) -> Self {
        let OrganisationSettings { name, fiscal_year_start, absence_moves_after_days, stage } = settings;
        Self { name, fiscal_year_start, absence_moves_after_days, stage, ..self.clone() }
    }
}

//! The body about the organisation.

use super::{DecisionBody, PersonBody};
use serde::Serialize;
use tenure_app::OrganisationView;
use utoipa::ToSchema;

/// The organisation: what it says of itself, and what only an import changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationBody {
    /// Name.
    pub name: String,
    /// How large it is by ARR; null where nobody said.
    #[schema(example = "5m_to_25m")]
    pub stage: Option<String>,
    /// First month of the fiscal year.
    #[schema(minimum = 1, maximum = 12)]
    pub fiscal_year_start: u8,
    /// An absence of more days than this moves what the person holds.
    #[schema(minimum = 1, maximum = 366)]
    pub absence_moves_after_days: u16,
    /// Reporting currency.
    pub currency: String,
    /// Time zone.
    pub time_zone: String,
    /// The last resort of every fallback.
    pub desk_lead: PersonBody,
    /// Whether this is a sample company with a today of its own.
    pub is_sample: bool,
    /// Every time something was said anew, the last one first.
    pub history: Vec<DecisionBody>,
}

impl From<&OrganisationView> for OrganisationBody {
    fn from(view: &OrganisationView) -> Self {
        let settings = &view.settings;
        Self {
            name: settings.name.clone(),
            stage: settings.stage.map(|stage| stage.code().into()),
            fiscal_year_start: settings.fiscal_year_start,
            absence_moves_after_days: settings.absence_moves_after_days,
            currency: view.currency.code().into(),
            time_zone: view.time_zone.clone(),
            desk_lead: (&view.desk_lead).into(),
            is_sample: view.is_sample,
            history: view.history.iter().map(DecisionBody::from).collect(),
        }
    }
}

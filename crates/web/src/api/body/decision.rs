//! The body of a decision about a setting.

use serde::Serialize;
use tenure_app::DecisionItem;
use utoipa::ToSchema;

/// Somebody set something.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionBody {
    /// What was set, in one sentence.
    pub summary: String,
    /// By whom.
    pub set_by: String,
    /// The civil day of it.
    #[schema(format = Date)]
    pub set_on: String,
}

impl From<&DecisionItem> for DecisionBody {
    fn from(item: &DecisionItem) -> Self {
        Self { summary: item.summary.clone(), set_by: item.by.clone(), set_on: item.on.to_string() }
    }
}

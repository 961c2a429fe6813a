//! Bodies about the ownership policy and its versions.

use serde::Serialize;
use tenure_app::{PolicyItem, PolicyView};
use utoipa::ToSchema;

/// The policy in force and the versions before it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyBody {
    /// Number of the version in force today.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub active: Option<u32>,
    /// Versions, newest first.
    pub versions: Vec<PolicyVersionBody>,
}

/// One version of the policy.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyVersionBody {
    /// 1 for the first.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: u32,
    /// Its name.
    pub name: String,
    /// In force from this day until the next version's.
    #[schema(format = Date)]
    pub effective_on: String,
    /// How many rules it has.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub rules: u64,
    /// The TOML as it was given.
    pub text: String,
}

impl From<&PolicyView> for PolicyBody {
    fn from(view: &PolicyView) -> Self {
        Self {
            active: view.active.as_ref().map(|active| active.version),
            versions: view.versions.iter().map(PolicyVersionBody::from).collect(),
        }
    }
}

impl From<&PolicyItem> for PolicyVersionBody {
    fn from(item: &PolicyItem) -> Self {
        Self {
            version: item.version,
            name: item.name.clone(),
            effective_on: item.effective_on.to_string(),
            rules: item.rules as u64,
            text: item.text.clone(),
        }
    }
}

//! Playbooks that are tried or published.

use garde::Validate;
use serde::Deserialize;
use tenure_core::commands::Publication;
use utoipa::ToSchema;

/// A playbook to try or to publish.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaybookInput {
    /// The playbook as TOML; the code in it names it.
    #[garde(length(chars, min = 1, max = 200_000))]
    #[schema(min_length = 1, max_length = 200_000)]
    text: String,
    /// Why; asked for where it is published.
    #[garde(length(chars, max = 2_000))]
    #[schema(max_length = 2_000)]
    reason: Option<String>,
}

impl PlaybookInput {
    /// What is published; the author is whoever sends it.
    pub(crate) fn publication(&self) -> Publication {
        let reason = self.reason.clone().unwrap_or_default();
        Publication { file: "playbook".into(), text: self.text.clone(), reason, author: String::new() }
    }
}

//! Renewals: a loss, a correction, a reassignment by name.

use super::word::{DayText, ReasonWord, ResponsibilityWord};
use garde::Validate;
use serde::Deserialize;
use tenure_app::NewOverride;
use tenure_core::renewal::OutcomeReason;
use utoipa::ToSchema;

/// Why a renewal was lost.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LossInput {
    /// Why the customer leaves, as we class it.
    #[garde(skip)]
    reason: ReasonWord,
    /// Why, in the customer's own words.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    words: Option<String>,
}

impl LossInput {
    pub(crate) fn why(&self) -> (OutcomeReason, &str) {
        (self.reason.0, self.words.as_deref().unwrap_or_default())
    }
}

/// Why an outcome is taken back.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionInput {
    /// Why; kept in the log.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) reason: String,
}

/// A responsibility given to a person by name until a day.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReassignmentInput {
    /// What is reassigned.
    #[garde(skip)]
    responsibility: ResponsibilityWord,
    /// Reference or e-mail of who gets it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    person: String,
    /// Why.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// First day on which the policy decides again.
    #[garde(skip)]
    until_on: DayText,
}

impl ReassignmentInput {
    pub(crate) fn reassignment(&self) -> NewOverride {
        NewOverride {
            responsibility: self.responsibility.0,
            teammate: self.person.clone(),
            reason: self.reason.clone(),
            until_on: self.until_on.0,
        }
    }
}

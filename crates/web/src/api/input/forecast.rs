//! What is said of renewals for the forecast, and submitting.

use super::word::{CategoryWord, SubmissionWord};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{NewCall, StatedAmount};
use tenure_core::forecast::Kind;
use utoipa::ToSchema;

/// What a renewal is called.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallInput {
    /// The category. Closed follows from the outcome and is not accepted.
    #[garde(skip)]
    category: CategoryWord,
    /// What is expected to renew, in minor units of the contract's currency: from nothing to what is due. Absent is everything, and nothing
    /// for what is omitted.
    #[garde(range(min = 0, max = 9_000_000_000_000_000))]
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    expected_minor: Option<i64>,
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
    /// Reference or e-mail of whose word it is: the owner, or somebody above. Absent is your own where you are above the owner, else the
    /// owner's.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    speaks: Option<String>,
}

/// Taking back what was said of a renewal.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallWithdrawalInput {
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
    /// Reference or e-mail of whose word it is, as when it was said.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    speaks: Option<String>,
}

/// Submitting a forecast.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmissionInput {
    /// Own renewals, or those of the team.
    #[garde(skip)]
    kind: SubmissionWord,
    /// Reference or e-mail of whose forecast it is; absent is your own.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    person: Option<String>,
}

/// What a manager adds to or takes from somebody's forecast of this week.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdjustmentInput {
    /// Reference or e-mail of the person.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    person: String,
    /// Added to the commit, in minor units of the reporting currency; negative takes away, 0 takes the adjustment back.
    #[garde(range(min = -9_000_000_000_000_000, max = 9_000_000_000_000_000))]
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    delta_minor: i64,
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

impl CallInput {
    pub(crate) fn call(&self, renewal: &str) -> NewCall {
        let amount = self.expected_minor.map_or(StatedAmount::All, StatedAmount::Minor);
        NewCall {
            renewal: renewal.into(),
            category: Some(self.category.0),
            amount,
            reason: self.reason.clone(),
            speaks: self.speaks.clone(),
        }
    }
}

impl CallWithdrawalInput {
    pub(crate) fn call(&self, renewal: &str) -> NewCall {
        NewCall {
            renewal: renewal.into(),
            category: None,
            amount: StatedAmount::All,
            reason: self.reason.clone(),
            speaks: self.speaks.clone(),
        }
    }
}

impl SubmissionInput {
    pub(crate) fn submission(&self) -> (Option<&str>, Kind) {
        (self.person.as_deref(), self.kind.0)
    }
}

impl AdjustmentInput {
    pub(crate) fn adjustment(&self) -> (&str, StatedAmount, &str) {
        (&self.person, StatedAmount::Minor(self.delta_minor), &self.reason)
    }
}

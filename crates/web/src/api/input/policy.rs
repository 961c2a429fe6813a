//! Policies, drafts and the terms of an activation.

use super::word::{DayText, day};
use garde::Validate;
use serde::Deserialize;
use tenure_app::Activation;
use utoipa::ToSchema;

/// A policy text.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyTextInput {
    /// The policy as TOML.
    #[garde(length(chars, min = 1, max = 200_000))]
    #[schema(min_length = 1, max_length = 200_000)]
    pub(crate) text: String,
}

/// A policy to activate.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActivationInput {
    /// The policy as TOML.
    #[garde(length(chars, min = 1, max = 200_000))]
    #[schema(min_length = 1, max_length = 200_000)]
    text: String,
    /// In force from this day; today where it is absent.
    #[garde(skip)]
    effective_on: Option<DayText>,
    /// Looked at again on this day; six months later where it is absent, twelve at the latest.
    #[garde(skip)]
    review_on: Option<DayText>,
    /// Why.
    #[garde(length(chars, max = 2_000))]
    #[schema(max_length = 2_000)]
    reason: Option<String>,
}

impl ActivationInput {
    pub(crate) fn activation(&self) -> Activation {
        terms(&self.text, (self.effective_on, self.review_on), self.reason.as_deref())
    }
}

/// The terms on which a draft is activated.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftActivationInput {
    /// In force from this day; today where it is absent.
    #[garde(skip)]
    effective_on: Option<DayText>,
    /// Looked at again on this day; six months later where it is absent, twelve at the latest.
    #[garde(skip)]
    review_on: Option<DayText>,
    /// Why; needed where nobody else read the draft.
    #[garde(length(chars, max = 2_000))]
    #[schema(max_length = 2_000)]
    reason: Option<String>,
}

impl DraftActivationInput {
    pub(crate) fn terms(&self) -> Activation {
        terms("", (self.effective_on, self.review_on), self.reason.as_deref())
    }
}

fn terms(text: &str, (effective_on, review_on): (Option<DayText>, Option<DayText>), reason: Option<&str>) -> Activation {
    let mut activation = Activation::of("policy", text, "");
    activation.effective_on = day(effective_on);
    activation.standing.review_on = day(review_on);
    activation.standing.reason = reason.unwrap_or_default().into();
    activation
}

/// The text and note of a draft.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftInput {
    /// The policy as TOML; it need not be readable yet.
    #[garde(length(chars, max = 200_000))]
    #[schema(max_length = 200_000)]
    pub(crate) text: String,
    /// What it is for.
    #[garde(length(chars, max = 2_000))]
    #[schema(max_length = 2_000)]
    pub(crate) note: Option<String>,
}

/// What a second person says who read a draft.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftReviewInput {
    /// In words; may be empty.
    #[garde(length(chars, max = 2_000))]
    #[schema(max_length = 2_000)]
    pub(crate) words: String,
}

//! A close of a renewal with everything that belongs to it.

use super::outcome::LessonsInput;
use super::word::{DayText, ReasonWord, WayWord};
use garde::Validate;
use serde::Deserialize;
use tenure_app::{AppError, NewClosing, NewDecision};
use tenure_core::deal::Way;
use tenure_core::refusal::Refusal;
use utoipa::ToSchema;

/// How a renewal was decided, why, what it teaches, and what was promised: written in one go, or not at all.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosingInput {
    /// How it was decided.
    #[garde(skip)]
    way: WayWord,
    /// The version of the proposal that was accepted; needed where the way is `accepted`.
    #[garde(range(min = 1, max = 100_000))]
    #[schema(minimum = 1, maximum = 100_000)]
    version: Option<u32>,
    /// The option of it that was accepted; needed where the way is `accepted`.
    #[garde(range(min = 1, max = 6))]
    #[schema(minimum = 1, maximum = 6)]
    option: Option<u32>,
    /// First day no longer of the next term, or of the cancelled one; needed where the way is `renewed` or `cancelled`.
    #[garde(skip)]
    end_on: Option<DayText>,
    /// Price rise on the lines that go on, in basis points, where the way is `renewed`.
    #[garde(range(max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    uplift_bps: Option<u32>,
    /// Day of the signature; today where it is absent.
    #[garde(skip)]
    signed_on: Option<DayText>,
    /// Why, as we class it; needed for a loss.
    #[garde(skip)]
    reason: Option<ReasonWord>,
    /// Why, in the customer's own words.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    words: Option<String>,
    /// What it teaches.
    #[garde(dive)]
    lessons: Option<LessonsInput>,
    /// What we promised.
    #[garde(length(max = 20), dive)]
    #[schema(max_items = 20)]
    promises: Option<Vec<PromiseInput>>,
}

/// A promise.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromiseInput {
    /// What.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    promise: String,
    /// Reference or e-mail of who of ours sees to it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    owner: String,
    /// By when.
    #[garde(skip)]
    due_on: DayText,
}

impl ClosingInput {
    /// # Errors
    /// A way without what it needs.
    pub(crate) fn closing(&self) -> Result<NewClosing, AppError> {
        let missing = |field: &str| {
            let problem = "is missing: the way needs it".to_string();
            AppError::refused(Refusal { column: Some(field.into()), problem, ..Refusal::default() })
        };
        let signed_on = self.signed_on.map(|day| day.0);
        let end_on = || self.end_on.map(|day| day.0).ok_or_else(|| missing("end_on"));
        let decision = match self.way.0 {
            Way::Accepted => NewDecision::Accepted {
                version: self.version.ok_or_else(|| missing("version"))?,
                option: self.option.ok_or_else(|| missing("option"))?,
                signed_on,
            },
            Way::Renewed => NewDecision::Renewed { end_on: end_on()?, uplift_bps: self.uplift_bps.unwrap_or(0), signed_on },
            Way::Lost => NewDecision::Lost,
            Way::Cancelled => NewDecision::Cancelled { end_on: end_on()? },
        };
        let promises = self.promises.iter().flatten();
        Ok(NewClosing {
            decision,
            reason: self.reason.map(|word| word.0),
            words: self.words.clone().unwrap_or_default(),
            review: self.lessons.as_ref().map(LessonsInput::review),
            promises: promises.map(|promise| (promise.promise.clone(), promise.owner.clone(), promise.due_on.0)).collect(),
        })
    }
}

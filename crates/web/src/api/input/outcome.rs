//! What was learnt from a decided renewal.

use super::word::{DayText, StrengthWord, ThemeText};
use garde::Validate;
use serde::Deserialize;
use tenure_app::NewReview;
use utoipa::ToSchema;

/// What was learnt; what was written before stays and no longer counts.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LessonsInput {
    /// Themes.
    #[garde(length(max = 10))]
    #[schema(max_items = 10)]
    themes: Vec<ThemeText>,
    /// What to do otherwise next time.
    #[garde(length(chars, max = 10_000))]
    #[schema(max_length = 10_000)]
    lessons: String,
    /// How firmly the customer is held, as a person judges; as the facts say where it is absent.
    #[garde(skip)]
    strength: Option<StrengthWord>,
    /// The plan into the next term.
    #[garde(dive)]
    plan: Option<PlanInput>,
}

/// A plan.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanInput {
    /// What.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
    /// Reference or e-mail of who carries it.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    owner: String,
    /// By when.
    #[garde(skip)]
    due_on: DayText,
}

impl LessonsInput {
    pub(crate) fn review(&self) -> NewReview {
        NewReview {
            themes: self.themes.iter().map(|theme| theme.0.clone()).collect(),
            lessons: self.lessons.clone(),
            strength: self.strength.map(|word| word.0),
            plan: self.plan.as_ref().map(|plan| (plan.text.clone(), plan.owner.clone(), plan.due_on.0)),
        }
    }
}

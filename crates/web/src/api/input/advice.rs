//! Answers to the questions of the advisor.

use super::word::FactorWord;
use garde::Validate;
use serde::Deserialize;
use tenure_core::commands::Reply;
use tenure_core::refusal::Refusal;
use utoipa::ToSchema;

/// Answers to questions.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdvisorAnswersInput {
    /// The answers; a question that is not named keeps its own.
    #[garde(length(min = 1, max = 20), dive)]
    #[schema(min_items = 1, max_items = 20)]
    answers: Vec<AdvisorAnswerInput>,
}

/// An answer to one question.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdvisorAnswerInput {
    /// The fact that is asked for.
    #[garde(skip)]
    fact: FactorWord,
    /// One of its values, as `GET /advisor` lists them; null or absent takes the answer back.
    #[garde(length(chars, min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    value: Option<String>,
    /// What stands behind it.
    #[garde(length(chars, max = 500))]
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl AdvisorAnswersInput {
    pub(crate) fn replies(&self) -> Result<Vec<Reply>, Refusal> {
        self.answers.iter().map(AdvisorAnswerInput::reply).collect()
    }
}

impl AdvisorAnswerInput {
    fn reply(&self) -> Result<Reply, Refusal> {
        let factor = self.fact.0;
        let level = match &self.value {
            Some(code) => Some(factor.level(code).ok_or_else(|| Refusal {
                column: Some("value".into()),
                value: Some(code.clone()),
                problem: format!("is none of: {}", factor.levels().iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ")),
                ..Refusal::default()
            })?),
            None => None,
        };
        Ok((factor, level, self.note.clone().unwrap_or_default()))
    }
}

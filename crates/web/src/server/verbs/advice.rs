//! Answering the questions of the advisor.

use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::{AdviceView, AppError};
use tenure_core::ownership::advisor::{Factor, NOTE_MAX, Origin, QUESTIONS, Question};
use tenure_core::refusal::Refusal;

/// Answers the questions.
pub(crate) struct Answer;

/// Where the answers count.
const PAGE: &str = "/advisor";

/// The code of the answer that is there, where somebody gave it.
fn given(view: &AdviceView, factor: Factor) -> &'static str {
    let known = view.known(factor).filter(|known| matches!(known.origin, Origin::Answered { .. }));
    known.map_or("", |known| factor.code_of(known.level))
}

fn field(view: &AdviceView, question: &'static Question) -> Field {
    let not_known = [(String::new(), "not known".to_string())];
    let levels = question.factor.levels().iter().map(|(code, says)| ((*code).to_string(), (*says).to_string()));
    let field = Field::new(question.factor.code(), question.asks, Kind::Choice(not_known.into_iter().chain(levels).collect())).optional();
    match view.known(question.factor) {
        Some(known) if known.origin == Origin::Book => {
            field.hint(format!("The book says: {}. {}", question.factor.says(known.level), known.evidence))
        }
        _ => field,
    }
}

impl Action for Answer {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.advice(&at.actor).await?;
        let mut fields: Vec<Field> = QUESTIONS.iter().map(|question| field(&view, question)).collect();
        fields.push(
            Field::new("note", "What stands behind what you changed", Kind::Text)
                .optional()
                .hint("It is kept beside the answers, with your name."),
        );
        let mut values = Typed::default();
        QUESTIONS.iter().for_each(|question| values.push(question.factor.code(), given(&view, question.factor)));
        let lede = html! { p { "What you do not know stays not known: nothing is assumed. Where the book says something, it counts before an answer." } };
        let places = vec![("Advisor".to_string(), PAGE.to_string())];
        Ok(FormPage::new(Nav::Advisor, places, "Questions of the advisor", "Save answers").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let view = at.app.advice(&at.actor).await?;
        let note = typed.get("note");
        let refused = |column: &str, value: &str, problem: String| {
            let (column, value) = (Some(column.to_string()), Some(value.to_string()));
            AppError::Refused(vec![Refusal { column, value, problem, ..Refusal::default() }])
        };
        if note.chars().count() > NOTE_MAX {
            return Err(refused("note", "", format!("is longer than {NOTE_MAX} characters")));
        }
        let mut replies = Vec::new();
        for question in QUESTIONS {
            let (factor, code) = (question.factor, typed.get(question.factor.code()));
            if code == given(&view, factor) {
                continue;
            }
            let level = factor.level(code);
            if level.is_none() && !code.is_empty() {
                return Err(refused(factor.code(), code, "is none of the answers".into()));
            }
            replies.push((factor, level, note.to_string()));
        }
        at.app.answer_advisor(&at.actor, &replies).await?;
        Ok(Done::at(PAGE.into(), "The answers are saved."))
    }
}

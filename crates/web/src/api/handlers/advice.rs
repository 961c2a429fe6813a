//! The advisor: what fits, and the answers it asks for.

use super::super::body::{AdviceBody, ChangeBody};
use super::super::change::Change;
use super::super::extract::{NoParams, Params};
use super::super::input::AdvisorAnswersInput;
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use tenure_app::AppError;

/// Which ownership model fits, why, what would change it, and what of the present division is out of step.
#[utoipa::path(get, path = "/advisor", tag = "policy", responses((status = 200, description = "The recommendation, or what decides", body = AdviceBody)))]
pub(crate) async fn read_advice(State(state): State<WebState>, user: ApiUser, _: Params<NoParams>) -> Answer<AdviceBody> {
    Ok(Json((&state.app.advice(&user.actor()).await?).into()))
}

/// Answers questions of the advisor, or takes answers back. For administrators.
#[utoipa::path(post, path = "/advisor/answers", tag = "policy", request_body = AdvisorAnswersInput, responses((status = 200, description = "Answered", body = ChangeBody)))]
pub(crate) async fn answer_advisor(State(state): State<WebState>, change: Change<AdvisorAnswersInput>) -> Result<Response, Problem> {
    let replies = change.body.replies().map_err(AppError::refused)?;
    state.app.answer_advisor(&change.actor(), &replies).await?;
    change.answer()
}

//! What customers of each tier are owed.

use super::super::body::{CaresBody, ChangeBody};
use super::super::change::Change;
use super::super::extract::{NoParams, Params};
use super::super::input::CareInput;
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;

/// What customers of each tier are owed: reviews, contacts, and confirmed value behind a proposal.
#[utoipa::path(get, path = "/care", tag = "organisation", responses((status = 200, description = "What is owed today", body = CaresBody)))]
pub(crate) async fn read_care(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<CaresBody> {
    Ok(Json((&state.app.care().await?).into()))
}

/// Sets what customers of a tier are owed, from a day on. For administrators.
#[utoipa::path(put, path = "/care", tag = "organisation", request_body = CareInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_care(State(state): State<WebState>, change: Change<CareInput>) -> Result<Response, Problem> {
    let (tier, owed) = change.body.care();
    state.app.set_care(&change.actor(), tier, owed).await?;
    change.answer()
}

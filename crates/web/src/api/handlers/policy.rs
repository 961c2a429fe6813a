//! The ownership policy.

use super::super::body::{ChangeBody, PolicyBody, PolicyCheckBody};
use super::super::change::Change;
use super::super::extract::{NoParams, Params, Valid};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

/// A policy text to check or to activate.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyTextBody {
    /// The policy as TOML.
    #[garde(length(chars, min = 1, max = 50_000))]
    #[schema(min_length = 1, max_length = 50_000)]
    text: String,
}

/// Checks a policy: reads it, proves it complete, tries it on the open renewals. Writes nothing.
#[utoipa::path(post, path = "/policy/check", tag = "policy", request_body = PolicyTextBody, responses((status = 200, description = "What the check found", body = PolicyCheckBody)))]
pub(crate) async fn check_policy(
    State(state): State<WebState>,
    _user: ApiUser,
    _: Params<NoParams>,
    Valid(body): Valid<PolicyTextBody>,
) -> Answer<PolicyCheckBody> {
    Ok(Json((&state.app.check_policy("policy", &body.text).await?).into()))
}

/// The policy in force and the versions before it, each with its text.
#[utoipa::path(get, path = "/policy", tag = "policy", responses((status = 200, description = "Every version, newest first", body = PolicyBody)))]
pub(crate) async fn read_policy(State(state): State<WebState>, user: ApiUser, _: Params<NoParams>) -> Answer<PolicyBody> {
    Ok(Json((&state.app.policy(&user.actor()).await?).into()))
}

/// Activates a policy as the next version; every open renewal is decided again. For administrators.
#[utoipa::path(post, path = "/policy", tag = "policy", request_body = PolicyTextBody, responses((status = 200, description = "Activated", body = ChangeBody)))]
pub(crate) async fn activate_policy(State(state): State<WebState>, change: Change<PolicyTextBody>) -> Result<Response, Problem> {
    state.app.activate_policy(&change.actor(), "policy", &change.body.text).await?;
    change.answer()
}

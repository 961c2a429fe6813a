//! The ownership policy.

use super::super::body::PolicyCheckBody;
use super::super::extract::{NoParams, Params, Valid};
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

/// A policy text to check.
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

//! The organisation.

use super::super::body::{ChangeBody, HandoffClocksBody, OrganisationBody};
use super::super::change::Change;
use super::super::extract::{NoParams, Params};
use super::super::input::{HandoffClocksInput, OrganisationInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;

/// How long handoffs may take, and who decided it when.
#[utoipa::path(get, path = "/handoff-clocks", tag = "handoffs", responses((status = 200, description = "Business days with their history", body = HandoffClocksBody)))]
pub(crate) async fn read_handoff_clocks(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<HandoffClocksBody> {
    Ok(Json((&state.app.handoff_clocks().await?).into()))
}

/// Sets how long handoffs that open from now on may take. For administrators.
#[utoipa::path(put, path = "/handoff-clocks", tag = "handoffs", request_body = HandoffClocksInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_handoff_clocks(State(state): State<WebState>, change: Change<HandoffClocksInput>) -> Result<Response, Problem> {
    state.app.set_handoff_clocks(&change.actor(), change.body.clocks()).await?;
    change.answer()
}

/// The organisation: what it says of itself, what only an import changes, and who said what when.
#[utoipa::path(get, path = "/organisation", tag = "organisation", responses((status = 200, description = "The organisation with its history", body = OrganisationBody)))]
pub(crate) async fn read_organisation(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<OrganisationBody> {
    Ok(Json((&state.app.organisation_settings().await?).into()))
}

/// Says anew what the organisation is; the policy decides every open renewal again. For administrators.
#[utoipa::path(put, path = "/organisation", tag = "organisation", request_body = OrganisationInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_organisation(State(state): State<WebState>, change: Change<OrganisationInput>) -> Result<Response, Problem> {
    state.app.set_organisation(&change.actor(), change.body.settings()).await?;
    change.answer()
}

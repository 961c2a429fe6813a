//! The organisation.

use super::super::body::{ChangeBody, HandoffClocksBody};
use super::super::change::Change;
use super::super::extract::{NoParams, Params};
use super::super::input::HandoffClocksInput;
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use tenure_app::AppError;
use utoipa::ToSchema;

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

/// The organisation and its today.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrganisationBody {
    /// Name.
    name: String,
    /// Reporting currency.
    currency: String,
    /// Time zone.
    time_zone: String,
    /// Whether this is a sample company with a today of its own.
    is_sample: bool,
}

/// The organisation.
#[utoipa::path(get, path = "/organisation", tag = "organisation", responses((status = 200, description = "The organisation", body = OrganisationBody), (status = 404, description = "There is none yet")))]
pub(crate) async fn read_organisation(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<OrganisationBody> {
    let found = state.app.organisation().await.map_err(Problem::from)?;
    let organisation = found.ok_or_else(|| Problem::from(AppError::NotFound("This instance has no organisation yet.".into())))?;
    Ok(Json(OrganisationBody {
        is_sample: organisation.sample_today.is_some(),
        name: organisation.name,
        currency: organisation.currency.code().into(),
        time_zone: organisation.time_zone,
    }))
}

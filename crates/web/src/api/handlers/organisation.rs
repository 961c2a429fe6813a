//! The organisation.

use super::super::extract::{NoParams, Params};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use tenure_app::AppError;
use utoipa::ToSchema;

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

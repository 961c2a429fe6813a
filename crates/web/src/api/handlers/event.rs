//! The log of events, for programs that follow what happens.

use super::super::body::EventList;
use super::super::extract::Params;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use garde::Validate;
use serde::Deserialize;
use tenure_app::{LogFilter, LogPlace};
use utoipa::IntoParams;

/// Which events.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventParams {
    /// Events after this number; from the first where it is absent.
    #[garde(range(max = 9_007_199_254_740_991))]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    after: Option<u64>,
    /// Rows, 1 to 500; 100 where it is absent.
    #[garde(range(min = 1, max = 500))]
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
    /// Reference of what they happened to.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    subject: Option<String>,
    /// Name of who did it.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    actor: Option<String>,
}

/// The log of events, oldest first. For administrators: it also tells of users and tokens.
#[utoipa::path(get, path = "/events", tag = "events", params(EventParams), responses((status = 200, description = "A page of events", body = EventList), (status = 403, description = "The user is no administrator")))]
pub(crate) async fn list_events(State(state): State<WebState>, user: ApiUser, Params(params): Params<EventParams>) -> Answer<EventList> {
    let filter = LogFilter { subject: params.subject, actor: params.actor };
    let place = LogPlace::After(params.after.unwrap_or(0));
    Ok(Json((&state.app.log(&user.actor(), &filter, place, params.limit.unwrap_or(100)).await?).into()))
}

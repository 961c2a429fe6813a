//! The weekly forecast: the walk, the view of a manager, and how well people forecast.

use super::desk::refuse;
use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::forecast::Stop;
use crate::pages::forecast::team::Narrowed;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use tenure_app::AppError;
use tenure_core::forecast::{Category, Cause};

/// Where a walk stands, and whose it is.
#[derive(Deserialize)]
pub(crate) struct WalkParams {
    at: Option<String>,
    of: Option<String>,
}

fn some(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The walk of whoever is signed in, or of somebody named.
pub(crate) async fn walk(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<WalkParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Forecast);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let of = some(params.of);
    match state.app.my_forecast(&signed_in.actor(), of.as_deref()).await.map_err(fail::bare)? {
        Some(view) => {
            let stop = Stop::of(&view, some(params.at).as_deref());
            Ok(pages::forecast::walk(&shell, &view, (&stop, of.as_deref())).into_response())
        }
        None => Ok(pages::today::today_without_person(&shell).into_response()),
    }
}

/// What the renewals of a team are narrowed to.
#[derive(Deserialize)]
pub(crate) struct TeamParams {
    of: Option<String>,
    person: Option<String>,
    category: Option<String>,
    cause: Option<String>,
}

fn narrowed(params: TeamParams) -> Result<Narrowed, AppError> {
    let category = match some(params.category).as_deref() {
        None => None,
        Some("none") => Some(None),
        Some(word) => Some(Some(word.parse::<Category>().map_err(|problem| refuse("category", word, &problem))?)),
    };
    let cause = match some(params.cause) {
        None => None,
        Some(word) => Some(word.parse::<Cause>().map_err(|problem| refuse("cause", &word, &problem))?),
    };
    Ok(Narrowed { of: some(params.of), person: some(params.person), category, cause })
}

/// The forecast of a team.
pub(crate) async fn team(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<TeamParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Forecast);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let narrowed = narrowed(params).map_err(fail::bare)?;
    match state.app.team_forecast(&signed_in.actor(), narrowed.of.as_deref()).await.map_err(fail::bare)? {
        Some(view) => Ok(pages::forecast::team::team(&shell, &view, &narrowed).into_response()),
        None => Ok(pages::forecast::team::nobody(&shell).into_response()),
    }
}

/// How well people forecast.
pub(crate) async fn accuracy(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<WalkParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Forecast);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let of = some(params.of);
    let view = state.app.forecast_accuracy(&signed_in.actor(), of.as_deref()).await.map_err(fail::bare)?;
    Ok(pages::forecast::accuracy::accuracy(&shell, &view, of.as_deref()).into_response())
}

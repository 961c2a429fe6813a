//! Outcomes of a window.

use super::desk::refuse;
use super::shell::Frame;
use super::{Page, fail};
use crate::api::attachment;
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use tenure_app::OutcomeQuery;

/// Filters, as they stand in the URL.
#[derive(Deserialize)]
pub(crate) struct OutcomeParams {
    months: Option<String>,
    case: Option<String>,
    ending: Option<String>,
    reason: Option<String>,
    theme: Option<String>,
    segment: Option<String>,
    format: Option<String>,
}

/// The page. What cannot be read narrows nothing.
pub(crate) async fn outcomes(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<OutcomeParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Renewals);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let query = OutcomeQuery {
        months: params.months.and_then(|text| text.parse().ok()).filter(|months| (1..=60).contains(months)),
        quadrant: params.case.and_then(|word| word.parse().ok()),
        ending: params.ending.and_then(|word| word.parse().ok()),
        reason: params.reason.and_then(|word| word.parse().ok()),
        theme: params.theme.and_then(|word| word.parse().ok()),
        segment: params.segment.filter(|segment| !segment.is_empty()),
    };
    let view = state.app.outcomes(&query).await.map_err(fail::bare)?;
    if let Some(format) = params.format {
        let format = format.parse().map_err(|problem: String| fail::bare(refuse("format", &format, &problem)))?;
        return attachment(format, view.table()).await.map_err(fail::bare);
    }
    Ok(pages::outcomes::outcomes(&shell, &view).into_response())
}

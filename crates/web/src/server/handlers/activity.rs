//! The activity log.

use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use tenure_app::{LogFilter, LogPlace};

/// Filters of the log, and where the page goes on.
#[derive(Deserialize)]
pub(crate) struct ActivityParams {
    subject: Option<String>,
    actor: Option<String>,
    before: Option<u64>,
}

/// Everything that was written down, newest first.
pub(crate) async fn activity(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<ActivityParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let some = |text: Option<String>| text.map(|text| text.trim().to_string()).filter(|text| !text.is_empty());
    let filter = LogFilter { subject: some(params.subject), actor: some(params.actor) };
    let log = state.app.log(&signed_in.actor(), &filter, LogPlace::Before(params.before), 50).await.map_err(fail::bare)?;
    Ok(pages::activity::activity(&frame.shell(Nav::Settings), &log, &filter).into_response())
}

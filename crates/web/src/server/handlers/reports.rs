//! Sealed reports.

use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;

/// Seals on one page.
const ROWS: u16 = 50;

/// Where the list goes on.
#[derive(Deserialize)]
pub(crate) struct ReportParams {
    before: Option<u32>,
}

/// Every seal, newest first.
pub(crate) async fn reports(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<ReportParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Reports);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let mut seals = state.app.seals(params.before, ROWS + 1).await.map_err(fail::bare)?;
    let more = seals.len() > usize::from(ROWS);
    seals.truncate(usize::from(ROWS));
    Ok(pages::reports::reports(&shell, &seals, seals.last().filter(|_| more).map(|seal| seal.number)).into_response())
}

/// One sealed report with its proofs.
pub(crate) async fn report(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.read_seal(&reference).await.map_err(fail::bare)?;
    Ok(pages::report::report(&frame.shell(Nav::Reports), &view).into_response())
}

//! Handoffs: the list and one of them.

use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use tenure_app::HandoffQuery;

/// Filters of the list, as they stand in the URL.
#[derive(Deserialize)]
pub(crate) struct HandoffParams {
    show: Option<String>,
    giver: Option<String>,
    receiver: Option<String>,
    after: Option<String>,
}

/// The list.
pub(crate) async fn handoffs(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<HandoffParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Handoffs);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let query = HandoffQuery {
        waiting: some(params.show).is_none(),
        giver: some(params.giver),
        receiver: some(params.receiver),
        after: some(params.after),
        limit: Some(100),
    };
    let page = state.app.handoffs(&query).await.map_err(fail::bare)?;
    let me = state.app.my_reference(&signed_in.actor()).await.map_err(fail::bare)?;
    let shown = HandoffQuery { limit: None, ..query };
    Ok(pages::handoffs::handoffs(&shell, &page, &shown, me.as_deref()).into_response())
}

/// One handoff with its brief.
pub(crate) async fn handoff(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.handoff(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::handoffs::handoff(&frame.shell(Nav::Handoffs), &view).into_response())
}

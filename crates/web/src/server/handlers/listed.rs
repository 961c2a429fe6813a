//! The organisation's lists and the rules of its ledger, on pages.

use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::{Nav, Shell};
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use maud::Markup;
use serde::Deserialize;
use tenure_app::ListsView;

async fn show(state: &WebState, signed_in: &SignedIn, draw: impl FnOnce(&Shell<'_>, &ListsView) -> Markup) -> Page {
    let frame = Frame::load(state, signed_in).await?;
    let shell = frame.shell(Nav::Settings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.lists().await.map_err(fail::bare)?;
    Ok(draw(&shell, &view).into_response())
}

/// Where the rates of single days go on.
#[derive(Deserialize)]
pub(crate) struct RateParams {
    after: Option<String>,
}

/// Plan rates and rates of single days.
pub(crate) async fn rates(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<RateParams>) -> Page {
    let dated = state.app.exchange_rates(None, params.after.as_deref(), None).await.map_err(fail::bare)?;
    show(&state, &signed_in, |shell, view| pages::listed::rates(shell, view, &dated)).await
}

/// Holidays.
pub(crate) async fn holidays(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    show(&state, &signed_in, pages::listed::holidays).await
}

/// Products.
pub(crate) async fn products(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    show(&state, &signed_in, pages::listed::products).await
}

/// What the organisation says of itself.
pub(crate) async fn organisation(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Settings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.organisation_settings().await.map_err(fail::bare)?;
    Ok(pages::organisation::organisation(&shell, &view).into_response())
}

/// How long handoffs may take.
pub(crate) async fn handoff_clocks(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Settings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.handoff_clocks().await.map_err(fail::bare)?;
    Ok(pages::handoff_clocks::handoff_clocks(&shell, &view).into_response())
}

/// Fields of accounts.
pub(crate) async fn fields(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    show(&state, &signed_in, pages::listed::fields).await
}

/// The rules that questions about money are answered under.
pub(crate) async fn ledger_rules(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Settings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.ledger_rules().await.map_err(fail::bare)?;
    Ok(pages::ledger_rules::ledger_rules(&shell, &view).into_response())
}

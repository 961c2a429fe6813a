//! Expansions: the list and one of them.

use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use tenure_app::ExpansionQuery;
use tenure_core::primitives::parse_minor;

/// Filters of the list, as they stand in the URL.
#[derive(Deserialize)]
pub(crate) struct ExpansionParams {
    state: Option<String>,
    overdue: Option<String>,
    person: Option<String>,
    finder: Option<String>,
    source: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    account: Option<String>,
    from: Option<String>,
    after: Option<String>,
}

/// The list: the open ones, unless the address asks for others. What cannot be read narrows nothing.
pub(crate) async fn expansions(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<ExpansionParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Expansions);
    let Some(organisation) = &frame.organisation else { return Ok(pages::empty::empty_instance(&shell).into_response()) };
    let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let from = some(params.from).unwrap_or_default();
    let query = ExpansionQuery {
        state: Some(some(params.state).unwrap_or_else(|| "open".into())).filter(|state| state != "all"),
        overdue: some(params.overdue).is_some(),
        person: some(params.person),
        finder: some(params.finder),
        source: some(params.source).and_then(|word| word.parse().ok()),
        kind: some(params.kind).and_then(|word| word.parse().ok()),
        account: some(params.account),
        expected_from_minor: parse_minor(&from.replace(',', ""), organisation.currency).ok(),
        after: some(params.after),
        limit: Some(100),
    };
    let page = state.app.expansions(&query).await.map_err(fail::bare)?;
    let shown = ExpansionQuery { limit: None, expected_from_minor: None, ..query };
    Ok(pages::expansions::expansions(&shell, &page, (&shown, &from), frame.me()).into_response())
}

/// One expansion with its owners.
pub(crate) async fn expansion(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.expansion(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::expansion::expansion(&frame.shell(Nav::Expansions), &view).into_response())
}

//! Proposals: those of a renewal, one version, the paper for the customer; and what each role may give away alone.

use super::shell::Frame;
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Path, State};
use axum::response::IntoResponse;

/// Every version of a renewal's proposal.
pub(crate) async fn proposals(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.proposals(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::proposal::proposals(&frame.shell(Nav::Renewals), &view).into_response())
}

/// One version against the contract.
pub(crate) async fn proposal(State(state): State<WebState>, signed_in: SignedIn, Path((reference, version)): Path<(String, u32)>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.proposal(&signed_in.actor(), (&reference, version)).await.map_err(fail::bare)?;
    Ok(pages::proposal::proposal(&frame.shell(Nav::Renewals), &view).into_response())
}

/// The paper for the customer.
pub(crate) async fn paper(State(state): State<WebState>, signed_in: SignedIn, Path((reference, version)): Path<(String, u32)>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.proposal(&signed_in.actor(), (&reference, version)).await.map_err(fail::bare)?;
    Ok(pages::proposal::paper(&frame.shell(Nav::Renewals), &view).into_response())
}

/// What each role may give away alone.
pub(crate) async fn limits(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Settings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.discount_limits().await.map_err(fail::bare)?;
    Ok(pages::discount_limits::discount_limits(&shell, &view).into_response())
}

/// What customers of each tier are owed.
pub(crate) async fn care(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Settings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.care().await.map_err(fail::bare)?;
    Ok(pages::care::care(&shell, &view).into_response())
}

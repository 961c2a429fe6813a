//! Playbooks: the list, one with its history laid on a renewal, its text as a file.

use super::Page;
use super::shell::Frame;
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::auth::SignedIn;
use crate::server::{WebState, fail};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;

/// On which renewal a playbook is laid.
#[derive(Deserialize)]
pub(crate) struct On {
    renewal: Option<String>,
}

/// Every playbook.
pub(crate) async fn playbooks(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Playbooks);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let items = state.app.playbooks().await.map_err(fail::bare)?;
    Ok(pages::playbooks::playbooks(&shell, &items).into_response())
}

/// One playbook.
pub(crate) async fn playbook(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path(code): Path<String>,
    Query(query): Query<On>,
) -> Page {
    let view = state.app.playbook(&code, query.renewal.as_deref()).await.map_err(fail::bare)?;
    let frame = Frame::load(&state, &signed_in).await?;
    Ok(pages::playbooks::playbook(&frame.shell(Nav::Playbooks), &view).into_response())
}

/// Its text in use as a file.
pub(crate) async fn download(State(state): State<WebState>, _: SignedIn, Path(code): Path<String>) -> Page {
    let view = state.app.playbook(&code, None).await.map_err(fail::bare)?;
    let name = format!("attachment; filename=\"{}.toml\"", view.item.playbook.code);
    Ok(([(header::CONTENT_TYPE, "application/toml".to_string()), (header::CONTENT_DISPOSITION, name)], view.text).into_response())
}

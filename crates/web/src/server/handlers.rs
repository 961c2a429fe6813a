//! Page handlers: read the request, call one verb, render.

pub(crate) mod access;
pub(crate) mod activity;
pub(crate) mod book;
pub(crate) mod desk;
pub(crate) mod expansions;
pub(crate) mod forecast;
pub(crate) mod handoffs;
pub(crate) mod import;
pub(crate) mod listed;
pub(crate) mod notices;
pub(crate) mod numbers;
pub(crate) mod outcomes;
pub(crate) mod playbooks;
pub(crate) mod proposals;
pub(crate) mod reports;
pub(crate) mod settings;
pub(crate) mod shell;

use super::auth::SignedIn;
use super::{WebState, fail};
use crate::pages;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// What a page handler answers.
pub(crate) type Page = Result<Response, Response>;

/// The front door.
pub(crate) async fn home(_signed_in: SignedIn) -> Redirect {
    Redirect::to("/today")
}

/// Answers when the database answers.
pub(crate) async fn ready(State(state): State<WebState>) -> StatusCode {
    match state.app.ping().await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A URL that is none of ours.
pub(crate) async fn no_such_page() -> Response {
    let page = pages::error::error(None, 404, "Not found", "There is no such page.", "Go to Today, or search for what you need.");
    (StatusCode::NOT_FOUND, page).into_response()
}

/// A refusal as a sentence beside its field.
pub(crate) fn sentence(problem: &str, remedy: &str) -> String {
    let mut letters = problem.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}. {remedy}", letters.as_str()).trim().to_string()
}

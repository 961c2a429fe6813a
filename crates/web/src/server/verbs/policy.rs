//! The policy on pages: look at a version, check a text, activate it.

use crate::pages;
use crate::pages::policy::Checked;
use crate::pages::shell::Nav;
use crate::server::auth::SignedIn;
use crate::server::handlers::Page;
use crate::server::handlers::shell::{Frame, StoredToast, leave_toast};
use crate::server::{WebState, fail};
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use tenure_app::AppError;

/// Which version to show.
#[derive(Deserialize)]
pub(crate) struct Version {
    version: Option<u32>,
}

/// What the forms send.
#[derive(Deserialize)]
pub(crate) struct Text {
    text: String,
}

async fn page(state: &WebState, signed_in: &SignedIn, status: StatusCode, (typed, checked): (Option<&str>, &Checked)) -> Page {
    let frame = Frame::load(state, signed_in).await?;
    let shell = frame.shell(Nav::Policy);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.policy(&signed_in.actor()).await.map_err(fail::bare)?;
    let active = view.active.as_ref().map(|active| active.text.clone()).unwrap_or_default();
    Ok((status, pages::policy::policy(&shell, &view, typed.unwrap_or(&active), checked)).into_response())
}

/// The page.
pub(crate) async fn show(State(state): State<WebState>, signed_in: SignedIn, Query(query): Query<Version>) -> Page {
    let Some(number) = query.version else { return page(&state, &signed_in, StatusCode::OK, (None, &Checked::Not)).await };
    let view = state.app.policy(&signed_in.actor()).await.map_err(fail::bare)?;
    let found = view.versions.iter().find(|version| version.version == number);
    let found = found.ok_or_else(|| fail::bare(AppError::NotFound(format!("There is no version {number} of the policy."))))?;
    page(&state, &signed_in, StatusCode::OK, (Some(&found.text), &Checked::Not)).await
}

/// Checks a text and shows what it would do. Writes nothing.
pub(crate) async fn check(State(state): State<WebState>, signed_in: SignedIn, Form(form): Form<Text>) -> Page {
    super::require_administrator(&signed_in.actor()).map_err(fail::bare)?;
    let text = lines(&form.text);
    let (status, checked) = match state.app.check_policy("the text", &text).await {
        Ok(check) => (StatusCode::OK, Checked::Read(check)),
        Err(AppError::Refused(refusals)) => (StatusCode::UNPROCESSABLE_ENTITY, Checked::Refused(refusals)),
        Err(error) => return Err(fail::bare(error)),
    };
    page(&state, &signed_in, status, (Some(&text), &checked)).await
}

/// Activates a text as the next version.
pub(crate) async fn activate(State(state): State<WebState>, signed_in: SignedIn, Form(form): Form<Text>) -> Page {
    let text = lines(&form.text);
    match state.app.activate_policy(&signed_in.actor(), "the text", &text).await {
        Ok(_) => {
            let text = "The policy is in force; every open renewal was decided again.".to_string();
            leave_toast(&signed_in, StoredToast { text, undo: None, failed: false }).await;
            Ok(Redirect::to("/policy").into_response())
        }
        Err(AppError::Refused(refusals)) => {
            page(&state, &signed_in, StatusCode::UNPROCESSABLE_ENTITY, (Some(&text), &Checked::Refused(refusals))).await
        }
        Err(error) => Err(fail::bare(error)),
    }
}

/// Browsers send a carriage return before each line feed.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

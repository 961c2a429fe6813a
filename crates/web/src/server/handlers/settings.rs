//! Settings: theme, API tokens, who may sign in, backups.

use super::shell::{Frame, StoredToast, leave_toast};
use super::{Page, fail};
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use tenure_app::{Access, AppError};

/// The page.
pub(crate) async fn settings(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    show(&state, &signed_in, StatusCode::OK, (None, None)).await
}

async fn show(state: &WebState, signed_in: &SignedIn, status: StatusCode, (secret, error): (Option<&str>, Option<&str>)) -> Page {
    let frame = Frame::load(state, signed_in).await?;
    let tokens = state.app.tokens(&signed_in.user).await.map_err(fail::bare)?;
    let users = match signed_in.user.access {
        Access::Administrator => Some(state.app.users().await.map_err(fail::bare)?),
        Access::Member => None,
    };
    let backups = state.app.backups(&signed_in.actor()).map_err(fail::bare)?;
    let content =
        pages::settings::Settings { tokens: &tokens, new_secret: secret, error, users: users.as_deref(), backups: backups.as_deref() };
    Ok((status, pages::settings::settings(&frame.shell(Nav::Settings), &content)).into_response())
}

/// What the token form sends.
#[derive(Deserialize)]
pub(crate) struct TokenForm {
    name: String,
}

/// Creates a token and shows its secret this once.
pub(crate) async fn create_token(State(state): State<WebState>, signed_in: SignedIn, Form(form): Form<TokenForm>) -> Page {
    match state.app.create_token(&signed_in.user, &form.name).await {
        Ok(secret) => show(&state, &signed_in, StatusCode::OK, (Some(&secret), None)).await,
        Err(AppError::Refused(refusals)) => {
            let problem = refusals.first().map(|refusal| refusal.problem.clone()).unwrap_or_default();
            show(&state, &signed_in, StatusCode::UNPROCESSABLE_ENTITY, (None, Some(&format!("The name {problem}.")))).await
        }
        Err(error) => Err(fail::bare(error)),
    }
}

/// Revokes a token.
pub(crate) async fn revoke_token(State(state): State<WebState>, signed_in: SignedIn, Path(token): Path<String>) -> Page {
    state.app.revoke_token(&signed_in.user, &token).await.map_err(fail::bare)?;
    leave_toast(&signed_in, StoredToast { text: "Token revoked. It works no more.".into(), undo: None, failed: false }).await;
    Ok(Redirect::to("/settings").into_response())
}

/// Makes a backup.
pub(crate) async fn back_up(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let toast = match state.app.back_up_now(&signed_in.actor()).await {
        Ok(made) => StoredToast { text: format!("Backed up and proven: {}.", made.name), undo: None, failed: false },
        Err(AppError::Refused(refusals)) => {
            let said = refusals.first().map(ToString::to_string).unwrap_or_default();
            StoredToast { text: format!("No backup was made: {said}"), undo: None, failed: true }
        }
        Err(error) => return Err(fail::bare(error)),
    };
    leave_toast(&signed_in, toast).await;
    Ok(Redirect::to("/settings").into_response())
}

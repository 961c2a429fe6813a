//! Signing in and out, and the first administrator.

use super::{Page, fail};
use crate::pages::signin::{self, FirstRunForm};
use crate::server::WebState;
use crate::server::auth::{SignedIn, USER_KEY, safe_back};
use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tenure_app::{Access, AppError, NewUser, User};
use tower_governor::GovernorError;
use tower_sessions::{Expiry, Session};

/// Where to go after signing in.
#[derive(Deserialize)]
pub(crate) struct Back {
    back: Option<String>,
}

/// The sign-in page; the first-run page while there is no user.
pub(crate) async fn sign_in_page(State(state): State<WebState>, Query(back): Query<Back>) -> Page {
    if state.app.users().await.map_err(fail::bare)?.is_empty() {
        return Ok(Redirect::to("/welcome").into_response());
    }
    sign_in_again(&state, StatusCode::OK, ("", back.back.as_deref()), None).await
}

async fn sign_in_again(state: &WebState, status: StatusCode, (email, back): (&str, Option<&str>), error: Option<&str>) -> Page {
    let organisation = state.app.organisation().await.map_err(fail::bare)?;
    let name = organisation.as_ref().map(|o| o.name.as_str());
    Ok((status, signin::sign_in(name, email, safe_back(back), error)).into_response())
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub(crate) struct SignInForm {
    email: String,
    password: String,
    #[serde(default)]
    keep: Option<String>,
    #[serde(default)]
    back: Option<String>,
}

/// Signs in.
pub(crate) async fn sign_in(State(state): State<WebState>, session: Session, Form(form): Form<SignInForm>) -> Page {
    match state.app.sign_in(&form.email, &form.password).await.map_err(fail::bare)? {
        Some(user) => {
            begin(&session, &user, form.keep.is_some()).await?;
            Ok(Redirect::to(safe_back(form.back.as_deref())).into_response())
        }
        None => {
            let error = "E-mail and password do not match. After ten tries there is a pause.";
            sign_in_again(&state, StatusCode::UNPROCESSABLE_ENTITY, (&form.email, form.back.as_deref()), Some(error)).await
        }
    }
}

async fn begin(session: &Session, user: &User, keep: bool) -> Result<(), Response> {
    let failed = |error: tower_sessions::session::Error| {
        tracing::error!(%error, "a session could not be stored");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    };
    // A new id at the moment of signing in: a session that somebody else fixed beforehand is of no use.
    session.cycle_id().await.map_err(failed)?;
    if keep {
        session.set_expiry(Some(Expiry::OnInactivity(time::Duration::days(30))));
    }
    session.insert(USER_KEY, user.id.to_string()).await.map_err(failed)
}

/// Signs out.
pub(crate) async fn sign_out(signed_in: SignedIn) -> Redirect {
    let _ = signed_in.session.flush().await;
    Redirect::to("/signin")
}

/// The first-run page, as long as there is no user.
pub(crate) async fn first_run_page(State(state): State<WebState>) -> Page {
    if !state.app.users().await.map_err(fail::bare)?.is_empty() {
        return Ok(Redirect::to("/signin").into_response());
    }
    Ok(signin::first_run(&FirstRunForm::default(), &[]).into_response())
}

/// What the first-run form sends.
#[derive(Deserialize)]
pub(crate) struct FirstRun {
    name: String,
    email: String,
    password: String,
}

/// Creates the first administrator and signs in.
pub(crate) async fn first_run(State(state): State<WebState>, session: Session, Form(form): Form<FirstRun>) -> Page {
    let new = NewUser { email: form.email.clone(), name: form.name.clone(), access: Access::Administrator, password: form.password };
    match state.app.add_first_administrator(new).await {
        Ok(user) => {
            begin(&session, &user, false).await?;
            Ok(Redirect::to("/today").into_response())
        }
        Err(AppError::Refused(refusals)) => {
            let errors: Vec<(String, String)> = refusals
                .iter()
                .map(|r| (r.column.clone().unwrap_or_default(), format!("{}. {}", r.problem, r.remedy).trim().to_string()))
                .collect();
            let page = signin::first_run(&FirstRunForm { email: form.email, name: form.name }, &errors);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(fail::bare(error)),
    }
}

/// The answer to too many tries.
pub(crate) fn too_many_tries(error: GovernorError) -> Response<axum::body::Body> {
    let GovernorError::TooManyRequests { wait_time: wait, .. } = error else {
        tracing::error!(?error, "the address of a request is unknown, so its tries cannot be counted");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let sentence = format!("Too many tries from this address. The next one counts in {wait} seconds.");
    let page = crate::pages::error::error(None, 429, "Wait a moment", &sentence, "Then sign in again.");
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait.to_string())], page).into_response()
}

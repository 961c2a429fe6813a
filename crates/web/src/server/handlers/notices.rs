//! Notices, how one hears of them, the calendars behind secret links, and the jobs that carry them.

use super::shell::{Frame, StoredToast, leave_toast};
use super::{Page, fail};
use crate::pages;
use crate::pages::preferences::Chosen;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Form, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tenure_app::{AppError, Feed, NoticeQuery, Seen};
use tenure_core::primitives::{JobId, LinkId, NoticeId};

/// Filters of the list, as they stand in the URL.
#[derive(Deserialize)]
pub(crate) struct NoticeParams {
    kind: Option<String>,
    show: Option<String>,
    after: Option<String>,
}

/// One's own notices. What cannot be read narrows nothing.
pub(crate) async fn notices(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<NoticeParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Notices);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let query = NoticeQuery {
        kind: params.kind.and_then(|code| code.parse().ok()),
        unseen: params.show.as_deref() == Some("unseen"),
        after: params.after.filter(|after| !after.is_empty()),
        limit: Some(100),
    };
    let view = state.app.my_notices(&signed_in.actor(), &query).await.map_err(fail::bare)?;
    Ok(pages::notices::notices(&shell, &view, &query).into_response())
}

/// Marks one as seen.
pub(crate) async fn see(State(state): State<WebState>, signed_in: SignedIn, Path(id): Path<String>) -> Page {
    let id: NoticeId = id.parse().map_err(|_| fail::bare(AppError::NotFound("There is no such notice.".into())))?;
    state.app.see_notices(&signed_in.actor(), &Seen::These(vec![id])).await.map_err(fail::bare)?;
    Ok(Redirect::to("/notices").into_response())
}

/// Marks all as seen.
pub(crate) async fn see_all(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    state.app.see_notices(&signed_in.actor(), &Seen::All).await.map_err(fail::bare)?;
    leave_toast(&signed_in, StoredToast { text: "All notices are marked as seen.".into(), undo: None, failed: false }).await;
    Ok(Redirect::to("/notices").into_response())
}

/// How one hears of notices.
pub(crate) async fn preferences(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    show_preferences(&state, &signed_in, StatusCode::OK, (None, None)).await
}

async fn show_preferences(
    state: &WebState,
    signed_in: &SignedIn,
    status: StatusCode,
    (new_secret, error): (Option<&str>, Option<&str>),
) -> Page {
    let frame = Frame::load(state, signed_in).await?;
    let actor = signed_in.actor();
    let preference = state.app.my_preference(&actor).await.map_err(fail::bare)?;
    let links = state.app.calendar_links(&actor).await.map_err(fail::bare)?;
    let chosen = Chosen { preference: &preference, links: &links, new_secret, error };
    Ok((status, pages::preferences::preferences(&frame.shell(Nav::Notices), &chosen)).into_response())
}

/// What the form of a calendar link sends.
#[derive(Deserialize)]
pub(crate) struct LinkForm {
    name: String,
}

/// Makes a calendar link and shows its secret this once.
pub(crate) async fn create_link(State(state): State<WebState>, signed_in: SignedIn, Form(form): Form<LinkForm>) -> Page {
    match state.app.create_calendar_link(&signed_in.actor(), &form.name).await {
        Ok(secret) => show_preferences(&state, &signed_in, StatusCode::OK, (Some(&secret), None)).await,
        Err(AppError::Refused(refusals)) => {
            let problem = refusals.first().map(|refusal| format!("The name {}.", refusal.problem)).unwrap_or_default();
            show_preferences(&state, &signed_in, StatusCode::UNPROCESSABLE_ENTITY, (None, Some(&problem))).await
        }
        Err(error) => Err(fail::bare(error)),
    }
}

/// Revokes a calendar link.
pub(crate) async fn revoke_link(State(state): State<WebState>, signed_in: SignedIn, Path(id): Path<String>) -> Page {
    let id: LinkId = id.parse().map_err(|_| fail::bare(AppError::NotFound("There is no such link.".into())))?;
    state.app.revoke_calendar_link(&signed_in.actor(), id).await.map_err(fail::bare)?;
    leave_toast(&signed_in, StoredToast { text: "Link revoked. Its calendars are empty from now on.".into(), undo: None, failed: false })
        .await;
    Ok(Redirect::to("/notices/preferences").into_response())
}

/// A calendar behind a secret. Nobody signs in; a wrong secret is answered as an address that is none.
pub(crate) async fn calendar(State(state): State<WebState>, Path((secret, file)): Path<(String, String)>) -> Response {
    let Some(feed) = Feed::of_file(&file) else { return StatusCode::NOT_FOUND.into_response() };
    match state.app.calendar(&secret, feed).await {
        Ok(Some(calendar)) => {
            let headers = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
            (headers, calendar.text).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => fail::bare(error),
    }
}

/// The jobs, for administrators.
pub(crate) async fn jobs(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.jobs(&signed_in.actor(), None, 200).await.map_err(fail::bare)?;
    Ok(pages::jobs::jobs(&frame.shell(Nav::Settings), &view).into_response())
}

/// Tries a job again that failed.
pub(crate) async fn retry_job(State(state): State<WebState>, signed_in: SignedIn, Path(id): Path<String>) -> Page {
    let id: JobId = id.parse().map_err(|_| fail::bare(AppError::NotFound("There is no such job.".into())))?;
    state.app.retry_job(&signed_in.actor(), id).await.map_err(fail::bare)?;
    leave_toast(&signed_in, StoredToast { text: "The job is tried again within seconds.".into(), undo: None, failed: false }).await;
    Ok(Redirect::to("/settings/jobs").into_response())
}

/// Chat channels, for administrators.
pub(crate) async fn channels(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let channels = state.app.channels(&signed_in.actor()).await.map_err(fail::bare)?;
    Ok(pages::channels::channels(&frame.shell(Nav::Settings), &channels).into_response())
}

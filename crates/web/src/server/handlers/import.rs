//! An import in the browser: files are sent and rehearsed; a second step imports them.

use super::shell::Frame;
use super::{Page, fail, sentence};
use crate::pages;
use crate::pages::import::{Choice, Rehearsed};
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use crate::server::upload::{self, UploadFault};
use crate::server::verbs::require_administrator;
use axum::extract::{Form, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;
use tenure_app::{AppError, Faulty, ImportSummary, Mode, SentFiles, report_csv, shipped_mappings};
use tenure_core::mapping::Entry;
use tenure_core::refusal::Refusal;

/// Asks for the files.
pub(crate) async fn choose(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    ask(&state, &signed_in, StatusCode::OK, &[]).await
}

async fn ask(state: &WebState, signed_in: &SignedIn, status: StatusCode, problems: &[(String, String)]) -> Page {
    require_administrator(&signed_in.actor()).map_err(fail::bare)?;
    let frame = Frame::load(state, signed_in).await?;
    let shipped = shipped_mappings().map_err(|refusals| fail::bare(AppError::Refused(refusals)))?;
    let mappings: Vec<(String, String)> =
        shipped.into_iter().map(|(name, mapping)| (name.to_string(), format!("{}: {}", mapping.name, mapping.about))).collect();
    let choice = Choice { is_empty: frame.organisation.is_none(), mappings: &mappings, limit: &upload::limit(), problems };
    Ok((status, pages::import::choose(&frame.shell(Nav::Settings), &choice)).into_response())
}

/// Takes the files and leads to their rehearsal.
pub(crate) async fn send(State(state): State<WebState>, signed_in: SignedIn, request: Request) -> Page {
    require_administrator(&signed_in.actor()).map_err(fail::bare)?;
    let (parts, body) = request.into_parts();
    let taken = match upload::read(body).await {
        Ok(bytes) => upload::take(&parts.headers, bytes).await,
        Err(fault) => Err(fault),
    };
    let (status, problems) = match taken {
        Ok(upload) => {
            let id = state.rehearsals.keep(&session(&signed_in), Arc::new(upload.sent), state.app.now());
            return Ok(Redirect::to(&format!("/settings/import/{id}")).into_response());
        }
        Err(UploadFault::TooLarge) => {
            let says = format!("The files are larger than {} together. Import them on the server: tenure import FOLDER", upload::limit());
            (StatusCode::PAYLOAD_TOO_LARGE, vec![("files".to_string(), says)])
        }
        Err(UploadFault::NotAForm) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, vec![("files".into(), "No files came with this.".into())]),
        Err(UploadFault::Broken(says)) => (StatusCode::BAD_REQUEST, vec![("files".into(), format!("What was sent is cut off: {says}"))]),
        Err(UploadFault::Refused(refusals)) => (StatusCode::UNPROCESSABLE_ENTITY, refusals.iter().map(beside).collect()),
    };
    ask(&state, &signed_in, status, &problems).await
}

/// A refusal beside its field.
fn beside(refusal: &Refusal) -> (String, String) {
    let value = refusal.value.as_ref().map(|value| format!("{value:?} ")).unwrap_or_default();
    let says = if value.is_empty() {
        sentence(&refusal.problem, &refusal.remedy)
    } else {
        format!("{value}{}. {}", refusal.problem, refusal.remedy)
    };
    (refusal.column.clone().unwrap_or_default(), says.trim().to_string())
}

/// Only the session that sent files sees them.
fn session(signed_in: &SignedIn) -> String {
    signed_in.session.id().map(|id| id.to_string()).unwrap_or_default()
}

/// Asks for the files again, where those of an id are no longer here.
async fn gone(state: &WebState, signed_in: &SignedIn) -> Page {
    let says = "These files are no longer here: they were imported, replaced by others, or waited too long. Choose them again; the log says what was imported.";
    ask(state, signed_in, StatusCode::NOT_FOUND, &[(String::new(), says.into())]).await
}

/// Everything that could be imported, with what would be left out.
async fn rehearse(state: &WebState, signed_in: &SignedIn, sent: &SentFiles) -> Result<ImportSummary, AppError> {
    let rehearsed = state.app.import_sent(&signed_in.actor(), sent, (Mode::Rehearse, Faulty::LeaveOut)).await?;
    // A rehearsal is never answered from before.
    rehearsed.ok_or_else(|| AppError::refused(Refusal::general("the rehearsal gave nothing", "Choose the files again.")))
}

/// The rehearsal: what would happen, and nothing is saved.
pub(crate) async fn show(State(state): State<WebState>, signed_in: SignedIn, Path(id): Path<String>) -> Page {
    let Some(sent) = state.rehearsals.find((&id, &session(&signed_in)), state.app.now()) else { return gone(&state, &signed_in).await };
    shown(&state, &signed_in, (&id, &sent), &[]).await
}

async fn shown(state: &WebState, signed_in: &SignedIn, (id, sent): (&str, &SentFiles), problems: &[Refusal]) -> Page {
    let rehearsed = rehearse(state, signed_in, sent).await;
    let frame = Frame::load(state, signed_in).await?;
    let files: Vec<&str> = sent.names().collect();
    let (status, page) = match &rehearsed {
        Ok(summary) => {
            let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            (status, pages::import::rehearsed(&frame.shell(Nav::Settings), &Rehearsed { id, files: &files, summary, problems }))
        }
        Err(AppError::Refused(refusals)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, pages::import::refused(&frame.shell(Nav::Settings), &files, refusals))
        }
        Err(_) => return rehearsed.map(|_| ().into_response()).map_err(fail::bare),
    };
    Ok((status, page).into_response())
}

/// The report of the rehearsal as a file.
pub(crate) async fn report(State(state): State<WebState>, signed_in: SignedIn, Path(id): Path<String>) -> Page {
    let Some(sent) = state.rehearsals.find((&id, &session(&signed_in)), state.app.now()) else { return gone(&state, &signed_in).await };
    let entries = match rehearse(&state, &signed_in, &sent).await {
        Ok(summary) => summary.report.entries,
        Err(AppError::Refused(refusals)) => refusals.iter().map(Entry::refused).collect(),
        Err(error) => return Err(fail::bare(error)),
    };
    let bytes = report_csv(&entries).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())?;
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"import-report.csv\"")];
    Ok((headers, bytes).into_response())
}

/// What the second step says.
#[derive(Deserialize)]
pub(crate) struct Confirmed {
    skip_refused: Option<String>,
}

/// Imports what was rehearsed.
pub(crate) async fn save(State(state): State<WebState>, signed_in: SignedIn, Path(id): Path<String>, Form(form): Form<Confirmed>) -> Page {
    let session = session(&signed_in);
    let Some(sent) = state.rehearsals.take((&id, &session), state.app.now()) else { return gone(&state, &signed_in).await };
    let faulty = if form.skip_refused.as_deref() == Some("true") { Faulty::LeaveOut } else { Faulty::Stop };
    match state.app.import_sent(&signed_in.actor(), &sent, (Mode::Save, faulty)).await {
        Ok(Some(summary)) => imported(&state, &signed_in, &sent, &summary).await,
        Ok(None) => gone(&state, &signed_in).await,
        Err(error) => {
            // Nothing was saved, so the files go on waiting, under an id of their own.
            let id = state.rehearsals.keep(&session, sent.clone(), state.app.now());
            match error {
                AppError::Refused(refusals) => shown(&state, &signed_in, (&id, &sent), &refusals).await,
                other => Err(fail::bare(other)),
            }
        }
    }
}

async fn imported(state: &WebState, signed_in: &SignedIn, sent: &SentFiles, summary: &ImportSummary) -> Result<Response, Response> {
    let frame = Frame::load(state, signed_in).await?;
    Ok(pages::import::imported(&frame.shell(Nav::Settings), &sent.called(), summary).into_response())
}

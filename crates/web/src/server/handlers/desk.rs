//! Today, the grid of renewals, one renewal, and completing its steps.

use super::shell::{Frame, StoredToast, leave_toast};
use super::{Page, fail, sentence};
use crate::pages;
use crate::pages::queue::Look;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::{SignedIn, safe_back};
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tenure_app::{AppError, Grouping, Moments, RenewalQuery, RenewalView};
use tenure_core::account::Risk;
use tenure_core::commands::Completion;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{TaskId, parse_date};

/// How the queue is shown, as it stands in the address.
#[derive(Deserialize)]
pub(crate) struct TodayParams {
    group: Option<String>,
    of: Option<String>,
}

/// What I must do, or what those must do who report to me.
pub(crate) async fn today(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<TodayParams>) -> Page {
    // The page and the figures beside the navigation are looked for beside each other.
    let (app, actor) = (state.app.clone(), signed_in.actor());
    let mine = tokio::spawn(async move { app.my_today(&actor).await });
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Today);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let mine = mine.await.unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()));
    match mine.map_err(fail::bare)? {
        Some(view) => {
            let grouping = match params.group.filter(|word| !word.is_empty()) {
                Some(word) => word.parse().map_err(|problem: String| fail::bare(refuse("group", &word, &problem)))?,
                None => Grouping::default(),
            };
            let team = match params.of.as_deref() {
                Some("team") if view.leads => Some(state.app.queue_of_team(&view.person.reference).await.map_err(fail::bare)?),
                _ => None,
            };
            Ok(pages::today::today(&shell, &view, &Look { grouping, team }).into_response())
        }
        None => Ok(pages::today::today_without_person(&shell).into_response()),
    }
}

/// Filters of the grid, as they stand in the URL.
#[derive(Deserialize)]
pub(crate) struct GridParams {
    q: Option<String>,
    person: Option<String>,
    risk: Option<String>,
    ends: Option<String>,
    decides: Option<String>,
    auto: Option<String>,
    closed: Option<String>,
    as_of: Option<String>,
    known_on: Option<String>,
    after: Option<String>,
}

/// The grid.
pub(crate) async fn renewals(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<GridParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Renewals);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let query = grid_query(params).map_err(fail::bare)?;
    let page = state.app.renewals(&query).await.map_err(fail::bare)?;
    Ok(pages::renewals::renewals(&shell, &page, &query, frame.me()).into_response())
}

/// Reads the filters; an empty field does not narrow.
fn grid_query(params: GridParams) -> Result<RenewalQuery, AppError> {
    let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let days = |column: &str, text: Option<String>| match some(text) {
        Some(text) => text.parse::<u16>().map(Some).map_err(|_| refuse(column, &text, "is not a number of days")),
        None => Ok(None),
    };
    let risk = match some(params.risk) {
        Some(word) => Some(word.parse::<Risk>().map_err(|problem| refuse("risk", &word, &problem))?),
        None => None,
    };
    Ok(RenewalQuery {
        search: some(params.q),
        person: some(params.person),
        risk,
        ends_within_days: days("ends", params.ends)?,
        decides_within_days: days("decides", params.decides)?,
        auto_renew: some(params.auto).map(|word| word == "yes"),
        include_closed: some(params.closed).is_some(),
        moments: moments(params.as_of, params.known_on)?,
        after: some(params.after),
        limit: None,
    })
}

/// A parameter of an address that says nothing.
pub(crate) fn refuse(column: &str, value: &str, problem: &str) -> AppError {
    AppError::refused(tenure_core::refusal::Refusal {
        column: Some(column.into()),
        value: Some(value.into()),
        problem: problem.into(),
        ..Default::default()
    })
}

/// The moment that a list is asked about; an empty field leaves it open.
pub(crate) fn moments(as_of: Option<String>, known_on: Option<String>) -> Result<Moments, AppError> {
    let day = |column: &str, text: Option<String>| match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => parse_date(&text).map(Some).map_err(|problem| refuse(column, &text, &problem)),
        None => Ok(None),
    };
    Ok(Moments { as_of: day("as_of", as_of)?, known_on: day("known_on", known_on)? })
}

/// What a renewal page shows opened.
#[derive(Deserialize)]
pub(crate) struct RenewalParams {
    lane: Option<String>,
    complete: Option<String>,
}

/// One renewal.
pub(crate) async fn renewal(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Query(params): Query<RenewalParams>,
) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.renewal(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    let lane = lane(&state, &signed_in, &view, params.lane.as_deref()).await?;
    let complete = params.complete.and_then(|id| id.parse().ok());
    let opened = pages::renewal::Opened { lane, complete, error: None };
    Ok(pages::renewal::renewal(&frame.shell(Nav::Renewals), &view, &opened).into_response())
}

/// The lane to show: the one asked for, else the first that the viewer holds, else commercial.
async fn lane(state: &WebState, signed_in: &SignedIn, view: &RenewalView, asked: Option<&str>) -> Result<Responsibility, Response> {
    if let Some(lane) = asked.and_then(|word| word.parse().ok()) {
        return Ok(lane);
    }
    let me = state.app.my_reference(&signed_in.actor()).await.map_err(fail::bare)?;
    let mine = view.responsibilities.iter().find(|lane| Some(&lane.holder.reference) == me.as_ref());
    Ok(mine.map_or(Responsibility::Commercial, |lane| lane.responsibility))
}

/// Why each responsibility is where it is.
pub(crate) async fn why(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let explanation = state.app.explain(&reference).await.map_err(fail::bare)?;
    Ok(pages::why::why(&frame.shell(Nav::Renewals), &explanation).into_response())
}

/// What the completion form sends.
#[derive(Deserialize)]
pub(crate) struct CompletionForm {
    evidence: String,
    #[serde(default)]
    outcome: String,
    renewal: String,
    #[serde(default)]
    back: Option<String>,
}

/// Completes a step. A refusal comes back with what was typed.
pub(crate) async fn complete_task(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path(task): Path<String>,
    Form(form): Form<CompletionForm>,
) -> Page {
    let id = task_id(&task)?;
    let completion = if form.outcome == "not_needed" { Completion::NotNeeded } else { Completion::Done };
    match state.app.complete_task(&signed_in.actor(), id, completion, &form.evidence).await {
        Ok(reference) => {
            let text = if completion == Completion::Done { "Step completed" } else { "Step marked as not needed" };
            let undo = Some(format!("/tasks/{task}/reopening"));
            leave_toast(&signed_in, StoredToast { text: format!("{text} on {reference}."), undo, failed: false }).await;
            let back = form.back.unwrap_or_else(|| format!("/renewals/{reference}"));
            Ok(Redirect::to(safe_back(Some(&back))).into_response())
        }
        Err(AppError::Refused(refusals)) => {
            let frame = Frame::load(&state, &signed_in).await?;
            let view = state.app.renewal(&signed_in.actor(), &form.renewal).await.map_err(fail::bare)?;
            let lane = lane(&state, &signed_in, &view, None).await?;
            let problem = refusals.first().map(|refusal| sentence(&refusal.problem, &refusal.remedy)).unwrap_or_default();
            let opened = pages::renewal::Opened { lane, complete: Some(id), error: Some((form.evidence, problem)) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::renewal::renewal(&frame.shell(Nav::Renewals), &view, &opened)).into_response())
        }
        Err(error) => Err(fail::bare(error)),
    }
}

/// Opens a completed step again: the undo of a completion.
pub(crate) async fn reopen_task(State(state): State<WebState>, signed_in: SignedIn, Path(task): Path<String>) -> Page {
    let reference = state.app.reopen_task(&signed_in.actor(), task_id(&task)?).await.map_err(fail::bare)?;
    leave_toast(&signed_in, StoredToast { text: format!("Step on {reference} is open again."), undo: None, failed: false }).await;
    Ok(Redirect::to(&format!("/renewals/{reference}")).into_response())
}

fn task_id(text: &str) -> Result<TaskId, Response> {
    text.parse().map_err(|_| fail::bare(AppError::NotFound(format!("There is no task {text}."))))
}

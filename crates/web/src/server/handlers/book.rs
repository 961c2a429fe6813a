//! Accounts, people and findings.

use super::desk::{moments, refuse};
use super::shell::Frame;
use super::{Page, fail, sentence};
use crate::api::attachment;
use crate::pages;
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use serde::Deserialize;
use tenure_app::{AppError, MoneyQuery};

/// Filters of the list of accounts.
#[derive(Deserialize)]
pub(crate) struct AccountParams {
    q: Option<String>,
    after: Option<String>,
}

/// Accounts by name.
pub(crate) async fn accounts(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<AccountParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Accounts);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let page = state.app.accounts(params.q.as_deref(), params.after.as_deref(), None).await.map_err(fail::bare)?;
    Ok(pages::accounts::accounts(&shell, &page, params.q.as_deref().unwrap_or_default()).into_response())
}

/// One account.
pub(crate) async fn account(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.account(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    let history = history(&state, &view.account.reference).await.map_err(fail::bare)?;
    Ok(pages::account::account(&frame.shell(Nav::Accounts), &view, &history).into_response())
}

/// The people of an account as a map.
pub(crate) async fn stakeholders(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.account(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::stakeholders::stakeholders(&frame.shell(Nav::Accounts), &view).into_response())
}

/// The value record of an account.
pub(crate) async fn value(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.account(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::value::value(&frame.shell(Nav::Accounts), &view).into_response())
}

/// Two years of ARR, or why they cannot be told: a missing rate must not hide the rest of the account.
async fn history(state: &WebState, reference: &str) -> Result<pages::account::History, AppError> {
    let query = MoneyQuery { months: pages::account::MONTHS, ..MoneyQuery::default() };
    match state.app.account_history(reference, &query).await {
        Ok(history) => Ok(Ok(history)),
        Err(AppError::Refused(refusals)) => {
            let says = refusals.iter().map(|refusal| sentence(&refusal.problem, &refusal.remedy)).collect::<Vec<_>>();
            Ok(Err(says.join(" ")))
        }
        Err(error) => Err(error),
    }
}

/// One contract.
pub(crate) async fn contract(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.contract(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::contract::contract(&frame.shell(Nav::Accounts), &view).into_response())
}

/// One person.
pub(crate) async fn person(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let view = state.app.person(&signed_in.actor(), &reference).await.map_err(fail::bare)?;
    Ok(pages::person::person(&frame.shell(Nav::People), &view).into_response())
}

/// Whose customers.
#[derive(serde::Deserialize)]
pub(crate) struct Whose {
    person: Option<String>,
}

/// Business reviews.
pub(crate) async fn reviews(State(state): State<WebState>, signed_in: SignedIn, Query(query): Query<Whose>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Reviews);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.reviews(query.person.as_deref()).await.map_err(fail::bare)?;
    Ok(pages::reviews::reviews(&shell, &view).into_response())
}

/// Everybody with what they hold.
pub(crate) async fn people(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::People);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.people().await.map_err(fail::bare)?;
    Ok(pages::people::people(&shell, &view).into_response())
}

/// The team whose people are listed, the moment at which coverage is asked for, and the file it leaves as.
#[derive(Deserialize)]
pub(crate) struct CoverageParams {
    as_of: Option<String>,
    known_on: Option<String>,
    format: Option<String>,
    team: Option<String>,
}

/// Who carries how much, and whether everything is carried and was.
pub(crate) async fn workload(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<CoverageParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::People);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let moments = moments(params.as_of, params.known_on).map_err(fail::bare)?;
    let history = state.app.coverage(moments).await.map_err(fail::bare)?;
    if let Some(format) = params.format {
        let format = format.parse().map_err(|problem: String| fail::bare(refuse("format", &format, &problem)))?;
        return attachment(format, history.table()).await.map_err(fail::bare);
    }
    let view = state.app.workload(params.team.as_deref().filter(|team| !team.is_empty())).await.map_err(fail::bare)?;
    Ok(pages::workload::workload(&shell, &view, (&history, moments)).into_response())
}

/// Which ownership model fits.
pub(crate) async fn advisor(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Advisor);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.advice(&signed_in.actor()).await.map_err(fail::bare)?;
    Ok(pages::advisor::advisor(&shell, &view).into_response())
}

/// From where on findings are listed.
#[derive(Deserialize)]
pub(crate) struct FindingsParams {
    after: Option<String>,
}

/// Mistakes that the facts show.
pub(crate) async fn findings(State(state): State<WebState>, signed_in: SignedIn, Query(params): Query<FindingsParams>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Findings);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let findings = state.app.findings_from(params.after.as_deref().filter(|after| !after.is_empty())).await.map_err(fail::bare)?;
    Ok(pages::findings::findings(&shell, &findings).into_response())
}

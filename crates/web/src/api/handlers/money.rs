//! Money: figures with named definitions, the ledger, retention, restatements, the ARR of one account.

use super::super::body::{AccountArrBody, LedgerBody, MetricBody, MetricList, RestatementBody, RetentionBody};
use super::super::extract::{Named, NoParams};
use super::super::input::{CauseWord, ClassWord, DayText, FormatWord, SliceWord};
use super::super::money::{Asked, CustomerParams, PartParams, PeriodParams, answer, attached, format};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::Deserialize;
use tenure_app::tables::Format;
use tenure_app::{AppError, LedgerFilter, MetricQuery};
use tenure_core::metrics::definition;
use utoipa::IntoParams;

/// Every definition with its figure.
#[utoipa::path(get, path = "/metrics", tag = "money", params(PeriodParams, CustomerParams, PartParams), responses((status = 200, description = "Definitions with their figures", body = MetricList)))]
pub(crate) async fn list_metrics(
    State(state): State<WebState>,
    _user: ApiUser,
    Asked(query, NoParams {}): Asked<NoParams>,
) -> Answer<MetricList> {
    Ok(Json(MetricList::of(&state.app.metrics(&query).await?, &query)))
}

/// How a figure is opened.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetricParams {
    /// By what it is cut into slices.
    #[garde(skip)]
    #[param(inline)]
    by: Option<SliceWord>,
    /// Another definition to compare with; only customers in which the two differ are then listed.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    versus: Option<String>,
    /// `csv` or `xlsx` for a file of all customers. Without it the Accept header is asked.
    #[garde(skip)]
    #[param(inline)]
    format: Option<FormatWord>,
    /// `next` of the page before.
    #[garde(range(max = 999_999_999))]
    #[param(minimum = 0, maximum = 999_999_999)]
    after: Option<u32>,
    /// Customers, 1 to 1,000; 50 where it is absent.
    #[garde(range(min = 1, max = 1_000))]
    #[param(minimum = 1, maximum = 1_000)]
    limit: Option<u16>,
}

/// One figure, open to its customers. The definition may state parameters in brackets.
#[utoipa::path(get, path = "/metrics/{definition}", tag = "money", params(("definition" = String, Path, description = "Such as cohort_nrr or quick_ratio(reactivation=counted)", min_length = 1, max_length = 200), PeriodParams, CustomerParams, PartParams, MetricParams), responses((status = 200, description = "The figure with its slices and customers", content((MetricBody = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn read_metric(
    State(state): State<WebState>,
    _user: ApiUser,
    Named(measure): Named,
    headers: HeaderMap,
    Asked(query, params): Asked<MetricParams>,
) -> Result<Response, Problem> {
    let code = measure.split('(').next().unwrap_or_default().trim();
    if definition(code).is_none() {
        return Err(Problem::not_found(&format!("There is no definition {code}; /api/v1/metrics lists them all.")));
    }
    let format = format(params.format, &headers);
    let asked_for = MetricQuery { measure, versus: params.versus, by: params.by.map(|SliceWord(by)| by) };
    let view = state.app.metric(&query, &asked_for).await?;
    let page = (place(params.after), usize::from(params.limit.unwrap_or(50)));
    answer(format, || MetricBody::of(&view, &query, page), || view.table(&query)).await
}

/// Which movements are listed, and as what.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct LedgerParams {
    /// Movements of a class.
    #[garde(skip)]
    #[param(inline)]
    class: Option<ClassWord>,
    /// Movements of a cause.
    #[garde(skip)]
    #[param(inline)]
    cause: Option<CauseWord>,
    /// `csv` or `xlsx` for a file of all movements. Without it the Accept header is asked.
    #[garde(skip)]
    #[param(inline)]
    format: Option<FormatWord>,
    /// `next` of the page before.
    #[garde(range(max = 999_999_999))]
    #[param(minimum = 0, maximum = 999_999_999)]
    after: Option<u32>,
    /// Movements, 1 to 1,000; 50 where it is absent.
    #[garde(range(min = 1, max = 1_000))]
    #[param(minimum = 1, maximum = 1_000)]
    limit: Option<u16>,
}

/// The ledger of recurring revenue: opening, every movement, closing.
#[utoipa::path(get, path = "/ledger", tag = "money", params(PeriodParams, CustomerParams, PartParams, LedgerParams), responses((status = 200, description = "A page of movements with the sums of the whole question", content((LedgerBody = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn read_ledger(
    State(state): State<WebState>,
    _user: ApiUser,
    headers: HeaderMap,
    Asked(query, params): Asked<LedgerParams>,
) -> Result<Response, Problem> {
    let filter = LedgerFilter {
        class: params.class.map(|ClassWord(class)| class),
        cause: params.cause.map(|CauseWord(cause)| cause),
        after: params.after.map(|after| after.to_string()),
        limit: params.limit,
    };
    match format(params.format, &headers) {
        Format::Json => {
            let page = state.app.ledger(&query, &filter).await?;
            Ok(Json(LedgerBody::of(&page, &query)).into_response())
        }
        file => attached(file, state.app.ledger_table(&query, &filter).await?).await,
    }
}

/// As what.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileParams {
    /// `csv` or `xlsx` for a file. Without it the Accept header is asked.
    #[garde(skip)]
    #[param(inline)]
    format: Option<FormatWord>,
}

/// Retention: headline figures, the way from opening to closing, cohorts, months. As a file: the cohorts.
#[utoipa::path(get, path = "/retention", tag = "money", params(PeriodParams, CustomerParams, PartParams, FileParams), responses((status = 200, description = "Retention over the period", content((RetentionBody = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn read_retention(
    State(state): State<WebState>,
    _user: ApiUser,
    headers: HeaderMap,
    Asked(query, params): Asked<FileParams>,
) -> Result<Response, Problem> {
    let view = state.app.retention(&query).await?;
    answer(format(params.format, &headers), || RetentionBody::of(&view, &query), || view.cohorts_table()).await
}

/// The two moments of knowledge.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestatementParams {
    /// What was known by the end of this day is set against what was known on `known_on`.
    #[garde(skip)]
    #[param(inline)]
    then: DayText,
    /// `csv` or `xlsx` for a file of all contracts. Without it the Accept header is asked.
    #[garde(skip)]
    #[param(inline)]
    format: Option<FormatWord>,
    /// `next` of the page before.
    #[garde(range(max = 999_999_999))]
    #[param(minimum = 0, maximum = 999_999_999)]
    after: Option<u32>,
    /// Contracts, 1 to 1,000; 50 where it is absent.
    #[garde(range(min = 1, max = 1_000))]
    #[param(minimum = 1, maximum = 1_000)]
    limit: Option<u16>,
}

/// What was reported then and what is known now, contract by contract.
#[utoipa::path(get, path = "/restatement", tag = "money", params(PeriodParams, CustomerParams, PartParams, RestatementParams), responses((status = 200, description = "The two states of knowledge and what makes the difference", content((RestatementBody = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn read_restatement(
    State(state): State<WebState>,
    _user: ApiUser,
    headers: HeaderMap,
    Asked(query, params): Asked<RestatementParams>,
) -> Result<Response, Problem> {
    let view = state.app.restatement(&query, params.then.0).await?;
    let page = (place(params.after), usize::from(params.limit.unwrap_or(50)));
    answer(format(params.format, &headers), || RestatementBody::of(&view, &query, page), || view.table(&query)).await
}

/// The ARR of one account through the months, with every movement. As a file: the movements.
#[utoipa::path(get, path = "/accounts/{reference}/arr", tag = "money", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), PeriodParams, PartParams, FileParams), responses((status = 200, description = "The account's history", content((AccountArrBody = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn read_account_arr(
    State(state): State<WebState>,
    _user: ApiUser,
    Named(reference): Named,
    headers: HeaderMap,
    Asked(query, params): Asked<FileParams>,
) -> Result<Response, Problem> {
    let others = [("segment", query.segment.is_some()), ("region", query.region.is_some()), ("tier", query.tier.is_some())];
    if let Some((name, _)) = others.into_iter().chain([("account", query.account.is_some())]).find(|(_, given)| *given) {
        return Err(Problem::invalid(name, "is no parameter here: the path names the account"));
    }
    let view = state.app.account_history(&reference, &query).await.map_err(|error| match error {
        AppError::Refused(refusals) if refusals.iter().any(|refusal| refusal.column.as_deref() == Some("account")) => {
            Problem::not_found(&format!("There was no account {reference} then."))
        }
        other => other.into(),
    })?;
    answer(format(params.format, &headers), || AccountArrBody::of(&view, &query), || view.table(&query)).await
}

/// Where a page begins: what the page before said.
fn place(after: Option<u32>) -> usize {
    after.and_then(|after| usize::try_from(after).ok()).unwrap_or(0)
}

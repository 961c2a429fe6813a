//! Sealed reports, and the rules that questions about money are answered under.

use super::super::body::{ChangeBody, LedgerRulesBody, ReportBody, SealList};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{LedgerRulesInput, ReportInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::{AppError, MoneyQuery};
use utoipa::IntoParams;

/// Which seals.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportParams {
    /// `next` of the page before: seals before this number.
    #[garde(range(min = 1))]
    #[param(minimum = 1, maximum = 4_294_967_295_u32)]
    before: Option<u32>,
    /// Rows, 1 to 199; 50 where it is absent.
    #[garde(range(min = 1, max = 199))]
    #[param(minimum = 1, maximum = 199)]
    limit: Option<u16>,
}

/// Seals, newest first, without what is sealed.
#[utoipa::path(get, path = "/reports", tag = "money", params(ReportParams), responses((status = 200, description = "A page of seals", body = SealList)))]
pub(crate) async fn list_reports(State(state): State<WebState>, _user: ApiUser, Params(params): Params<ReportParams>) -> Answer<SealList> {
    let rows = params.limit.unwrap_or(50);
    Ok(Json(SealList::of(&state.app.seals(params.before, rows + 1).await?, usize::from(rows))))
}

/// One sealed report: its content byte for byte, whether its seal holds, and whether the same still comes out.
#[utoipa::path(get, path = "/reports/{reference}", tag = "money", params(("reference" = String, Path, description = "Such as S-3", min_length = 1, max_length = 200)), responses((status = 200, description = "The report with its proofs", body = ReportBody)))]
pub(crate) async fn read_report(
    State(state): State<WebState>,
    _user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Answer<ReportBody> {
    Ok(Json((&state.app.read_seal(&reference).await?).into()))
}

/// Seals what `/retention` answers to a question. It stays for ever; the answer has its reference. For administrators.
#[utoipa::path(post, path = "/reports", tag = "money", request_body = ReportInput, responses((status = 200, description = "Sealed", body = ChangeBody)))]
pub(crate) async fn seal_report(State(state): State<WebState>, change: Change<ReportInput>) -> Result<Response, Problem> {
    let query = change.body.question().and_then(MoneyQuery::read).map_err(AppError::refused)?;
    state.app.seal_retention(&change.actor(), &change.body.title, &query).await?;
    change.answer()
}

/// The rules that questions about money are answered under, and what they were before.
#[utoipa::path(get, path = "/ledger-rules", tag = "money", responses((status = 200, description = "Rules with their history", body = LedgerRulesBody)))]
pub(crate) async fn read_ledger_rules(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<LedgerRulesBody> {
    Ok(Json((&state.app.ledger_rules().await?).into()))
}

/// Sets the rules, or confirms the shipped ones. What was known on a day before stays under the rules of that day. For administrators.
#[utoipa::path(put, path = "/ledger-rules", tag = "money", request_body = LedgerRulesInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_ledger_rules(State(state): State<WebState>, change: Change<LedgerRulesInput>) -> Result<Response, Problem> {
    state.app.set_ledger_rules(&change.actor(), change.body.rules().map_err(AppError::refused)?).await?;
    change.answer()
}

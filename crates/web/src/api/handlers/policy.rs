//! The ownership policy: versions, drafts, checks and activation.

use super::super::body::{
    ChangeBody, CoverageBody, PolicyBody, PolicyCheckBody, PolicyDraftBody, PolicyDraftList, PolicyPlanBody, WorkloadBody,
};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params, Valid};
use super::super::input::{ActivationInput, DayText, DraftActivationInput, DraftInput, DraftReviewInput, FormatWord, PolicyTextInput};
use super::super::money::{answer, format};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::Moments;
use utoipa::IntoParams;

/// Whose people are listed.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkloadParams {
    /// Reference of whoever leads a team: `people` are its own then.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    team: Option<String>,
}

/// Who carries how much, by person and by team, and whether every responsibility of every open renewal has an active holder.
#[utoipa::path(get, path = "/workload", tag = "policy", params(WorkloadParams), responses((status = 200, description = "Load and coverage of today", body = WorkloadBody), (status = 404, description = "Nobody of that reference leads a team")))]
pub(crate) async fn read_workload(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<WorkloadParams>,
) -> Answer<WorkloadBody> {
    Ok(Json((&state.app.workload(params.team.as_deref()).await?).into()))
}

/// Until which day, by what was known when, and as what.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoverageParams {
    /// The day that the two years end with; where only `known_on` is there, that day.
    #[garde(skip)]
    #[param(inline)]
    as_of: Option<DayText>,
    /// By what was recorded by the end of this day; all that is recorded where it is absent.
    #[garde(skip)]
    #[param(inline)]
    known_on: Option<DayText>,
    /// `csv` or `xlsx` for a file. Without it the Accept header is asked.
    #[garde(skip)]
    #[param(inline)]
    format: Option<FormatWord>,
}

/// Coverage of two years, month by month: days uncovered, held as a last resort and by whom, and how responsibilities passed on.
#[utoipa::path(get, path = "/workload/history", tag = "policy", params(CoverageParams), responses((status = 200, description = "Twenty-four months", content((CoverageBody = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn read_coverage(
    State(state): State<WebState>,
    _user: ApiUser,
    headers: HeaderMap,
    Params(params): Params<CoverageParams>,
) -> Result<Response, Problem> {
    let moments = Moments { as_of: params.as_of.map(|day| day.0), known_on: params.known_on.map(|day| day.0) };
    let view = state.app.coverage(moments).await?;
    answer(format(params.format, &headers), || CoverageBody::from(&view), || view.table()).await
}

/// Checks a policy: reads it, proves it complete, tries it on the open renewals. Writes nothing.
#[utoipa::path(post, path = "/policy/check", tag = "policy", request_body = PolicyTextInput, responses((status = 200, description = "What the check found", body = PolicyCheckBody)))]
pub(crate) async fn check_policy(
    State(state): State<WebState>,
    _user: ApiUser,
    _: Params<NoParams>,
    Valid(body): Valid<PolicyTextInput>,
) -> Answer<PolicyCheckBody> {
    Ok(Json((&state.app.check_policy("policy", &body.text).await?).into()))
}

/// The policy in force, the versions before it, each with its text, and open drafts.
#[utoipa::path(get, path = "/policy", tag = "policy", responses((status = 200, description = "Every version, newest first", body = PolicyBody)))]
pub(crate) async fn read_policy(State(state): State<WebState>, user: ApiUser, _: Params<NoParams>) -> Answer<PolicyBody> {
    Ok(Json((&state.app.policy(&user.actor()).await?).into()))
}

/// What activating a policy would do: who gains and loses what, by the day it comes into force. Writes nothing. For administrators.
#[utoipa::path(post, path = "/policy/plan", tag = "policy", request_body = ActivationInput, responses((status = 200, description = "What it would do", body = PolicyPlanBody)))]
pub(crate) async fn plan_policy(
    State(state): State<WebState>,
    user: ApiUser,
    _: Params<NoParams>,
    Valid(body): Valid<ActivationInput>,
) -> Answer<PolicyPlanBody> {
    Ok(Json((&state.app.plan_policy(&user.actor(), &body.activation()).await?).into()))
}

/// Activates a policy as the next version; every open renewal is decided again. For administrators.
#[utoipa::path(post, path = "/policy", tag = "policy", request_body = ActivationInput, responses((status = 200, description = "Activated", body = ChangeBody)))]
pub(crate) async fn activate_policy(State(state): State<WebState>, change: Change<ActivationInput>) -> Result<Response, Problem> {
    state.app.activate_policy(&change.actor(), &change.body.activation()).await?;
    change.answer()
}

/// Every draft that was begun, newest first.
#[utoipa::path(get, path = "/policy/drafts", tag = "policy", responses((status = 200, description = "Drafts", body = PolicyDraftList)))]
pub(crate) async fn list_drafts(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<PolicyDraftList> {
    let drafts = state.app.drafts().await?;
    Ok(Json(PolicyDraftList { drafts: drafts.iter().map(PolicyDraftBody::from).collect() }))
}

/// Begins a draft. For administrators.
#[utoipa::path(post, path = "/policy/drafts", tag = "policy", request_body = DraftInput, responses((status = 200, description = "Begun; the subject is its reference", body = ChangeBody)))]
pub(crate) async fn begin_draft(State(state): State<WebState>, change: Change<DraftInput>) -> Result<Response, Problem> {
    state.app.begin_draft(&change.actor(), change.body.text.clone(), change.body.note.clone().unwrap_or_default()).await?;
    change.answer()
}

/// One draft.
#[utoipa::path(get, path = "/policy/drafts/{draft}", tag = "policy", params(("draft" = String, Path, description = "Such as D-3", min_length = 1, max_length = 200)), responses((status = 200, description = "The draft", body = PolicyDraftBody)))]
pub(crate) async fn read_draft(
    State(state): State<WebState>,
    _user: ApiUser,
    Named(draft): Named,
    _: Params<NoParams>,
) -> Answer<PolicyDraftBody> {
    Ok(Json((&state.app.draft(&draft).await?).into()))
}

/// Changes a draft; another text needs another reading. For administrators.
#[utoipa::path(put, path = "/policy/drafts/{draft}", tag = "policy", params(("draft" = String, Path, description = "Such as D-3", min_length = 1, max_length = 200)), request_body = DraftInput, responses((status = 200, description = "Changed", body = ChangeBody)))]
pub(crate) async fn change_draft(
    State(state): State<WebState>,
    Named(draft): Named,
    change: Change<DraftInput>,
) -> Result<Response, Problem> {
    state.app.change_draft(&change.actor(), &draft, change.body.text.clone(), change.body.note.clone().unwrap_or_default()).await?;
    change.answer()
}

/// Gives a draft up; it stays readable. For administrators.
#[utoipa::path(delete, path = "/policy/drafts/{draft}", tag = "policy", params(("draft" = String, Path, description = "Such as D-3", min_length = 1, max_length = 200)), responses((status = 200, description = "Given up", body = ChangeBody)))]
pub(crate) async fn discard_draft(State(state): State<WebState>, Named(draft): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.discard_draft(&change.actor(), &draft).await?;
    change.answer()
}

/// Notes that a second person read a draft and found it right. For administrators other than the one who changed it last.
#[utoipa::path(post, path = "/policy/drafts/{draft}/review", tag = "policy", params(("draft" = String, Path, description = "Such as D-3", min_length = 1, max_length = 200)), request_body = DraftReviewInput, responses((status = 200, description = "Noted", body = ChangeBody)))]
pub(crate) async fn review_draft(
    State(state): State<WebState>,
    Named(draft): Named,
    change: Change<DraftReviewInput>,
) -> Result<Response, Problem> {
    state.app.review_draft(&change.actor(), &draft, change.body.words.clone()).await?;
    change.answer()
}

/// Activates a draft as the next version. Without a second reader it needs a reason. For administrators.
#[utoipa::path(post, path = "/policy/drafts/{draft}/activation", tag = "policy", params(("draft" = String, Path, description = "Such as D-3", min_length = 1, max_length = 200)), request_body = DraftActivationInput, responses((status = 200, description = "Activated", body = ChangeBody)))]
pub(crate) async fn activate_draft(
    State(state): State<WebState>,
    Named(draft): Named,
    change: Change<DraftActivationInput>,
) -> Result<Response, Problem> {
    state.app.activate_draft(&change.actor(), &draft, &change.body.terms()).await?;
    change.answer()
}

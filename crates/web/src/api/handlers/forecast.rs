//! The weekly forecast: of a person, of a team, of one renewal; calls, adjustments, submissions; how well people forecast.

use super::super::body::{ChangeBody, ForecastAccuracyBody, ForecastBody, RenewalForecastBody, TeamForecastBody};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{AdjustmentInput, CallInput, CallWithdrawalInput, SubmissionInput};
use super::super::problem::Problem;
use super::Answer;
use super::renewal::canonical;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

/// Whose forecast.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForecastParams {
    /// Reference or e-mail of the person; absent is the teammate whose token it is.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    person: Option<String>,
}

/// The forecast of a person's own renewals as it stands, with what changed since their last submission of an earlier week.
#[utoipa::path(get, path = "/forecast", tag = "forecast", params(ForecastParams), responses((status = 200, description = "The forecast", body = ForecastBody), (status = 404, description = "There is no such person, or you are no teammate and named nobody")))]
pub(crate) async fn read_forecast(
    State(state): State<WebState>,
    user: ApiUser,
    Params(params): Params<ForecastParams>,
) -> Answer<ForecastBody> {
    let view = state.app.my_forecast(&user.actor(), params.person.as_deref()).await?;
    Ok(Json((&view.ok_or_else(|| Problem::not_found("You are no teammate: name whose forecast it is."))?).into()))
}

/// The forecast of those who report to a person, directly or through others, and of the person.
#[utoipa::path(get, path = "/forecast/team", tag = "forecast", params(ForecastParams), responses((status = 200, description = "The forecast", body = TeamForecastBody), (status = 404, description = "There is no such person, or nobody reports to them")))]
pub(crate) async fn read_team_forecast(
    State(state): State<WebState>,
    user: ApiUser,
    Params(params): Params<ForecastParams>,
) -> Answer<TeamForecastBody> {
    let view = state.app.team_forecast(&user.actor(), params.person.as_deref()).await?;
    Ok(Json((&view.ok_or_else(|| Problem::not_found("Nobody reports to them, or you are no teammate and named nobody."))?).into()))
}

/// What was submitted against what came: error and bias of a person and their team; of everybody for a user who is no teammate.
#[utoipa::path(get, path = "/forecast/accuracy", tag = "forecast", params(ForecastParams), responses((status = 200, description = "By person", body = ForecastAccuracyBody), (status = 404, description = "There is no such person")))]
pub(crate) async fn read_forecast_accuracy(
    State(state): State<WebState>,
    user: ApiUser,
    Params(params): Params<ForecastParams>,
) -> Answer<ForecastAccuracyBody> {
    Ok(Json((&state.app.forecast_accuracy(&user.actor(), params.person.as_deref()).await?).into()))
}

/// Submits the forecast of this week: a copy of every line as it stands. For the person, whoever stands in for them or leads them.
#[utoipa::path(post, path = "/forecast/submissions", tag = "forecast", request_body = SubmissionInput, responses((status = 200, description = "Submitted", body = ChangeBody), (status = 404, description = "There is no such person")))]
pub(crate) async fn submit_forecast(State(state): State<WebState>, change: Change<SubmissionInput>) -> Result<Response, Problem> {
    let (person, kind) = change.body.submission();
    state.app.submit_forecast(&change.actor(), person, kind).await?;
    change.answer()
}

/// Adds to or takes from what somebody forecasts this week, kept apart from their own word. For whoever is above them.
#[utoipa::path(post, path = "/forecast/adjustments", tag = "forecast", request_body = AdjustmentInput, responses((status = 200, description = "Saved", body = ChangeBody), (status = 404, description = "There is no such person")))]
pub(crate) async fn adjust_forecast(State(state): State<WebState>, change: Change<AdjustmentInput>) -> Result<Response, Problem> {
    let (person, delta, reason) = change.body.adjustment();
    state.app.adjust_forecast(&change.actor(), person, (delta, reason)).await?;
    change.answer()
}

/// What is said of a renewal: every call, and what the facts suggest.
#[utoipa::path(get, path = "/renewals/{reference}/forecast", tag = "forecast", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), responses((status = 200, description = "The forecast of the renewal", body = RenewalForecastBody)))]
pub(crate) async fn read_renewal_forecast(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Answer<RenewalForecastBody> {
    let view = state.app.renewal_forecast(&user.actor(), canonical(&reference)?).await?;
    let none = || Problem::not_found(&format!("{reference} is in no forecast: it is a yearly review, or nobody owned it here."));
    Ok(Json((&view.ok_or_else(none)?).into()))
}

/// Says what a renewal will bring. For whoever owns it commercially or stands in, and, kept apart, for whoever is above them.
#[utoipa::path(post, path = "/renewals/{reference}/forecast", tag = "forecast", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = CallInput, responses((status = 200, description = "Said", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn call_renewal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CallInput>,
) -> Result<Response, Problem> {
    state.app.call_renewal(&change.actor(), change.body.call(canonical(&reference)?)).await?;
    change.answer()
}

/// Takes back what was said of a renewal. It stays in the record.
#[utoipa::path(post, path = "/renewals/{reference}/forecast/withdrawal", tag = "forecast", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = CallWithdrawalInput, responses((status = 200, description = "Taken back", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn take_back_call(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CallWithdrawalInput>,
) -> Result<Response, Problem> {
    state.app.call_renewal(&change.actor(), change.body.call(canonical(&reference)?)).await?;
    change.answer()
}

//! What waits: one person's queue, findings, the proof of the invariants.

use super::super::body::{ChangeBody, CheckBody, FindingList, ReviewsBody, TodayBody};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{DayText, GroupingWord};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::AppError;
use utoipa::{IntoParams, ToSchema};

/// Whose queue.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TodayParams {
    /// Reference or e-mail of a teammate; the token's own where it is absent.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    person: Option<String>,
}

/// Whose queue, and how it is parted.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueueParams {
    /// Reference or e-mail of a teammate; the token's own where it is absent.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    person: Option<String>,
    /// What stands together in `groups`, which are null where it is absent.
    #[garde(skip)]
    #[param(inline)]
    group: Option<GroupingWord>,
}

/// What one person must do, most urgent first. Not paged: the queue ends with the next 30 days and at 500 tasks.
#[utoipa::path(get, path = "/today", tag = "desk", params(QueueParams), responses((status = 200, description = "The person's queue", body = TodayBody), (status = 404, description = "There is no such person, or the user is no teammate")))]
pub(crate) async fn read_today(State(state): State<WebState>, user: ApiUser, Params(params): Params<QueueParams>) -> Answer<TodayBody> {
    let view = match params.person {
        Some(person) => state.app.today_of(&person).await?,
        None => {
            let mine = state.app.my_today(&user.actor()).await?;
            mine.ok_or_else(|| Problem::from(AppError::NotFound("This user is no teammate; name a person.".into())))?
        }
    };
    let body = TodayBody::from(&view);
    Ok(Json(match params.group {
        Some(word) => body.in_groups(&view, word.0),
        None => body,
    }))
}

/// Who was reviewed within the rhythm of their tier, by tier and by person, and who is due.
#[utoipa::path(get, path = "/reviews", tag = "desk", params(TodayParams), responses((status = 200, description = "Business reviews", body = ReviewsBody), (status = 404, description = "There is no such person")))]
pub(crate) async fn read_reviews(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<TodayParams>,
) -> Answer<ReviewsBody> {
    Ok(Json((&state.app.reviews(params.person.as_deref()).await?).into()))
}

/// Which findings.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingParams {
    /// `next` of the page before.
    #[garde(length(chars, max = 60))]
    #[param(max_length = 60, pattern = "^(high|medium|low)[.][0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9]{1,10}[.][0-9a-f]{16}$")]
    after: Option<String>,
    /// Rows, 1 to 200; 100 where it is absent.
    #[garde(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Mistakes that the facts show, worst first.
#[utoipa::path(get, path = "/findings", tag = "desk", params(FindingParams), responses((status = 200, description = "Findings", body = FindingList)))]
pub(crate) async fn list_findings(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<FindingParams>,
) -> Answer<FindingList> {
    Ok(Json((&state.app.findings_page(params.after.as_deref(), params.limit.unwrap_or(100)).await?).into()))
}

/// Proves the invariants on the whole database.
#[utoipa::path(get, path = "/check", tag = "desk", responses((status = 200, description = "Each invariant with what was found against it", body = CheckBody)))]
pub(crate) async fn run_check(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<CheckBody> {
    Ok(Json((&state.app.check().await?).into()))
}

/// Until when a finding is set aside.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DismissalInput {
    /// First day on which it is there again: 1 to 90 days ahead.
    #[garde(skip)]
    until: DayText,
    /// Why it needs nobody until then.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Sets a finding aside until a day. It comes back sooner where it says something else.
#[utoipa::path(post, path = "/findings/{finding}/dismissal", tag = "desk", params(("finding" = String, Path, description = "Its id", min_length = 1, max_length = 200)), request_body = DismissalInput, responses((status = 200, description = "Set aside", body = ChangeBody)))]
pub(crate) async fn dismiss_finding(
    State(state): State<WebState>,
    Named(finding): Named,
    change: Change<DismissalInput>,
) -> Result<Response, Problem> {
    state.app.dismiss_finding(&change.actor(), &finding, (change.body.until.0, &change.body.reason)).await?;
    change.answer()
}

/// Brings a finding back before its day.
#[utoipa::path(delete, path = "/findings/{finding}/dismissal", tag = "desk", params(("finding" = String, Path, description = "Its id", min_length = 1, max_length = 200)), responses((status = 200, description = "To be seen again", body = ChangeBody)))]
pub(crate) async fn bring_back_finding(
    State(state): State<WebState>,
    Named(finding): Named,
    change: Change<()>,
) -> Result<Response, Problem> {
    state.app.bring_back_finding(&change.actor(), &finding).await?;
    change.answer()
}

//! Notices, how one hears of them, chat channels and jobs.

use super::super::body::{ChangeBody, ChannelList, JobList, NoticeList, NoticePreferenceBody};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{ChannelInput, JobStateWord, NoticeKindWord, NoticePreferenceInput, SeenInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::{AppError, NoticeQuery};
use utoipa::IntoParams;

/// Which notices.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeParams {
    /// Only those of a kind.
    #[garde(skip)]
    #[param(inline)]
    kind: Option<NoticeKindWord>,
    /// Only those that one has not seen.
    #[garde(skip)]
    unseen: Option<bool>,
    /// `next` of the page before.
    #[garde(length(chars, max = 60))]
    #[param(max_length = 60, pattern = "^-?[0-9]{1,17}[.][0-9a-f-]{36}$")]
    after: Option<String>,
    /// Rows, 1 to 200; 50 where it is absent.
    #[garde(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// What one was told, the latest first. A user who is no teammate is told nothing.
#[utoipa::path(get, path = "/notices", tag = "notices", params(NoticeParams), responses((status = 200, description = "A page of notices", body = NoticeList)))]
pub(crate) async fn list_notices(State(state): State<WebState>, user: ApiUser, Params(params): Params<NoticeParams>) -> Answer<NoticeList> {
    let query = NoticeQuery {
        kind: params.kind.map(|kind| kind.0),
        unseen: params.unseen.unwrap_or(false),
        after: params.after,
        limit: params.limit,
    };
    Ok(Json((&state.app.my_notices(&user.actor(), &query).await?).into()))
}

/// Marks notices of one's own as seen. Marking twice changes nothing.
#[utoipa::path(post, path = "/notices/seen", tag = "notices", request_body = SeenInput, responses((status = 200, description = "Seen", body = ChangeBody), (status = 404, description = "One of them is no notice of yours")))]
pub(crate) async fn see_notices(State(state): State<WebState>, change: Change<SeenInput>) -> Result<Response, Problem> {
    state.app.see_notices(&change.actor(), &change.body.seen()).await?;
    change.answer()
}

/// How one hears of notices by e-mail.
#[utoipa::path(get, path = "/notices/preference", tag = "notices", responses((status = 200, description = "What holds", body = NoticePreferenceBody), (status = 404, description = "The user is no teammate")))]
pub(crate) async fn read_notice_preference(
    State(state): State<WebState>,
    user: ApiUser,
    _: Params<NoParams>,
) -> Answer<NoticePreferenceBody> {
    Ok(Json((&state.app.my_preference(&user.actor()).await?).into()))
}

/// Chooses how one hears of notices by e-mail.
#[utoipa::path(put, path = "/notices/preference", tag = "notices", request_body = NoticePreferenceInput, responses((status = 200, description = "Saved", body = ChangeBody), (status = 404, description = "The user is no teammate")))]
pub(crate) async fn set_notice_preference(
    State(state): State<WebState>,
    change: Change<NoticePreferenceInput>,
) -> Result<Response, Problem> {
    let held = state.app.my_preference(&change.actor()).await?;
    state.app.set_my_preference(&change.actor(), change.body.preference(held)).await?;
    change.answer()
}

/// Chat channels that hear of notices. For administrators.
#[utoipa::path(get, path = "/channels", tag = "notices", responses((status = 200, description = "Channels", body = ChannelList), (status = 403, description = "The user is no administrator")))]
pub(crate) async fn list_channels(State(state): State<WebState>, user: ApiUser, _: Params<NoParams>) -> Answer<ChannelList> {
    Ok(Json(state.app.channels(&user.actor()).await?[..].into()))
}

/// Adds a chat channel. For administrators.
#[utoipa::path(post, path = "/channels", tag = "notices", request_body = ChannelInput, responses((status = 200, description = "Added", body = ChangeBody)))]
pub(crate) async fn add_channel(State(state): State<WebState>, change: Change<ChannelInput>) -> Result<Response, Problem> {
    state.app.add_channel(&change.actor(), change.body.channel()).await?;
    change.answer()
}

/// Removes a chat channel and forgets its address. For administrators.
#[utoipa::path(delete, path = "/channels/{channel}", tag = "notices", params(("channel" = String, Path, description = "Id of the channel", max_length = 36)), responses((status = 200, description = "Removed", body = ChangeBody)))]
pub(crate) async fn remove_channel(State(state): State<WebState>, Named(id): Named, change: Change<()>) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| AppError::NotFound(format!("There is no channel {id}.")))?;
    state.app.remove_channel(&change.actor(), id).await?;
    change.answer()
}

/// Which jobs.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobParams {
    /// Only those in a state.
    #[garde(skip)]
    #[param(inline)]
    state: Option<JobStateWord>,
    /// Rows, 1 to 500; 100 where it is absent.
    #[garde(range(min = 1, max = 500))]
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// Work beside requests: those that failed first, then those that run, wait, and were done. For administrators.
#[utoipa::path(get, path = "/jobs", tag = "notices", params(JobParams), responses((status = 200, description = "Jobs", body = JobList), (status = 403, description = "The user is no administrator")))]
pub(crate) async fn list_jobs(State(state): State<WebState>, user: ApiUser, Params(params): Params<JobParams>) -> Answer<JobList> {
    let page = state.app.jobs(&user.actor(), params.state.map(|state| state.0), params.limit.unwrap_or(100)).await?;
    Ok(Json((&page).into()))
}

/// Tries a job again that failed. For administrators.
#[utoipa::path(post, path = "/jobs/{job}/retry", tag = "notices", params(("job" = String, Path, description = "Id of the job", max_length = 36)), responses((status = 200, description = "It waits again", body = ChangeBody)))]
pub(crate) async fn retry_job(State(state): State<WebState>, Named(id): Named, change: Change<()>) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| AppError::NotFound(format!("There is no job {id}.")))?;
    state.app.retry_job(&change.actor(), id).await?;
    change.answer()
}

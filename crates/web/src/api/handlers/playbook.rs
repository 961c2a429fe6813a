//! Playbooks: what is in use, one laid on a renewal, what publishing a text would do, publishing it.

use super::super::body::{ChangeBody, PlaybookDetailBody, PlaybookList, PlaybookPlanBody};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params, Valid};
use super::super::input::PlaybookInput;
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

/// On which renewal a playbook is laid.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct OnParams {
    /// Reference of a renewal; the next one that follows the playbook where it is absent.
    #[garde(length(chars, min = 1, max = 20))]
    #[param(min_length = 1, max_length = 20)]
    renewal: Option<String>,
}

/// Every playbook in use, with the renewals and rules that follow it.
#[utoipa::path(get, path = "/playbooks", tag = "policy", responses((status = 200, description = "Shipped ones first", body = PlaybookList)))]
pub(crate) async fn list_playbooks(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<PlaybookList> {
    let items = state.app.playbooks().await?;
    Ok(Json(PlaybookList { playbooks: items.iter().map(Into::into).collect() }))
}

/// One playbook with its text, what was published of it, and its steps on a renewal.
#[utoipa::path(get, path = "/playbooks/{playbook}", tag = "policy", params(("playbook" = String, Path, description = "Such as joint-120", min_length = 1, max_length = 200), OnParams), responses((status = 200, description = "The playbook", body = PlaybookDetailBody)))]
pub(crate) async fn read_playbook(
    State(state): State<WebState>,
    _user: ApiUser,
    Named(code): Named,
    Params(params): Params<OnParams>,
) -> Answer<PlaybookDetailBody> {
    Ok(Json((&state.app.playbook(&code, params.renewal.as_deref()).await?).into()))
}

/// What publishing a text would do to open renewals: steps added, moved, taken away, kept. Writes nothing. For administrators.
#[utoipa::path(post, path = "/playbooks/plan", tag = "policy", request_body = PlaybookInput, responses((status = 200, description = "What it would do", body = PlaybookPlanBody)))]
pub(crate) async fn plan_playbook(
    State(state): State<WebState>,
    user: ApiUser,
    _: Params<NoParams>,
    Valid(body): Valid<PlaybookInput>,
) -> Answer<PlaybookPlanBody> {
    Ok(Json((&state.app.plan_playbook(&user.actor(), &body.publication()).await?).into()))
}

/// Publishes a text as the next version of its playbook; open renewals follow it and keep what was done. For administrators.
#[utoipa::path(post, path = "/playbooks", tag = "policy", request_body = PlaybookInput, responses((status = 200, description = "Published; the subject is its code", body = ChangeBody)))]
pub(crate) async fn publish_playbook(State(state): State<WebState>, change: Change<PlaybookInput>) -> Result<Response, Problem> {
    state.app.publish_playbook(&change.actor(), &change.body.publication()).await?;
    change.answer()
}

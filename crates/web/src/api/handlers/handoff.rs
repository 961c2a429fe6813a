//! Handoffs: the list, one with its brief, the joint meeting, acceptance, refusal, waiver.

use super::super::body::{ChangeBody, HandoffDetailBody, HandoffList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{AcceptanceInput, MeetingInput, SettlementInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::HandoffQuery;
use utoipa::IntoParams;

/// Which handoffs.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandoffParams {
    /// Only those that wait for a meeting, an acceptance or an introduction.
    #[garde(skip)]
    waiting: Option<bool>,
    /// Reference or e-mail of who gives.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    giver: Option<String>,
    /// Reference or e-mail of who receives; with a giver, either.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    receiver: Option<String>,
    /// `next` of the page before.
    #[garde(length(chars, max = 47))]
    #[param(max_length = 47, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    after: Option<String>,
    /// Rows, 1 to 200; 50 where it is absent.
    #[garde(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Handoffs, with how well the company hands over.
#[utoipa::path(get, path = "/handoffs", tag = "handoffs", params(HandoffParams), responses((status = 200, description = "A page of handoffs", body = HandoffList), (status = 404, description = "There is no such person")))]
pub(crate) async fn list_handoffs(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<HandoffParams>,
) -> Answer<HandoffList> {
    let HandoffParams { waiting, giver, receiver, after, limit } = params;
    let query = HandoffQuery { waiting: waiting.unwrap_or(false), giver, receiver, after, limit };
    Ok(Json((&state.app.handoffs(&query).await?).into()))
}

/// One handoff with what the receiver should know.
#[utoipa::path(get, path = "/handoffs/{reference}", tag = "handoffs", params(("reference" = String, Path, description = "Such as R-1042-H1", pattern = "^R-[0-9]{1,10}-H[0-9]{1,9}$", max_length = 23)), responses((status = 200, description = "The handoff", body = HandoffDetailBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_handoff(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<HandoffDetailBody>, Problem> {
    let view = state.app.handoff(&user.actor(), &reference).await?;
    Ok(Revised(view.item.renewal.revision, (&view).into()))
}

/// Logs the joint meeting; after a waiver, the meeting that introduces the receiver. For giver, receiver and those above them.
#[utoipa::path(post, path = "/handoffs/{reference}/meeting", tag = "handoffs", params(("reference" = String, Path, description = "Such as R-1042-H1", pattern = "^R-[0-9]{1,10}-H[0-9]{1,9}$", max_length = 23)), request_body = MeetingInput, responses((status = 200, description = "Met", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn meet_handoff(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<MeetingInput>,
) -> Result<Response, Problem> {
    state.app.meet_handoffs(&change.actor(), &change.body.references(&reference), change.body.meeting()).await?;
    change.answer()
}

/// Accepts a handoff that was met: the receiver is accountable from today. For the receiver and those above them.
#[utoipa::path(post, path = "/handoffs/{reference}/acceptance", tag = "handoffs", params(("reference" = String, Path, description = "Such as R-1042-H1", pattern = "^R-[0-9]{1,10}-H[0-9]{1,9}$", max_length = 23)), request_body = AcceptanceInput, responses((status = 200, description = "Accepted", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn accept_handoff(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<AcceptanceInput>,
) -> Result<Response, Problem> {
    state.app.accept_handoffs(&change.actor(), &change.body.references(&reference), &change.body.note).await?;
    change.answer()
}

/// Declines a handoff; the giver stays accountable and the desk lead hears of it. For the receiver and those above them.
#[utoipa::path(post, path = "/handoffs/{reference}/refusal", tag = "handoffs", params(("reference" = String, Path, description = "Such as R-1042-H1", pattern = "^R-[0-9]{1,10}-H[0-9]{1,9}$", max_length = 23)), request_body = SettlementInput, responses((status = 200, description = "Declined", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn decline_handoff(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<SettlementInput>,
) -> Result<Response, Problem> {
    state.app.decline_handoffs(&change.actor(), &change.body.references(&reference), &change.body.reason).await?;
    change.answer()
}

/// Lets the joint meeting pass, by name; an introduction is owed. For those above giver or receiver and the desk lead.
#[utoipa::path(post, path = "/handoffs/{reference}/waiver", tag = "handoffs", params(("reference" = String, Path, description = "Such as R-1042-H1", pattern = "^R-[0-9]{1,10}-H[0-9]{1,9}$", max_length = 23)), request_body = SettlementInput, responses((status = 200, description = "Waived", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn waive_handoff(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<SettlementInput>,
) -> Result<Response, Problem> {
    state.app.waive_handoffs(&change.actor(), &change.body.references(&reference), &change.body.reason).await?;
    change.answer()
}

//! Proposals of a renewal: made, put to approval, sent, settled; and what roles may give away alone.

use super::super::body::{ChangeBody, DiscountLimitsBody, ProposalDetailBody, ProposalList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{
    ApprovalInput, DiscountLimitInput, ProposalAcceptanceInput, ProposalInput, ProposalNoteInput, ProposalReasonInput, SendingInput,
};
use super::super::problem::Problem;
use super::Answer;
use super::renewal::canonical;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;

fn version(text: &str) -> Result<u32, Problem> {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let number = text.parse().ok().filter(|_| canonical);
    number.ok_or_else(|| Problem::not_found(&format!("There is no proposal {text}.")))
}

/// The proposals of a renewal, the last version first.
#[utoipa::path(get, path = "/renewals/{reference}/proposals", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), responses((status = 200, description = "Every version", body = ProposalList)))]
pub(crate) async fn list_proposals(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Answer<ProposalList> {
    Ok(Json((&state.app.proposals(&user.actor(), canonical(&reference)?).await?).into()))
}

/// One version against the contract as it is now, with its options, their money and what the ledger would make of them.
#[utoipa::path(get, path = "/renewals/{reference}/proposals/{version}", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), responses((status = 200, description = "The version", body = ProposalDetailBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_proposal(
    State(state): State<WebState>,
    user: ApiUser,
    NamedIn(reference, number): NamedIn,
    _: Params<NoParams>,
) -> Result<Revised<ProposalDetailBody>, Problem> {
    let view = state.app.proposal(&user.actor(), (canonical(&reference)?, version(&number)?)).await?;
    Ok(Revised(view.of.revision, (&view).into()))
}

/// Makes a version of a renewal's proposal; an open one before it is replaced. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposals", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = ProposalInput, responses((status = 200, description = "Made", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn make_proposal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ProposalInput>,
) -> Result<Response, Problem> {
    state.app.make_proposal(&change.actor(), canonical(&reference)?, change.body.proposal()).await?;
    change.answer()
}

/// Makes a new version of the last one on the contract as it is now. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposal-refresh", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), responses((status = 200, description = "Refreshed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn refresh_proposal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<()>,
) -> Result<Response, Problem> {
    state.app.refresh_proposal(&change.actor(), canonical(&reference)?).await?;
    change.answer()
}

/// Asks a named person for approval, whose limit covers it and who did not make it. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/approval-request", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = ApprovalInput, responses((status = 200, description = "Asked", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn ask_approval(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<ApprovalInput>,
) -> Result<Response, Problem> {
    state
        .app
        .ask_approval(
            &change.actor(),
            (canonical(&reference)?, version(&number)?),
            (&change.body.approver, change.body.note.as_deref().unwrap_or_default()),
        )
        .await?;
    change.answer()
}

/// Approves. For the person who was asked.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/approval", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = ProposalNoteInput, responses((status = 200, description = "Approved", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn approve_proposal(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<ProposalNoteInput>,
) -> Result<Response, Problem> {
    state.app.approve_proposal(&change.actor(), (canonical(&reference)?, version(&number)?), &change.body.note).await?;
    change.answer()
}

/// Does not approve, for a reason. For the person who was asked.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/approval-refusal", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = ProposalReasonInput, responses((status = 200, description = "Not approved", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn refuse_proposal(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<ProposalReasonInput>,
) -> Result<Response, Problem> {
    state.app.refuse_proposal(&change.actor(), (canonical(&reference)?, version(&number)?), &change.body.reason).await?;
    change.answer()
}

/// Marks a proposal as sent. Refused where it gives more than its maker may give and nobody approved it, and where the contract changed since. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/sending", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = SendingInput, responses((status = 200, description = "Sent", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn send_proposal(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<SendingInput>,
) -> Result<Response, Problem> {
    state
        .app
        .send_proposal(
            &change.actor(),
            (canonical(&reference)?, version(&number)?),
            (&change.body.sent_to, change.body.note.as_deref().unwrap_or_default()),
        )
        .await?;
    change.answer()
}

/// The customer accepts an option: the next term is signed with its lines, and the renewal is decided. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/acceptance", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = ProposalAcceptanceInput, responses((status = 200, description = "Signed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn accept_proposal(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<ProposalAcceptanceInput>,
) -> Result<Response, Problem> {
    state.app.accept_proposal(&change.actor(), (canonical(&reference)?, version(&number)?), change.body.acceptance()).await?;
    change.answer()
}

/// The customer declines. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/refusal", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = ProposalReasonInput, responses((status = 200, description = "Declined", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn decline_proposal(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<ProposalReasonInput>,
) -> Result<Response, Problem> {
    state.app.decline_proposal(&change.actor(), (canonical(&reference)?, version(&number)?), &change.body.reason).await?;
    change.answer()
}

/// Takes a proposal back. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/proposals/{version}/withdrawal", tag = "proposals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("version" = String, Path, description = "Version of the proposal, such as 2", pattern = "^[1-9][0-9]{0,8}$", max_length = 9)), request_body = ProposalReasonInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_proposal(
    State(state): State<WebState>,
    NamedIn(reference, number): NamedIn,
    change: Change<ProposalReasonInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_proposal(&change.actor(), (canonical(&reference)?, version(&number)?), &change.body.reason).await?;
    change.answer()
}

/// What each role may give away in price alone.
#[utoipa::path(get, path = "/discount-limits", tag = "organisation", responses((status = 200, description = "Limits of today", body = DiscountLimitsBody)))]
pub(crate) async fn read_discount_limits(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<DiscountLimitsBody> {
    Ok(Json((&state.app.discount_limits().await?).into()))
}

/// Sets what a role may give away in price alone, from a day on. For administrators.
#[utoipa::path(put, path = "/discount-limits", tag = "organisation", request_body = DiscountLimitInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_discount_limit(State(state): State<WebState>, change: Change<DiscountLimitInput>) -> Result<Response, Problem> {
    let (role, limit) = change.body.limit();
    state.app.set_discount_limit(&change.actor(), role, limit).await?;
    change.answer()
}

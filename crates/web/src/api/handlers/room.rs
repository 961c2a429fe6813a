//! What is written down in the rooms of customers besides the value record: where people stand, objections, commitments.

use super::super::body::{ChangeBody, CommitmentList, ObjectionList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{CommitmentEndInput, CommitmentInput, ObjectionInput, StandpointInput, WithdrawalInput, WordInput};
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::response::Response;
use tenure_core::primitives::{CommitmentId, ObjectionId};

fn objection(id: &str) -> Result<ObjectionId, Problem> {
    id.parse().map_err(|_| Problem::not_found(&format!("There is no objection {id}.")))
}

fn commitment(id: &str) -> Result<CommitmentId, Problem> {
    id.parse().map_err(|_| Problem::not_found(&format!("There is no commitment {id}.")))
}

/// Writes down where somebody at the customer stands; judgements before it stay. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/stakeholders/{stakeholder}/standpoint", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("stakeholder" = String, Path, description = "Reference of the person, such as A-17-P3", min_length = 1, max_length = 200)), request_body = StandpointInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn judge_stakeholder(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<StandpointInput>,
) -> Result<Response, Problem> {
    state.app.judge_stakeholder(&change.actor(), (&reference, &id), change.body.standpoint()).await?;
    change.answer()
}

/// What the customer objects to: what is not out of the way first.
#[utoipa::path(get, path = "/accounts/{reference}/objections", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Every objection that was not withdrawn", body = ObjectionList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_objections(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<ObjectionList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Writes down what the customer objects to. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/objections", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = ObjectionInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn raise_objection(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ObjectionInput>,
) -> Result<Response, Problem> {
    state.app.raise_objection(&change.actor(), change.body.objection(&reference)).await?;
    change.answer()
}

/// Writes down what we answered to an objection. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/objections/{id}/answer", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the objection", format = Uuid, max_length = 36)), request_body = WordInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn answer_objection(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WordInput>,
) -> Result<Response, Problem> {
    let word = (change.body.words.as_str(), change.body.day());
    state.app.answer_objection(&change.actor(), (&reference, objection(&id)?), word).await?;
    change.answer()
}

/// Writes down that an objection is out of the way, and what did it. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/objections/{id}/resolution", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the objection", format = Uuid, max_length = 36)), request_body = WordInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn resolve_objection(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WordInput>,
) -> Result<Response, Problem> {
    let word = (change.body.words.as_str(), change.body.day());
    state.app.resolve_objection(&change.actor(), (&reference, objection(&id)?), word).await?;
    change.answer()
}

/// Takes an objection back; it stays in the record. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/objections/{id}/withdrawal", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the objection", format = Uuid, max_length = 36)), request_body = WithdrawalInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_objection(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WithdrawalInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_objection(&change.actor(), (&reference, objection(&id)?), &change.body.reason).await?;
    change.answer()
}

/// What we promised the customer: what is still to be kept first, by the day on which it is due.
#[utoipa::path(get, path = "/accounts/{reference}/commitments", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Every commitment that was not withdrawn", body = CommitmentList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_commitments(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<CommitmentList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Writes down what we promised the customer. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/commitments", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = CommitmentInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn make_commitment(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CommitmentInput>,
) -> Result<Response, Problem> {
    state.app.make_commitment(&change.actor(), change.body.commitment(&reference)).await?;
    change.answer()
}

/// Writes down how a commitment ended. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/commitments/{id}/ending", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the commitment", format = Uuid, max_length = 36)), request_body = CommitmentEndInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn end_commitment(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<CommitmentEndInput>,
) -> Result<Response, Problem> {
    let end = (change.body.end(), change.body.note.as_deref().unwrap_or_default(), change.body.day());
    state.app.end_commitment(&change.actor(), (&reference, commitment(&id)?), end).await?;
    change.answer()
}

/// Takes a commitment back; it stays in the record. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/commitments/{id}/withdrawal", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the commitment", format = Uuid, max_length = 36)), request_body = WithdrawalInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_commitment(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WithdrawalInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_commitment(&change.actor(), (&reference, commitment(&id)?), &change.body.reason).await?;
    change.answer()
}

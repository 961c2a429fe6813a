//! Comments about customers, and documents that lie elsewhere.

use super::super::body::{ChangeBody, CommentList, DocumentList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{CommentCorrectionInput, CommentInput, DocumentInput, WithdrawalInput};
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::response::Response;
use tenure_core::primitives::{CommentId, DocumentId};

fn comment(id: &str) -> Result<CommentId, Problem> {
    id.parse().map_err(|_| Problem::not_found(&format!("There is no comment {id}.")))
}

fn document(id: &str) -> Result<DocumentId, Problem> {
    id.parse().map_err(|_| Problem::not_found(&format!("There is no document {id}.")))
}

/// What people of ours say about the customer, the newest last.
#[utoipa::path(get, path = "/accounts/{reference}/comments", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Every comment that was not withdrawn", body = CommentList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_comments(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<CommentList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Writes a comment and tells whoever it mentions. For whoever works on the account or is mentioned there.
#[utoipa::path(post, path = "/accounts/{reference}/comments", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = CommentInput, responses((status = 200, description = "Written", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn write_comment(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CommentInput>,
) -> Result<Response, Problem> {
    state.app.write_comment(&change.actor(), change.body.comment(&reference)).await?;
    change.answer()
}

/// Corrects a comment; what it said before stays. For whoever wrote it.
#[utoipa::path(put, path = "/accounts/{reference}/comments/{id}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the comment", format = Uuid, max_length = 36)), request_body = CommentCorrectionInput, responses((status = 200, description = "Corrected", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn correct_comment(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<CommentCorrectionInput>,
) -> Result<Response, Problem> {
    state.app.correct_comment(&change.actor(), (&reference, comment(&id)?), &change.body.text).await?;
    change.answer()
}

/// Takes a comment back; it stays in the record. For whoever wrote it, and administrators.
#[utoipa::path(post, path = "/accounts/{reference}/comments/{id}/withdrawal", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the comment", format = Uuid, max_length = 36)), request_body = WithdrawalInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_comment(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WithdrawalInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_comment(&change.actor(), (&reference, comment(&id)?), &change.body.reason).await?;
    change.answer()
}

/// Documents of the customer that lie elsewhere, by title.
#[utoipa::path(get, path = "/accounts/{reference}/documents", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Every document that was not withdrawn", body = DocumentList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_documents(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<DocumentList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Adds a document that lies elsewhere. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/documents", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = DocumentInput, responses((status = 200, description = "Added", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn add_document(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<DocumentInput>,
) -> Result<Response, Problem> {
    state.app.add_document(&change.actor(), change.body.document(&reference)).await?;
    change.answer()
}

/// Changes what is said of a document. For whoever works on the account.
#[utoipa::path(put, path = "/accounts/{reference}/documents/{id}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the document", format = Uuid, max_length = 36)), request_body = DocumentInput, responses((status = 200, description = "Changed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn change_document(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<DocumentInput>,
) -> Result<Response, Problem> {
    state.app.change_document(&change.actor(), document(&id)?, change.body.document(&reference)).await?;
    change.answer()
}

/// Takes a document off the page; it stays in the record. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/documents/{id}/withdrawal", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the document", format = Uuid, max_length = 36)), request_body = WithdrawalInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_document(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WithdrawalInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_document(&change.actor(), (&reference, document(&id)?), &change.body.reason).await?;
    change.answer()
}

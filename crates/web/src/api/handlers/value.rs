//! The value record of customers.

use super::super::body::{ChangeBody, ValueList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{ConfirmationInput, ReadingInput, ValueInput, WithdrawalInput};
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::response::Response;
use tenure_core::primitives::ValueId;

fn entry_of(id: &str) -> Result<ValueId, Problem> {
    id.parse().map_err(|_| Problem::not_found(&format!("There is no entry {id}.")))
}

/// What the customer got and was promised to get: outcomes, returns, wins, and value without a number.
#[utoipa::path(get, path = "/accounts/{reference}/value", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "The value record", body = ValueList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_value(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<ValueList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Writes down an entry of the value record. It is our word alone until the customer confirms it. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/value", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = ValueInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn note_value(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ValueInput>,
) -> Result<Response, Problem> {
    let entry = change.body.entry(&reference).map_err(|problem| Problem::invalid("body", &problem))?;
    state.app.note_value(&change.actor(), entry).await?;
    change.answer()
}

/// Writes down what was measured of an agreed outcome; another number of a day that is recorded puts it right. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/value/{id}/readings", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the entry", format = Uuid, max_length = 36)), request_body = ReadingInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_outcome(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<ReadingInput>,
) -> Result<Response, Problem> {
    state.app.read_outcome(&change.actor(), (&reference, entry_of(&id)?), change.body.reading()).await?;
    change.answer()
}

/// Writes down that somebody at the customer confirmed an entry. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/value/{id}/confirmation", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the entry", format = Uuid, max_length = 36)), request_body = ConfirmationInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn confirm_value(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<ConfirmationInput>,
) -> Result<Response, Problem> {
    let word = (change.body.by.as_str(), change.body.day());
    state.app.confirm_value(&change.actor(), (&reference, entry_of(&id)?), word).await?;
    change.answer()
}

/// Takes an entry back; it stays in the record. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/value/{id}/withdrawal", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the entry", format = Uuid, max_length = 36)), request_body = WithdrawalInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_value(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<WithdrawalInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_value(&change.actor(), (&reference, entry_of(&id)?), &change.body.reason).await?;
    change.answer()
}

//! Contracts: one of them, signing, amending, renewing, notice, cancellation, groups, moves.

use super::super::body::{ChangeBody, ContractDetailBody};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{
    AmendmentInput, CancellationInput, CoTermInput, ContractInput, ContractMoveInput, IndexationInput, NoticeInput, TermInput,
};
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::response::Response;

/// One contract with its terms, every version of its lines, its clocks and its co-term group.
#[utoipa::path(get, path = "/contracts/{reference}", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), responses((status = 200, description = "The contract", body = ContractDetailBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_contract(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<ContractDetailBody>, Problem> {
    let view = state.app.contract(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Signs a contract; its renewal is scheduled and owned from this moment. For whoever works on the account.
#[utoipa::path(post, path = "/contracts", tag = "contracts", request_body = ContractInput, responses((status = 200, description = "Signed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match"))), (status = 404, description = "There is no such account")))]
pub(crate) async fn sign_contract(State(state): State<WebState>, change: Change<ContractInput>) -> Result<Response, Problem> {
    state.app.sign_contract(&change.actor(), change.body.contract()).await?;
    change.answer()
}

/// Amends the running term; its renewal follows. For whoever works on the account.
#[utoipa::path(patch, path = "/contracts/{reference}", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = AmendmentInput, responses((status = 200, description = "Amended", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn amend_contract(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<AmendmentInput>,
) -> Result<Response, Problem> {
    let amendment = change.body.amendment().ok_or_else(|| Problem::invalid("body", "names nothing to change"))?;
    state.app.amend_contract(&change.actor(), &reference, amendment).await?;
    change.answer()
}

/// Signs the successor term: the renewal of the term before is decided by it. For whoever works on the account.
#[utoipa::path(post, path = "/contracts/{reference}/terms", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = TermInput, responses((status = 200, description = "Renewed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn renew_contract(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<TermInput>,
) -> Result<Response, Problem> {
    state.app.renew_contract(&change.actor(), &reference, change.body.term()).await?;
    change.answer()
}

/// Writes down the customer's notice not to renew. For whoever works on the account.
#[utoipa::path(put, path = "/contracts/{reference}/notice", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = NoticeInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn give_notice(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<NoticeInput>,
) -> Result<Response, Problem> {
    state.app.give_notice(&change.actor(), &reference, Some(change.body.received_on.0)).await?;
    change.answer()
}

/// Takes a notice back. For whoever works on the account.
#[utoipa::path(delete, path = "/contracts/{reference}/notice", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_notice(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<()>,
) -> Result<Response, Problem> {
    state.app.withdraw_notice(&change.actor(), &reference).await?;
    change.answer()
}

/// Cancels a contract from a day on; the customer leaves then. For whoever works on the account.
#[utoipa::path(post, path = "/contracts/{reference}/cancellation", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = CancellationInput, responses((status = 200, description = "Cancelled", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn cancel_contract(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CancellationInput>,
) -> Result<Response, Problem> {
    state.app.cancel_contract(&change.actor(), &reference, change.body.end_on.0, change.body.why()).await?;
    change.answer()
}

/// Raises the prices of the running term as a published index says, between a floor and a cap. For whoever works on the account.
#[utoipa::path(post, path = "/contracts/{reference}/indexation", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = IndexationInput, responses((status = 200, description = "Raised", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn index_contract(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<IndexationInput>,
) -> Result<Response, Problem> {
    state.app.index_contract(&change.actor(), &reference, change.body.indexation()).await?;
    change.answer()
}

/// Lets a contract end with another one and be decided in its renewal. For whoever works on the account.
#[utoipa::path(put, path = "/contracts/{reference}/co-term", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = CoTermInput, responses((status = 200, description = "In the group", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn co_term_contract(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CoTermInput>,
) -> Result<Response, Problem> {
    state.app.co_term(&change.actor(), &reference, &change.body.lead).await?;
    change.answer()
}

/// Takes a contract out of its co-term group. For whoever works on the account.
#[utoipa::path(delete, path = "/contracts/{reference}/co-term", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), responses((status = 200, description = "On its own again", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn leave_co_term(State(state): State<WebState>, Named(reference): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.leave_co_term(&change.actor(), &reference).await?;
    change.answer()
}

/// Moves a contract to another account from today on. For administrators.
#[utoipa::path(put, path = "/contracts/{reference}/account", tag = "contracts", params(("reference" = String, Path, description = "Contract number", min_length = 1, max_length = 200)), request_body = ContractMoveInput, responses((status = 200, description = "Moved", body = ChangeBody)))]
pub(crate) async fn move_contract(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ContractMoveInput>,
) -> Result<Response, Problem> {
    state.app.move_contract(&change.actor(), &reference, &change.body.account, &change.body.reason).await?;
    change.answer()
}

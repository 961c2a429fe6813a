//! People at the customer.

use super::super::body::{ChangeBody, StakeholderList, UnitList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::StakeholderInput;
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::response::Response;

/// People at the customer, by name; those who left last.
#[utoipa::path(get, path = "/accounts/{reference}/stakeholders", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Everybody known there", body = StakeholderList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_stakeholders(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<StakeholderList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Business units of the customer by name, as lines in service and people there name them.
#[utoipa::path(get, path = "/accounts/{reference}/units", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Its business units", body = UnitList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_units(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<UnitList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Adds a person at the customer, or changes the one with the reference. For whoever works on the account.
#[utoipa::path(put, path = "/accounts/{reference}/stakeholders/{stakeholder}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("stakeholder" = String, Path, description = "Reference of the person, such as A-17-P3", min_length = 1, max_length = 200)), request_body = StakeholderInput, responses((status = 200, description = "Added or changed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn set_stakeholder(
    State(state): State<WebState>,
    NamedIn(account, reference): NamedIn,
    change: Change<StakeholderInput>,
) -> Result<Response, Problem> {
    state.app.set_stakeholder(&change.actor(), change.body.stakeholder(&account, &reference)).await?;
    change.answer()
}

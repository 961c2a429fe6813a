//! Contacts with customers.

use super::super::body::{ActivityList, ChangeBody};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::ActivityInput;
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::response::Response;

/// Contacts with the customer, newest first.
#[utoipa::path(get, path = "/accounts/{reference}/activities", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "Every contact that was not withdrawn", body = ActivityList, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn list_activities(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<ActivityList>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Writes down a contact. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/activities", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = ActivityInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn log_activity(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ActivityInput>,
) -> Result<Response, Problem> {
    state.app.log_activity(&change.actor(), change.body.activity(&reference)).await?;
    change.answer()
}

/// Takes a contact back that was written down by mistake. For whoever works on the account.
#[utoipa::path(delete, path = "/accounts/{reference}/activities/{id}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("id" = String, Path, description = "Id of the activity", format = Uuid, max_length = 36)), responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_activity(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<()>,
) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found(&format!("There is no activity {id}.")))?;
    state.app.withdraw_activity(&change.actor(), &reference, id).await?;
    change.answer()
}

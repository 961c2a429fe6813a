//! Accounts: the list, and one of them.

use super::super::body::{AccountDetailBody, AccountList};
use super::super::change::Revised;
use super::super::extract::{Named, NoParams, Params};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

/// Filters of the list of accounts.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountParams {
    /// Part of the name or reference.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    q: Option<String>,
    /// `next` of the page before.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    after: Option<String>,
    /// Rows, 1 to 200; 50 where it is absent.
    #[garde(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Accounts by name.
#[utoipa::path(get, path = "/accounts", tag = "accounts", params(AccountParams), responses((status = 200, description = "A page of accounts", body = AccountList)))]
pub(crate) async fn list_accounts(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<AccountParams>,
) -> Answer<AccountList> {
    Ok(Json((&state.app.accounts(params.q.as_deref(), params.after.as_deref(), params.limit).await?).into()))
}

/// One account with its contracts and renewals.
#[utoipa::path(get, path = "/accounts/{reference}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), responses((status = 200, description = "The account", body = AccountDetailBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_account(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<AccountDetailBody>, Problem> {
    let view = state.app.account(&user.actor(), &reference).await?;
    Ok(Revised(view.revision, (&view).into()))
}

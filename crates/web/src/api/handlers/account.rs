//! Accounts: the list, one of them, what it is, its risk, its team, its end in another one.

use super::super::body::{AccountDetailBody, AccountList, ChangeBody};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{AccountFieldsInput, AccountInput, AccountPutInput, DayText, MergerInput, RiskInput, RoleWord, TeamInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::Moments;
use utoipa::IntoParams;

/// Filters of the list of accounts.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountParams {
    /// Part of the name or reference, in any case. One or two letters are the beginning of the name, or the whole reference.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    q: Option<String>,
    /// The list as it stood on this day; where only `known_on` is there, that day. An account counts on every day once it is known.
    #[garde(skip)]
    #[param(inline)]
    as_of: Option<DayText>,
    /// By what was recorded by the end of this day; all that is recorded where it is absent.
    #[garde(skip)]
    #[param(inline)]
    known_on: Option<DayText>,
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
    let moments = Moments { as_of: params.as_of.map(|day| day.0), known_on: params.known_on.map(|day| day.0) };
    let page = match moments.is_now() {
        true => state.app.accounts(params.q.as_deref(), params.after.as_deref(), params.limit).await?,
        false => state.app.accounts_then(params.q.as_deref(), moments, (params.after.as_deref(), params.limit)).await?,
    };
    Ok(Json((&page).into()))
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

/// Adds an account, with a first judgement of its risk. For administrators.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = AccountInput, responses((status = 200, description = "Added", body = ChangeBody), (status = 404, description = "There is no such parent")))]
pub(crate) async fn add_account(State(state): State<WebState>, change: Change<AccountInput>) -> Result<Response, Problem> {
    state.app.add_account(&change.actor(), change.body.account(), change.body.judgement()).await?;
    change.answer()
}

/// Changes what an account is; its reference and risk stay. What is absent is taken away. For administrators.
#[utoipa::path(put, path = "/accounts/{reference}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = AccountPutInput, responses((status = 200, description = "Changed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn edit_account(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<AccountPutInput>,
) -> Result<Response, Problem> {
    state.app.edit_account(&change.actor(), change.body.account(&reference)).await?;
    change.answer()
}

/// Says which skills an account needs and what its own fields say; what is not named is taken away. For whoever works on the account.
#[utoipa::path(put, path = "/accounts/{reference}/fields", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = AccountFieldsInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn describe_account(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<AccountFieldsInput>,
) -> Result<Response, Problem> {
    let details = change.body.details().map_err(|problem| Problem::invalid("fields", &problem))?;
    state.app.describe_account(&change.actor(), &reference, details).await?;
    change.answer()
}

/// Writes down a judgement of the risk; the policy decides again. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/risk", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = RiskInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn set_risk(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<RiskInput>,
) -> Result<Response, Problem> {
    state.app.set_risk(&change.actor(), &reference, change.body.judgement()).await?;
    change.answer()
}

/// Puts a person on the account's team in a role from today on. For administrators.
#[utoipa::path(put, path = "/accounts/{reference}/team/{role}", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200), ("role" = inline(RoleWord), Path, description = "Role on the team")), request_body = TeamInput, responses((status = 200, description = "On the team", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn set_team(
    State(state): State<WebState>,
    NamedIn(reference, role): NamedIn,
    change: Change<TeamInput>,
) -> Result<Response, Problem> {
    let role = role.parse().map_err(|_| Problem::not_found(&format!("There is no role {role}.")))?;
    state.app.set_team(&change.actor(), &reference, role, &change.body.person).await?;
    change.answer()
}

/// Merges the account into another one from today on. For administrators.
#[utoipa::path(post, path = "/accounts/{reference}/merger", tag = "accounts", params(("reference" = String, Path, description = "Such as A-17", min_length = 1, max_length = 200)), request_body = MergerInput, responses((status = 200, description = "Merged", body = ChangeBody)))]
pub(crate) async fn merge_accounts(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<MergerInput>,
) -> Result<Response, Problem> {
    state.app.merge_accounts(&change.actor(), &reference, &change.body.into, &change.body.reason).await?;
    change.answer()
}

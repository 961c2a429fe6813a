//! Expansions: the list, one of them, how one is raised, answered, closed, put right and reassigned.

use super::super::body::{ChangeBody, ExpansionDetailBody, ExpansionList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{
    ExpansionAcceptanceInput, ExpansionInput, ExpansionPutInput, ExpansionReasonInput, ExpansionTypeWord, ReassignmentInput, SourceWord,
    WinInput,
};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::ExpansionQuery;
use utoipa::IntoParams;

/// Which expansions.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpansionParams {
    /// `open`, or a state: `raised`, `accepted`, `won`, `lost`, `rejected`, `withdrawn`; every state where it is absent.
    #[garde(length(chars, min = 1, max = 9))]
    #[param(max_length = 9, pattern = "^(open|raised|accepted|won|lost|rejected|withdrawn)$")]
    state: Option<String>,
    /// Only those whose answer is overdue.
    #[garde(skip)]
    overdue: Option<bool>,
    /// Reference or e-mail of who has the responsibility for expansion.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    person: Option<String>,
    /// Reference or e-mail of who found it.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    finder: Option<String>,
    /// Found by customer success or by sales.
    #[garde(skip)]
    #[param(inline)]
    source: Option<SourceWord>,
    /// Type.
    #[garde(skip)]
    #[param(inline)]
    expansion_type: Option<ExpansionTypeWord>,
    /// Reference of an account.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    account: Option<String>,
    /// Least expected ARR, in minor units of the reporting currency.
    #[garde(range(min = 0, max = 1_000_000_000_000))]
    #[param(minimum = 0, maximum = 1_000_000_000_000_i64)]
    expected_from_minor: Option<i64>,
    /// `next` of the page before.
    #[garde(length(chars, max = 10))]
    #[param(max_length = 10, pattern = "^[0-9]{1,9}$")]
    after: Option<String>,
    /// Rows, 1 to 200; 50 where it is absent.
    #[garde(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Expansions, the latest first.
#[utoipa::path(get, path = "/expansions", tag = "expansions", params(ExpansionParams), responses((status = 200, description = "A page of expansions", body = ExpansionList), (status = 404, description = "There is no such person")))]
pub(crate) async fn list_expansions(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<ExpansionParams>,
) -> Answer<ExpansionList> {
    let query = ExpansionQuery {
        state: params.state,
        overdue: params.overdue.unwrap_or(false),
        person: params.person,
        finder: params.finder,
        source: params.source.map(|word| word.0),
        kind: params.expansion_type.map(|word| word.0),
        account: params.account,
        expected_from_minor: params.expected_from_minor,
        after: params.after,
        limit: params.limit,
    };
    Ok(Json((&state.app.expansions(&query).await?).into()))
}

/// One expansion with its owners, its history and, for whoever closes it, the movements that may close it.
#[utoipa::path(get, path = "/expansions/{reference}", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), responses((status = 200, description = "The expansion", body = ExpansionDetailBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_expansion(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<ExpansionDetailBody>, Problem> {
    let view = state.app.expansion(&user.actor(), canonical(&reference)?).await?;
    Ok(Revised(view.revision, (&view).into()))
}

/// Raises an expansion of an account; its owners follow from the policy. For whoever works on the account.
#[utoipa::path(post, path = "/accounts/{reference}/expansions", tag = "expansions", params(("reference" = String, Path, description = "Such as A-17", max_length = 200)), request_body = ExpansionInput, responses((status = 200, description = "Raised", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn raise_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionInput>,
) -> Result<Response, Problem> {
    state.app.raise_expansion(&change.actor(), &reference, change.body.expansion()).await?;
    change.answer()
}

/// Puts type, expected ARR and sentence of an open expansion right. For who found it and whoever closes it.
#[utoipa::path(put, path = "/expansions/{reference}", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ExpansionPutInput, responses((status = 200, description = "Put right", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn correct_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionPutInput>,
) -> Result<Response, Problem> {
    state.app.correct_expansion(&change.actor(), canonical(&reference)?, &change.body.correction()).await?;
    change.answer()
}

/// Accepts an expansion. For who has the responsibility for expansion, who stands in for them, and those above them.
#[utoipa::path(post, path = "/expansions/{reference}/acceptance", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ExpansionAcceptanceInput, responses((status = 200, description = "Accepted", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn accept_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionAcceptanceInput>,
) -> Result<Response, Problem> {
    state.app.accept_expansion(&change.actor(), canonical(&reference)?, &change.body.note).await?;
    change.answer()
}

/// Rejects an expansion. For who has the responsibility for expansion, who stands in for them, and those above them.
#[utoipa::path(post, path = "/expansions/{reference}/refusal", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ExpansionReasonInput, responses((status = 200, description = "Rejected", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn reject_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionReasonInput>,
) -> Result<Response, Problem> {
    state.app.reject_expansion(&change.actor(), canonical(&reference)?, &change.body.reason).await?;
    change.answer()
}

/// Takes an expansion back that nobody answered. For who found it and those above them.
#[utoipa::path(post, path = "/expansions/{reference}/withdrawal", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ExpansionReasonInput, responses((status = 200, description = "Withdrawn", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn withdraw_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionReasonInput>,
) -> Result<Response, Problem> {
    state.app.withdraw_expansion(&change.actor(), canonical(&reference)?, &change.body.reason).await?;
    change.answer()
}

/// Closes an expansion as won, credited with movements of the ledger that no other expansion has. For who has the responsibility for expansion, who stands in for them, and those above them.
#[utoipa::path(post, path = "/expansions/{reference}/win", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = WinInput, responses((status = 200, description = "Won", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn win_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<WinInput>,
) -> Result<Response, Problem> {
    state
        .app
        .win_expansion(&change.actor(), canonical(&reference)?, (&change.body.movements, change.body.note.as_deref().unwrap_or_default()))
        .await?;
    change.answer()
}

/// Closes an expansion as lost. For who has the responsibility for expansion, who stands in for them, and those above them.
#[utoipa::path(post, path = "/expansions/{reference}/loss", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ExpansionReasonInput, responses((status = 200, description = "Lost", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn lose_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionReasonInput>,
) -> Result<Response, Problem> {
    state.app.lose_expansion(&change.actor(), canonical(&reference)?, &change.body.reason).await?;
    change.answer()
}

/// Opens a settled expansion again as a correction; what it was credited with is free again. For who found it and whoever closes it.
#[utoipa::path(post, path = "/expansions/{reference}/reopening", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ExpansionReasonInput, responses((status = 200, description = "Open again", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn reopen_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ExpansionReasonInput>,
) -> Result<Response, Problem> {
    state.app.reopen_expansion(&change.actor(), canonical(&reference)?, &change.body.reason).await?;
    change.answer()
}

/// Gives a responsibility of an expansion to a person by name until a day. For its holder, those above them, the desk lead and administrators.
#[utoipa::path(post, path = "/expansions/{reference}/reassignments", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12)), request_body = ReassignmentInput, responses((status = 200, description = "Reassigned", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn reassign_expansion(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ReassignmentInput>,
) -> Result<Response, Problem> {
    state.app.reassign(&change.actor(), canonical(&reference)?, change.body.reassignment()).await?;
    change.answer()
}

/// Ends a reassignment today; the policy decides again. For whoever may reassign.
#[utoipa::path(delete, path = "/expansions/{reference}/reassignments/{id}", tag = "expansions", params(("reference" = String, Path, description = "Such as E-12", pattern = "^E-[0-9]{1,10}$", max_length = 12), ("id" = String, Path, description = "Id of the reassignment", format = Uuid, max_length = 36)), responses((status = 200, description = "Ended", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn end_expansion_reassignment(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<()>,
) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found(&format!("There is no reassignment {id}.")))?;
    state.app.end_reassignment(&change.actor(), canonical(&reference)?, id).await?;
    change.answer()
}

/// The one spelling of an expansion's reference.
fn canonical(reference: &str) -> Result<&str, Problem> {
    let is_canonical = reference.strip_prefix("E-").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if is_canonical { Ok(reference) } else { Err(Problem::not_found(&format!("There is no expansion {reference}."))) }
}

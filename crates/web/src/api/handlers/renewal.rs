//! Renewals: the list, one of them, why it is owned as it is, its loss, its reassignments.

use super::super::body::{ChangeBody, ExplanationBody, RenewalDetailBody, RenewalList};
use super::super::change::{Change, Revised};
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{CorrectionInput, DayText, LossInput, ReassignmentInput, RiskWord};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::{Moments, RenewalQuery};
use utoipa::IntoParams;

/// Filters of the list of renewals.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenewalParams {
    /// Part of the account's name or reference, in any case. One or two letters are the beginning of its name, or its whole reference.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    q: Option<String>,
    /// Reference or e-mail of a person who holds something.
    #[garde(length(chars, max = 200))]
    #[param(max_length = 200)]
    person: Option<String>,
    /// Risk category of the account.
    #[garde(skip)]
    #[param(inline)]
    risk: Option<RiskWord>,
    /// Term ends within this many days.
    #[garde(range(max = 36_500))]
    #[param(minimum = 0, maximum = 36_500)]
    ends_within_days: Option<u16>,
    /// Decision day lies within this many days.
    #[garde(range(max = 36_500))]
    #[param(minimum = 0, maximum = 36_500)]
    decides_within_days: Option<u16>,
    /// Whether the contract renews by itself.
    #[garde(skip)]
    auto_renew: Option<bool>,
    /// Closed renewals too.
    #[garde(skip)]
    include_closed: Option<bool>,
    /// The list as it stood on this day; where only `known_on` is there, that day.
    #[garde(skip)]
    #[param(inline)]
    as_of: Option<DayText>,
    /// By what was recorded by the end of this day; all that is recorded where it is absent.
    #[garde(skip)]
    #[param(inline)]
    known_on: Option<DayText>,
    /// `next` of the page before.
    #[garde(length(chars, max = 40))]
    #[param(max_length = 40, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9]{1,10}$")]
    after: Option<String>,
    /// Rows, 1 to 200; 50 where it is absent.
    #[garde(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Renewals by term end.
#[utoipa::path(get, path = "/renewals", tag = "renewals", params(RenewalParams), responses((status = 200, description = "A page of renewals", body = RenewalList), (status = 404, description = "There is no such person")))]
pub(crate) async fn list_renewals(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<RenewalParams>,
) -> Answer<RenewalList> {
    let query = RenewalQuery {
        search: params.q,
        person: params.person,
        risk: params.risk.map(|risk| risk.0),
        ends_within_days: params.ends_within_days,
        decides_within_days: params.decides_within_days,
        auto_renew: params.auto_renew,
        include_closed: params.include_closed.unwrap_or(false),
        moments: Moments { as_of: params.as_of.map(|day| day.0), known_on: params.known_on.map(|day| day.0) },
        after: params.after,
        limit: params.limit,
    };
    Ok(Json((&state.app.renewals(&query).await?).into()))
}

/// One renewal with its ownership ledger, steps and lines.
#[utoipa::path(get, path = "/renewals/{reference}", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), responses((status = 200, description = "The renewal", body = RenewalDetailBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn read_renewal(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Result<Revised<RenewalDetailBody>, Problem> {
    let view = state.app.renewal(&user.actor(), canonical(&reference)?).await?;
    Ok(Revised(view.item.revision, (&view).into()))
}

/// Why each responsibility of a renewal is where it is.
#[utoipa::path(get, path = "/renewals/{reference}/explanation", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), responses((status = 200, description = "The rule that decided, and each owner's reason", body = ExplanationBody)))]
pub(crate) async fn explain_renewal(
    State(state): State<WebState>,
    _user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Answer<ExplanationBody> {
    Ok(Json((&state.app.explain(canonical(&reference)?).await?).into()))
}

/// Closes a renewal as lost. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/loss", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = LossInput, responses((status = 200, description = "Lost", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn lose_renewal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<LossInput>,
) -> Result<Response, Problem> {
    let (reason, words) = change.body.why();
    state.app.close_lost(&change.actor(), canonical(&reference)?, reason, words).await?;
    change.answer()
}

/// Opens a decided renewal again as a correction; a term it was renewed with is taken back. For administrators.
#[utoipa::path(delete, path = "/renewals/{reference}/outcome", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = CorrectionInput, responses((status = 200, description = "Open again", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn reopen_renewal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<CorrectionInput>,
) -> Result<Response, Problem> {
    state.app.reopen_renewal(&change.actor(), canonical(&reference)?, &change.body.reason).await?;
    change.answer()
}

/// Gives a responsibility to a person by name until a day. For its holder, those above them, the desk lead and administrators.
#[utoipa::path(post, path = "/renewals/{reference}/reassignments", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = ReassignmentInput, responses((status = 200, description = "Reassigned", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn reassign_renewal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ReassignmentInput>,
) -> Result<Response, Problem> {
    state.app.reassign(&change.actor(), canonical(&reference)?, change.body.reassignment()).await?;
    change.answer()
}

/// Ends a reassignment today; the policy decides again. For whoever may reassign.
#[utoipa::path(delete, path = "/renewals/{reference}/reassignments/{id}", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12), ("id" = String, Path, description = "Id of the reassignment", format = Uuid, max_length = 36)), responses((status = 200, description = "Ended", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn end_reassignment(
    State(state): State<WebState>,
    NamedIn(reference, id): NamedIn,
    change: Change<()>,
) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found(&format!("There is no reassignment {id}.")))?;
    state.app.end_reassignment(&change.actor(), canonical(&reference)?, id).await?;
    change.answer()
}

/// The one spelling of a renewal's reference. People may be lax on the command line; a program that is has a mistake in it.
pub(super) fn canonical(reference: &str) -> Result<&str, Problem> {
    let is_canonical = reference.strip_prefix("R-").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if is_canonical { Ok(reference) } else { Err(Problem::not_found(&format!("There is no renewal {reference}."))) }
}

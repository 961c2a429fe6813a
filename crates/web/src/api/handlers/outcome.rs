//! Outcomes of a window, and what a decided renewal teaches.

use super::super::body::{ChangeBody, OutcomeList};
use super::super::change::Change;
use super::super::extract::{Named, Params};
use super::super::input::{ClosingInput, FormatWord, LessonsInput, ReasonWord};
use super::super::money::{answer, format};
use super::super::problem::Problem;
use super::renewal::canonical;
use crate::server::{ApiUser, WebState};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::OutcomeQuery;
use tenure_core::renewal::Theme;
use utoipa::IntoParams;

/// Which outcomes.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeParams {
    /// Months back from today; 12 where it is absent.
    #[garde(range(min = 1, max = 60))]
    #[param(minimum = 1, maximum = 60)]
    months: Option<u16>,
    /// One of the cases of retention against renewal.
    #[garde(length(chars, min = 1, max = 20))]
    #[param(max_length = 20, pattern = "^(strong_renewed|strong_lost|fragile|weak_lost|cannot_tell)$")]
    case: Option<String>,
    /// What the outcome was, among others.
    #[garde(length(chars, min = 1, max = 20))]
    #[param(
        max_length = 20,
        pattern = "^(renewed_up|renewed_flat|renewed_down|early|late|by_itself|co_termed|new_product|new_account|churned|cancelled)$"
    )]
    ending: Option<String>,
    /// A reason.
    #[garde(skip)]
    #[param(inline)]
    reason: Option<ReasonWord>,
    /// A theme, such as `product: reporting`.
    #[garde(length(chars, min = 1, max = 80))]
    #[param(min_length = 1, max_length = 80, pattern = "^(product|service|pricing|relationship|market): [a-z0-9][a-z0-9 ]{0,58}$")]
    theme: Option<String>,
    /// A segment.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    segment: Option<String>,
    /// `csv` or `xlsx` for a file. Without it the Accept header is asked.
    #[garde(skip)]
    #[param(inline)]
    format: Option<FormatWord>,
}

/// Outcomes of a window: counted by case, reason, theme and segment, and listed.
#[utoipa::path(get, path = "/outcomes", tag = "renewals", params(OutcomeParams), responses((status = 200, description = "Outcomes", content((OutcomeList = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub(crate) async fn list_outcomes(
    State(state): State<WebState>,
    _user: ApiUser,
    headers: HeaderMap,
    Params(params): Params<OutcomeParams>,
) -> Result<Response, Problem> {
    let invalid = |name: &'static str| move |problem: String| Problem::invalid(name, &problem);
    let query = OutcomeQuery {
        months: params.months,
        quadrant: params.case.map(|word| word.parse()).transpose().map_err(invalid("case"))?,
        ending: params.ending.map(|word| word.parse()).transpose().map_err(invalid("ending"))?,
        reason: params.reason.map(|word| word.0),
        theme: params.theme.map(|text| text.parse::<Theme>()).transpose().map_err(invalid("theme"))?,
        segment: params.segment,
    };
    let view = state.app.outcomes(&query).await?;
    answer(format(params.format, &headers), || OutcomeList::from(&view), || view.table()).await
}

/// Writes down what a decided renewal teaches. For whoever works on the account.
#[utoipa::path(put, path = "/renewals/{reference}/lessons", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = LessonsInput, responses((status = 200, description = "Written down", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn write_lessons(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<LessonsInput>,
) -> Result<Response, Problem> {
    state.app.review_outcome(&change.actor(), canonical(&reference)?, change.body.review()).await?;
    change.answer()
}

/// Closes a renewal with everything that belongs to it: how it was decided, why, what it teaches, what was promised. All of it is written,
/// or nothing. For whoever works on the account.
#[utoipa::path(post, path = "/renewals/{reference}/closing", tag = "renewals", params(("reference" = String, Path, description = "Such as R-1042", pattern = "^R-[0-9]{1,10}$", max_length = 12)), request_body = ClosingInput, responses((status = 200, description = "Closed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn close_renewal(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ClosingInput>,
) -> Result<Response, Problem> {
    state.app.close_renewal(&change.actor(), canonical(&reference)?, change.body.closing()?).await?;
    change.answer()
}

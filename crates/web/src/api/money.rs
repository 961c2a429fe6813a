//! Questions about money in a request: the parameters that all of them share, and the file that the answer may be asked as.

use super::extract::{Params, checked};
use super::input::{DayText, DiscountsWord, FormatWord, LevelWord, OverlapsWord, RenewedByWord, ReturningWord};
use super::problem::Problem;
use axum::Json;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tenure_app::tables::{Format, Table};
use tenure_app::{AppError, MONEY_PARAMETERS, MoneyQuery, write_table};
use tenure_core::refusal::Refusal;
use utoipa::IntoParams;

/// Longest name of a segment, region, unit, product or account.
const NAME_MAX: usize = 200;

/// A question about money, with the parameters that one operation has besides. Each parameter of the question is read by
/// [`MoneyQuery::read`], as everywhere; here empty ones are refused, so that a typing error never widens an answer.
pub(super) struct Asked<T>(pub(super) MoneyQuery, pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context = ()>> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let (mut of_money, mut others) = (Vec::new(), Vec::new());
        for segment in query.split('&').filter(|segment| !segment.is_empty()) {
            let (name, value) = pair(segment)?;
            if MONEY_PARAMETERS.contains(&name.as_str()) { of_money.push((name, value)) } else { others.push(segment) }
        }
        checked(&of_money)?;
        for (name, value) in &of_money {
            if value.is_empty() || value.trim() != value {
                return Err(Problem::invalid(name, "is empty, or has blanks around it"));
            }
            if value.chars().count() > NAME_MAX {
                return Err(Problem::invalid(name, "is longer than 200 characters"));
            }
        }
        let query = MoneyQuery::read(of_money.iter().map(|(name, value)| (name.as_str(), value.as_str()))).map_err(refused)?;
        parts.uri = only(&others)?;
        let Params(own) = Params::from_request_parts(parts, state).await?;
        Ok(Self(query, own))
    }
}

fn refused(refusal: Refusal) -> Problem {
    tenure_app::AppError::refused(refusal).into()
}

/// One parameter with its value, decoded.
fn pair(segment: &str) -> Result<(String, String), Problem> {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&only(&[segment])?);
    let pairs = pairs.map_err(|rejection| Problem::invalid("query", &rejection.body_text()))?.0;
    Ok(pairs.into_iter().next().unwrap_or_default())
}

/// An address that has these parameters alone.
fn only(segments: &[&str]) -> Result<Uri, Problem> {
    format!("/?{}", segments.join("&")).parse().map_err(|_| Problem::invalid("query", "cannot be read"))
}

/// Days, level and money of a question.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described here, read by name in Asked")]
pub(super) struct PeriodParams {
    /// The closing day; today where it is absent.
    #[param(inline)]
    as_of: Option<DayText>,
    /// What counts is what was recorded by the end of this day; all that is recorded where it is absent.
    #[param(inline)]
    known_on: Option<DayText>,
    /// The opening day; so many months before the closing day where it is absent.
    #[param(inline)]
    since: Option<DayText>,
    /// Months from the opening to the closing day; 12 where it is absent.
    #[param(minimum = 1, maximum = 120)]
    months: Option<u16>,
    /// Who counts as one customer; the account where it is absent.
    #[param(inline)]
    level: Option<LevelWord>,
    /// `plan` (the reporting currency at the plan rates of the closing year, where it is absent), `plan-2026` (of that year), `dated` (at
    /// the rates of each day), or a currency: contracts in it alone, in their own money.
    #[param(min_length = 3, max_length = 9, pattern = "^(plan|plan-(199[0-9]|20[0-9]{2}|2100)|dated|[A-Z]{3})$")]
    money: Option<String>,
}

/// Which customers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described here, read by name in Asked")]
pub(super) struct CustomerParams {
    /// Accounts of a segment.
    #[param(min_length = 1, max_length = 200)]
    segment: Option<String>,
    /// Accounts of a region.
    #[param(min_length = 1, max_length = 200)]
    region: Option<String>,
    /// Accounts of a tier.
    #[param(minimum = 1, maximum = 3)]
    tier: Option<u8>,
    /// One account, by reference.
    #[param(min_length = 1, max_length = 200)]
    account: Option<String>,
}

/// Which part of what they buy, and how movements are told apart. A rule that is absent is as the organisation decided.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described here, read by name in Asked")]
pub(super) struct PartParams {
    /// One business unit.
    #[param(min_length = 1, max_length = 200)]
    unit: Option<String>,
    /// One product.
    #[param(min_length = 1, max_length = 200)]
    product: Option<String>,
    /// Which discounts lessen recurring revenue.
    #[param(inline)]
    discounts: Option<DiscountsWord>,
    /// Days for which revenue goes on past the end of a term.
    #[param(minimum = 0, maximum = 366)]
    grace_days: Option<u16>,
    /// What a customer is who comes back.
    #[param(inline)]
    returning: Option<ReturningWord>,
    /// A customer who was away for so many days, 1 to 3,650, comes new; or `never`.
    #[param(min_length = 1, max_length = 5, pattern = "^(never|[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)$")]
    lapse_days_to_new: Option<String>,
    /// What an account pays while several of its lines overlap.
    #[param(inline)]
    overlaps: Option<OverlapsWord>,
    /// What counts as the renewal of revenue that was due.
    #[param(inline)]
    renewed_by: Option<RenewedByWord>,
    /// An upsell above this share of the customer's ARR is big, in basis points.
    #[param(minimum = 0, maximum = 10_000)]
    upsell_share_bps: Option<u16>,
    /// An upsell of more than so many units is big.
    #[param(minimum = 0, maximum = 65_535)]
    upsell_units: Option<u16>,
    /// Where several types of expansion fit, the first of these counts: the three in an order, with spaces between.
    #[param(
        min_length = 43,
        max_length = 43,
        pattern = "^(cross_division|cross_stakeholder|cross_sell) (cross_division|cross_stakeholder|cross_sell) (cross_division|cross_stakeholder|cross_sell)$"
    )]
    precedence: Option<String>,
}

/// The format that a request asks for: by the parameter, or else the first in the Accept header that is one of ours.
pub(super) fn format(parameter: Option<FormatWord>, headers: &HeaderMap) -> Format {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let kinds = accepted.map(|range| range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let known = |kind: String| Format::ALL.into_iter().find(|format| format.media_type().split(';').next() == Some(kind.as_str()));
    parameter.map(|FormatWord(format)| format).or_else(|| kinds.filter_map(known).next()).unwrap_or(Format::Json)
}

/// An answer as a body, or as a file of the table that it is.
pub(super) async fn answer<B: Serialize>(
    format: Format,
    body: impl FnOnce() -> B,
    table: impl FnOnce() -> Table,
) -> Result<Response, Problem> {
    match format {
        Format::Json => Ok(Json(body()).into_response()),
        file => attached(file, table()).await,
    }
}

/// A table as a file.
pub(super) async fn attached(format: Format, table: Table) -> Result<Response, Problem> {
    Ok(attachment(format, table).await?)
}

/// The same for pages.
pub(crate) async fn attachment(format: Format, table: Table) -> Result<Response, AppError> {
    let disposition = format!("attachment; filename=\"{}\"", table.file_name(format));
    let bytes = write_table(table, format).await?;
    Ok(([(header::CONTENT_TYPE, format.media_type().to_string()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

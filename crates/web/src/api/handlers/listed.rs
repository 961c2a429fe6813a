//! The organisation's lists: plan rates, exchange rates of single days, holidays, products.

use super::super::body::{ChangeBody, ExchangeRateList, FieldList, HolidayList, PlanRateList, ProductList};
use super::super::change::Change;
use super::super::extract::{Named, NamedIn, NoParams, Params};
use super::super::input::{FieldInput, HolidayInput, ProductInput, RateInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use jiff::civil::Date;
use serde::Deserialize;
use tenure_core::account::{Field, FieldName};
use tenure_core::contract::Product;
use tenure_core::facts::{ListKey, Listed};
use tenure_core::primitives::{Country, Currency, parse_currency, parse_date};
use utoipa::IntoParams;

fn no_such() -> Problem {
    Problem::not_found("There is no such thing: the address names no year, day, country or currency.")
}

fn day(text: &str) -> Result<Date, Problem> {
    parse_date(text).map_err(|_| no_such())
}

fn currency(text: &str) -> Result<Currency, Problem> {
    parse_currency(text).map_err(|_| no_such())
}

fn plan(year: &str, code: &str) -> Result<(i16, Currency), Problem> {
    let year = year.parse().ok().filter(|year| (1990..=2100).contains(year));
    Ok((year.ok_or_else(no_such)?, currency(code)?))
}

/// Plan rates by year and currency, and which of them the open renewals stand on.
#[utoipa::path(get, path = "/plan-rates", tag = "lists", responses((status = 200, description = "Every plan rate", body = PlanRateList)))]
pub(crate) async fn list_plan_rates(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<PlanRateList> {
    Ok(Json((&state.app.lists().await?).into()))
}

/// Which rates of single days.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExchangeRateParams {
    /// Code of a currency.
    #[garde(length(chars, min = 3, max = 3))]
    #[param(min_length = 3, max_length = 3)]
    currency: Option<String>,
    /// `next` of the page before.
    #[garde(length(chars, min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200)]
    after: Option<String>,
    /// Rows, 1 to 500; 100 where it is absent.
    #[garde(range(min = 1, max = 500))]
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// Exchange rates of single days, newest first.
#[utoipa::path(get, path = "/exchange-rates", tag = "lists", params(ExchangeRateParams), responses((status = 200, description = "A page of rates", body = ExchangeRateList)))]
pub(crate) async fn list_exchange_rates(
    State(state): State<WebState>,
    _user: ApiUser,
    Params(params): Params<ExchangeRateParams>,
) -> Answer<ExchangeRateList> {
    Ok(Json((&state.app.exchange_rates(params.currency.as_deref(), params.after.as_deref(), params.limit).await?).into()))
}

/// Holidays of the organisation and of countries, by day.
#[utoipa::path(get, path = "/holidays", tag = "lists", responses((status = 200, description = "Every holiday", body = HolidayList)))]
pub(crate) async fn list_holidays(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<HolidayList> {
    Ok(Json((&state.app.lists().await?).into()))
}

/// Products by name, with how many lines name each.
#[utoipa::path(get, path = "/products", tag = "lists", responses((status = 200, description = "Every product", body = ProductList)))]
pub(crate) async fn list_products(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<ProductList> {
    Ok(Json((&state.app.lists().await?).into()))
}

/// Sets a plan rate; what follows from it follows at once. For administrators.
#[utoipa::path(put, path = "/plan-rates/{year}/{currency}", tag = "lists", params(("year" = i16, Path, description = "Year", minimum = 1990, maximum = 2100), ("currency" = String, Path, description = "ISO 4217 code such as EUR", min_length = 3, max_length = 3)), request_body = RateInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_plan_rate(
    State(state): State<WebState>,
    NamedIn(first, second): NamedIn,
    change: Change<RateInput>,
) -> Result<Response, Problem> {
    let entry = {
        let (year, currency) = plan(&first, &second)?;
        Listed::PlanRate(year, currency, change.body.rate.0)
    };
    state.app.set_listed(&change.actor(), entry).await?;
    change.answer()
}

/// Takes a plan rate off its list. For administrators.
#[utoipa::path(delete, path = "/plan-rates/{year}/{currency}", tag = "lists", params(("year" = i16, Path, description = "Year", minimum = 1990, maximum = 2100), ("currency" = String, Path, description = "ISO 4217 code such as EUR", min_length = 3, max_length = 3)), responses((status = 200, description = "Taken off", body = ChangeBody)))]
pub(crate) async fn remove_plan_rate(
    State(state): State<WebState>,
    NamedIn(first, second): NamedIn,
    change: Change<()>,
) -> Result<Response, Problem> {
    state
        .app
        .remove_listed(&change.actor(), {
            let (year, currency) = plan(&first, &second)?;
            ListKey::PlanRate(year, currency.code().into())
        })
        .await?;
    change.answer()
}

/// Sets the exchange rate of a day; what follows from it follows at once. For administrators.
#[utoipa::path(put, path = "/exchange-rates/{day}/{currency}", tag = "lists", params(("day" = String, Path, description = "Such as 2026-11-20", min_length = 10, max_length = 10), ("currency" = String, Path, description = "ISO 4217 code such as EUR", min_length = 3, max_length = 3)), request_body = RateInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_exchange_rate(
    State(state): State<WebState>,
    NamedIn(first, second): NamedIn,
    change: Change<RateInput>,
) -> Result<Response, Problem> {
    let entry = Listed::ExchangeRate(day(&first)?, currency(&second)?, change.body.rate.0);
    state.app.set_listed(&change.actor(), entry).await?;
    change.answer()
}

/// Takes the exchange rate of a day off its list. For administrators.
#[utoipa::path(delete, path = "/exchange-rates/{day}/{currency}", tag = "lists", params(("day" = String, Path, description = "Such as 2026-11-20", min_length = 10, max_length = 10), ("currency" = String, Path, description = "ISO 4217 code such as EUR", min_length = 3, max_length = 3)), responses((status = 200, description = "Taken off", body = ChangeBody)))]
pub(crate) async fn remove_exchange_rate(
    State(state): State<WebState>,
    NamedIn(first, second): NamedIn,
    change: Change<()>,
) -> Result<Response, Problem> {
    state.app.remove_listed(&change.actor(), ListKey::ExchangeRate(day(&first)?, currency(&second)?.code().into())).await?;
    change.answer()
}

/// Sets a holiday; what follows from it follows at once. For administrators.
#[utoipa::path(put, path = "/holidays/{day}", tag = "lists", params(("day" = String, Path, description = "Such as 2026-11-20", min_length = 10, max_length = 10)), request_body = HolidayInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_holiday(
    State(state): State<WebState>,
    Named(first): Named,
    change: Change<HolidayInput>,
) -> Result<Response, Problem> {
    let entry = Listed::Holiday(None, day(&first)?, change.body.name.trim().into());
    state.app.set_listed(&change.actor(), entry).await?;
    change.answer()
}

/// Takes a holiday off its list. For administrators.
#[utoipa::path(delete, path = "/holidays/{day}", tag = "lists", params(("day" = String, Path, description = "Such as 2026-11-20", min_length = 10, max_length = 10)), responses((status = 200, description = "Taken off", body = ChangeBody)))]
pub(crate) async fn remove_holiday(State(state): State<WebState>, Named(first): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.remove_listed(&change.actor(), ListKey::Holiday(None, day(&first)?)).await?;
    change.answer()
}

fn country(text: &str) -> Result<Option<Country>, Problem> {
    text.parse().map(Some).map_err(|_| no_such())
}

/// Sets a holiday of a country; steps of those who work there and of customers there move off it. For administrators.
#[utoipa::path(put, path = "/countries/{country}/holidays/{day}", tag = "lists", params(("country" = String, Path, description = "ISO 3166 code such as DE", min_length = 2, max_length = 2), ("day" = String, Path, description = "Such as 2026-11-20", min_length = 10, max_length = 10)), request_body = HolidayInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_country_holiday(
    State(state): State<WebState>,
    NamedIn(first, second): NamedIn,
    change: Change<HolidayInput>,
) -> Result<Response, Problem> {
    let entry = Listed::Holiday(country(&first)?, day(&second)?, change.body.name.trim().into());
    state.app.set_listed(&change.actor(), entry).await?;
    change.answer()
}

/// Takes a holiday of a country off its list. For administrators.
#[utoipa::path(delete, path = "/countries/{country}/holidays/{day}", tag = "lists", params(("country" = String, Path, description = "ISO 3166 code such as DE", min_length = 2, max_length = 2), ("day" = String, Path, description = "Such as 2026-11-20", min_length = 10, max_length = 10)), responses((status = 200, description = "Taken off", body = ChangeBody)))]
pub(crate) async fn remove_country_holiday(
    State(state): State<WebState>,
    NamedIn(first, second): NamedIn,
    change: Change<()>,
) -> Result<Response, Problem> {
    state.app.remove_listed(&change.actor(), ListKey::Holiday(country(&first)?, day(&second)?)).await?;
    change.answer()
}

/// Sets a product; what follows from it follows at once. For administrators.
#[utoipa::path(put, path = "/products/{name}", tag = "lists", params(("name" = String, Path, description = "Name of the product", min_length = 1, max_length = 200)), request_body = ProductInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_product(
    State(state): State<WebState>,
    Named(first): Named,
    change: Change<ProductInput>,
) -> Result<Response, Problem> {
    let entry = Listed::Product(Product { name: first, easy_setup: change.body.easy_setup, low_effort: change.body.low_effort });
    state.app.set_listed(&change.actor(), entry).await?;
    change.answer()
}

/// Takes a product off its list. For administrators.
#[utoipa::path(delete, path = "/products/{name}", tag = "lists", params(("name" = String, Path, description = "Name of the product", min_length = 1, max_length = 200)), responses((status = 200, description = "Taken off", body = ChangeBody)))]
pub(crate) async fn remove_product(State(state): State<WebState>, Named(first): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.remove_listed(&change.actor(), ListKey::Product(first)).await?;
    change.answer()
}

/// Fields that the organisation added to accounts, by name.
#[utoipa::path(get, path = "/fields", tag = "lists", responses((status = 200, description = "Every field", body = FieldList)))]
pub(crate) async fn list_fields(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<FieldList> {
    Ok(Json((&state.app.lists().await?).into()))
}

/// Adds a field to accounts, or changes its label; what its values are does not change. For administrators.
#[utoipa::path(put, path = "/fields/{name}", tag = "lists", params(("name" = String, Path, description = "Small letters, digits and underscores", pattern = "^[a-z][a-z0-9_]{0,23}$", max_length = 24)), request_body = FieldInput, responses((status = 200, description = "Set", body = ChangeBody)))]
pub(crate) async fn set_field(State(state): State<WebState>, Named(first): Named, change: Change<FieldInput>) -> Result<Response, Problem> {
    let entry = Listed::Field(Field { name: field_name(&first)?, label: change.body.label.trim().into(), kind: change.body.kind.0 });
    state.app.set_listed(&change.actor(), entry).await?;
    change.answer()
}

/// Takes a field off accounts that none has a value of and no policy asks for. For administrators.
#[utoipa::path(delete, path = "/fields/{name}", tag = "lists", params(("name" = String, Path, description = "Small letters, digits and underscores", pattern = "^[a-z][a-z0-9_]{0,23}$", max_length = 24)), responses((status = 200, description = "Taken off", body = ChangeBody)))]
pub(crate) async fn remove_field(State(state): State<WebState>, Named(first): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.remove_listed(&change.actor(), ListKey::Field(field_name(&first)?)).await?;
    change.answer()
}

fn field_name(text: &str) -> Result<FieldName, Problem> {
    text.parse().map_err(|problem: String| Problem::invalid("name", &problem))
}

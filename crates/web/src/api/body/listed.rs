//! Bodies about the organisation's lists.

use super::MoneyBody;
use jiff::civil::Date;
use serde::Serialize;
use tenure_app::{ExchangeRatePage, ListsView, PlanRateItem, ProductItem, RateNeed};
use tenure_core::account::Field;
use tenure_core::primitives::Country;
use utoipa::ToSchema;

/// A plan rate.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanRateBody {
    /// Year.
    #[schema(minimum = 1990, maximum = 2100)]
    pub year: i16,
    /// Code of the currency.
    pub currency: String,
    /// What one of it is worth in the reporting currency.
    pub rate: String,
}

impl From<&PlanRateItem> for PlanRateBody {
    fn from(item: &PlanRateItem) -> Self {
        Self { year: item.year, currency: item.currency.clone(), rate: item.rate.to_string() }
    }
}

/// Open renewals of a foreign currency and year, and the plan rate that counts for them.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateNeedBody {
    /// Year in which the terms end.
    #[schema(minimum = 1990, maximum = 2200)]
    pub year: i16,
    /// Code of the currency.
    pub currency: String,
    /// Open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// What is up for renewal.
    pub atr: MoneyBody,
    /// The year of the rate that counts, which may be an earlier one; none where there is no rate.
    #[schema(minimum = 1990, maximum = 2100)]
    pub rate_year: Option<i16>,
    /// That rate.
    pub rate: Option<String>,
}

impl From<&RateNeed> for RateNeedBody {
    fn from(need: &RateNeed) -> Self {
        Self {
            year: need.year,
            currency: need.atr.currency.code().into(),
            renewals: need.renewals,
            atr: need.atr.into(),
            rate_year: need.rate.map(|(year, _)| year),
            rate: need.rate.map(|(_, rate)| rate.to_string()),
        }
    }
}

/// Plan rates.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanRateList {
    /// Code of the reporting currency.
    pub reporting_currency: String,
    /// Newest year first.
    pub items: Vec<PlanRateBody>,
    /// What the open renewals stand on.
    pub needs: Vec<RateNeedBody>,
}

impl From<&ListsView> for PlanRateList {
    fn from(view: &ListsView) -> Self {
        Self {
            reporting_currency: view.reporting.code().into(),
            items: view.plan_rates.iter().map(PlanRateBody::from).collect(),
            needs: view.needs.iter().map(RateNeedBody::from).collect(),
        }
    }
}

/// The rate of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExchangeRateBody {
    /// Day.
    #[schema(format = Date)]
    pub day: String,
    /// Code of the currency.
    pub currency: String,
    /// What one of it was worth in the reporting currency.
    pub rate: String,
}

/// A page of rates of single days.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExchangeRateList {
    /// Newest first, then by currency.
    pub items: Vec<ExchangeRateBody>,
    /// Send as `after` for the next page.
    pub next: Option<String>,
}

impl From<&ExchangeRatePage> for ExchangeRateList {
    fn from(page: &ExchangeRatePage) -> Self {
        let items = page.items.iter().map(|item| ExchangeRateBody {
            day: item.day.to_string(),
            currency: item.currency.clone(),
            rate: item.rate.to_string(),
        });
        Self { items: items.collect(), next: page.next.clone() }
    }
}

/// A holiday.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolidayBody {
    /// ISO 3166 code of the country in which it is a holiday; null is the whole organisation.
    #[schema(min_length = 2, max_length = 2)]
    pub country: Option<String>,
    /// Day.
    #[schema(format = Date)]
    pub day: String,
    /// Its name.
    pub name: String,
}

/// Holidays.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolidayList {
    /// By day.
    pub items: Vec<HolidayBody>,
}

impl From<&ListsView> for HolidayList {
    fn from(view: &ListsView) -> Self {
        let body = |(country, day, name): &(Option<Country>, Date, String)| HolidayBody {
            country: country.map(|country| country.code().into()),
            day: day.to_string(),
            name: name.clone(),
        };
        Self { items: view.holidays.iter().map(body).collect() }
    }
}

/// A product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductBody {
    /// The name that lines use.
    pub name: String,
    /// Whether it is easy to set up.
    pub easy_setup: bool,
    /// Whether customers reach value with little effort of ours.
    pub low_effort: bool,
    /// Whether it fails one of the two.
    pub complex: bool,
    /// Lines of contracts that name it.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub lines: u64,
}

impl From<&ProductItem> for ProductBody {
    fn from(item: &ProductItem) -> Self {
        let product = &item.product;
        Self {
            name: product.name.clone(),
            easy_setup: product.easy_setup,
            low_effort: product.low_effort,
            complex: product.is_complex(),
            lines: item.lines,
        }
    }
}

/// A field that the organisation added to accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldBody {
    /// What files, policies and the API call it.
    #[schema(example = "industry")]
    pub name: String,
    /// What pages call it.
    pub label: String,
    /// `word`, `number`, `money`, `date` or `flag`.
    pub kind: String,
}

/// Fields of accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldList {
    /// By name.
    pub items: Vec<FieldBody>,
}

impl From<&ListsView> for FieldList {
    fn from(view: &ListsView) -> Self {
        let body = |field: &Field| FieldBody { name: field.name.to_string(), label: field.label.clone(), kind: field.kind.code().into() };
        Self { items: view.fields.iter().map(body).collect() }
    }
}

/// Products.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductList {
    /// By name.
    pub items: Vec<ProductBody>,
}

impl From<&ListsView> for ProductList {
    fn from(view: &ListsView) -> Self {
        Self { items: view.products.iter().map(ProductBody::from).collect() }
    }
}

//! The organisation's lists: products with how many lines name them, holidays, rates, and the plan rates that open renewals stand on.

use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use tenure_core::account::Field;
use tenure_core::contract::Product;
use tenure_core::primitives::{Country, Currency, Decimal6, Money, parse_currency, parse_date};
use tenure_core::refusal::Refusal;
use tenure_store::{CurrencyUse, Scope};

/// A product with how many lines name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductItem {
    /// The product.
    pub product: Product,
    /// Lines of contracts that name it.
    pub lines: u64,
}

/// A plan rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRateItem {
    /// Year.
    pub year: i16,
    /// Code of the currency.
    pub currency: String,
    /// Reporting currency for one of it.
    pub rate: Decimal6,
}

/// Open renewals of one foreign currency and year, and the plan rate that counts for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateNeed {
    /// Year in which the terms end.
    pub year: i16,
    /// Open renewals.
    pub renewals: u64,
    /// What is up for renewal, in their currency.
    pub atr: Money,
    /// The rate that counts: its year, which may be an earlier one, and the rate.
    pub rate: Option<(i16, Decimal6)>,
}

/// The lists, without the rates of single days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListsView {
    /// Today.
    pub today: Date,
    /// Reporting currency.
    pub reporting: Currency,
    /// Fields that the organisation added to accounts, by name.
    pub fields: Vec<Field>,
    /// Products by name.
    pub products: Vec<ProductItem>,
    /// Holidays by day: whose, the day, its name.
    pub holidays: Vec<(Option<Country>, Date, String)>,
    /// Plan rates, newest year first.
    pub plan_rates: Vec<PlanRateItem>,
    /// What the open renewals need, by year and currency.
    pub needs: Vec<RateNeed>,
}

/// The rate of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRateItem {
    /// Day.
    pub day: Date,
    /// Code of the currency.
    pub currency: String,
    /// Reporting currency for one of it.
    pub rate: Decimal6,
}

/// A page of rates of single days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRatePage {
    /// Newest first, then by currency.
    pub items: Vec<ExchangeRateItem>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl App {
    /// Products, holidays and plan rates.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn lists(&self) -> Result<ListsView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let uses = tx.product_uses().await?;
        let lines = |name: &str| uses.iter().find(|(product, _)| product == name).map_or(0, |(_, lines)| *lines);
        let product = |product: &Product| ProductItem { lines: lines(&product.name), product: product.clone() };
        let plan = facts.plan_rates.iter().map(|((year, code), rate)| PlanRateItem { year: *year, currency: code.clone(), rate: *rate });
        let mut plan_rates: Vec<PlanRateItem> = plan.collect();
        plan_rates.sort_by(|a, b| (b.year, &a.currency).cmp(&(a.year, &b.currency)));
        let needed = tx.currency_uses().await?;
        let needed = needed.iter().filter(|of| of.currency != facts.reporting().code());
        let mut holidays: Vec<_> = facts.calendar.all().map(|(country, day, name)| (country, day, name.clone())).collect();
        holidays.sort_by_key(|(country, day, _)| (*day, *country));
        Ok(ListsView {
            today: self.today(&facts.organisation),
            reporting: facts.reporting(),
            fields: facts.fields.values().cloned().collect(),
            products: facts.products.values().map(product).collect(),
            holidays,
            needs: needed.filter_map(|of| need(of, &plan_rates)).collect(),
            plan_rates,
        })
    }

    /// Fields that the organisation added to accounts.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn account_fields(&self) -> Result<Vec<Field>, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        Ok(facts.fields.into_values().collect())
    }

    /// Rates of single days, newest first; 1 to 500 rows, 100 where `limit` is `None`.
    ///
    /// # Errors
    /// A place that no page gave.
    pub async fn exchange_rates(
        &self,
        currency: Option<&str>,
        after: Option<&str>,
        limit: Option<u16>,
    ) -> Result<ExchangeRatePage, AppError> {
        let limit = u32::from(limit.unwrap_or(100).clamp(1, 500));
        let place = after.map(|text| place(text).ok_or_else(|| bad_place(text))).transpose()?;
        let place = place.as_ref().map(|(day, code)| (*day, code.as_str()));
        let mut rows = self.store.read().await?.dated_rates(currency, place, limit + 1).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let items: Vec<ExchangeRateItem> = rows.into_iter().map(|(day, currency, rate)| ExchangeRateItem { day, currency, rate }).collect();
        let next = items.last().filter(|_| more).map(|item| format!("{}.{}", item.day, item.currency));
        Ok(ExchangeRatePage { items, next })
    }
}

/// The rate of the year, or of the latest year before it: the same that the planner takes.
fn need(of: &CurrencyUse, newest_first: &[PlanRateItem]) -> Option<RateNeed> {
    let currency = parse_currency(&of.currency).ok()?;
    let rate = newest_first.iter().find(|rate| rate.currency == of.currency && rate.year <= of.year);
    Some(RateNeed {
        year: of.year,
        renewals: of.renewals,
        atr: Money::new(of.atr_minor, currency),
        rate: rate.map(|rate| (rate.year, rate.rate)),
    })
}

fn place(text: &str) -> Option<(Date, String)> {
    let (day, code) = text.split_once('.')?;
    Some((parse_date(day).ok()?, parse_currency(code).ok()?.code().to_string()))
}

fn bad_place(text: &str) -> AppError {
    let (column, value) = (Some("after".into()), Some(text.into()));
    Refusal { column, value, problem: "is not a place that a page gave".into(), ..Refusal::default() }.into()
}

//! The body about retention: headline, the way from opening to closing, cohorts, months.

use super::MoneyBody;
use super::figure::{FigureBody, QuestionBody, RateBody};
use super::ledger::{MovementBody, WaterfallBody};
use serde::Serialize;
use tenure_app::{CohortsView, MoneyQuery, RetentionView};
use tenure_core::ledger::date_of;
use tenure_core::metrics::{Measured, Month, Ratio};
use tenure_core::primitives::{Currency, Money};
use utoipa::ToSchema;

/// The figures that stand above all others; `/metrics` has every one.
const HEADLINE: [&str; 4] = ["cohort_nrr", "cohort_grr", "logo_retention", "renewal_rate_gross"];

/// Retention over a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionBody {
    /// What was asked.
    pub question: QuestionBody,
    /// Net and gross revenue retention, logo retention, gross renewal rate.
    pub headline: Vec<FigureBody>,
    /// The way from opening to closing ARR.
    pub waterfall: WaterfallBody,
    /// Movements of the period.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub movements: u64,
    /// Those with the largest amounts, largest first.
    pub largest: Vec<MovementBody>,
    /// Customers by the quarter in which they came, the oldest first.
    pub cohorts: Vec<CohortBody>,
    /// Month ends up to the closing day, with retention over the twelve months before each.
    pub months: Vec<MonthBody>,
}

impl RetentionBody {
    /// Retention as it was asked for.
    pub fn of(view: &RetentionView, query: &MoneyQuery) -> Self {
        let figures = HEADLINE.iter().filter_map(|code| view.figure(code));
        let balances = [view.opening_minor, view.closing_minor, view.residual_minor];
        Self {
            question: QuestionBody::of((query, &view.rules), (view.opening_on, view.closing_on), view.currency),
            headline: figures.map(|item| FigureBody::of(item, view.currency)).collect(),
            waterfall: WaterfallBody::of(balances, &view.sums, view.currency),
            movements: view.movements,
            largest: view.largest.iter().map(MovementBody::from).collect(),
            cohorts: cohorts(&view.cohorts, view.currency),
            months: view.months.iter().map(|month| MonthBody::of(month, view.currency)).collect(),
        }
    }
}

/// The customers of one quarter.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortBody {
    /// Last day of the quarter in which they came.
    #[schema(format = Date)]
    pub came_in: String,
    /// What is left of them, quarter by quarter; the first is the start.
    pub cells: Vec<CohortCellBody>,
}

/// A cohort at the end of one quarter.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortCellBody {
    /// Last day of the quarter.
    #[schema(format = Date)]
    pub quarter: String,
    /// Customers still there.
    #[schema(minimum = 0, maximum = 4_294_967_295_u32)]
    pub customers: u32,
    /// ARR kept: for each customer at most what it started with.
    pub gross: MoneyBody,
    /// ARR.
    pub net: MoneyBody,
    /// Share of the customers.
    pub customers_rate: Option<RateBody>,
    /// Share of the ARR kept.
    pub gross_rate: Option<RateBody>,
    /// ARR as a share of the start.
    pub net_rate: Option<RateBody>,
}

fn cohorts(view: &CohortsView, currency: Currency) -> Vec<CohortBody> {
    let end = |at: usize| view.ends.get(at).map(ToString::to_string).unwrap_or_default();
    let amount = |minor| MoneyBody::from(Money::new(minor, currency));
    let cohort = view.triangle.rows.iter().map(|row| {
        let cells = row.cells.iter().enumerate().map(|(age, cell)| CohortCellBody {
            quarter: end(row.period + age),
            customers: cell.customers,
            gross: amount(cell.gross_minor),
            net: amount(cell.net_minor),
            customers_rate: row.rate(age, Measured::Logo).map(RateBody::from),
            gross_rate: row.rate(age, Measured::Gross).map(RateBody::from),
            net_rate: row.rate(age, Measured::Net).map(RateBody::from),
        });
        CohortBody { came_in: end(row.period), cells: cells.collect() }
    });
    cohort.collect()
}

/// One month end. A month is classed by its two ends alone; the ledger tells every day.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthBody {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// ARR on it.
    pub closing: MoneyBody,
    /// Customers on it.
    #[schema(minimum = 0, maximum = 4_294_967_295_u32)]
    pub customers: u32,
    /// Of customers who never paid before.
    pub new: MoneyBody,
    /// Of customers who pay more than a month before.
    pub expansion: MoneyBody,
    /// Of customers who pay less; negative.
    pub contraction: MoneyBody,
    /// Of customers who pay no more; negative.
    pub churn: MoneyBody,
    /// Of customers who came back.
    pub reactivation: MoneyBody,
    /// Net revenue retention over twelve months; null in the first twelve.
    pub net_rate: Option<RateBody>,
    /// Gross revenue retention over twelve months.
    pub gross_rate: Option<RateBody>,
    /// Logo retention over twelve months.
    pub customers_rate: Option<RateBody>,
}

impl MonthBody {
    fn of(month: &Month, currency: Currency) -> Self {
        let amount = |minor| MoneyBody::from(Money::new(minor, currency));
        let rate = |kept: i64, base: i64| Ratio::of(kept.into(), base.into()).map(RateBody::from);
        Self {
            day: date_of(month.day).to_string(),
            closing: amount(month.closing_minor),
            customers: month.customers,
            new: amount(month.new_minor),
            expansion: amount(month.expansion_minor),
            contraction: amount(month.contraction_minor),
            churn: amount(month.churn_minor),
            reactivation: amount(month.reactivation_minor),
            net_rate: rate(month.net_minor, month.base_minor),
            gross_rate: rate(month.gross_minor, month.base_minor),
            customers_rate: rate(month.kept_customers.into(), month.base_customers.into()),
        }
    }
}

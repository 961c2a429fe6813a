//! The retention page: headline figures, the way from opening to closing, cohorts, definitions side by side, and what moved most.

use super::asked::{Asked, AskedRules};
use super::figures::{FigureItem, every_figure};
use super::ledger::{ClassSum, MovementItem, item, moved};
use super::query::{MoneyQuery, months_before};
use crate::App;
use crate::error::AppError;
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::Arc;
use tenure_core::ledger::{balances, date_of, day_of};
use tenure_core::metrics::{Month, Triangle, months, subjects};
use tenure_core::primitives::Currency;

/// Movements that the page shows; the ledger has all.
const SHOWN: usize = 8;
/// Months of the trend.
const TREND_MONTHS: u16 = 24;
/// Quarters of the cohorts.
const COHORT_QUARTERS: u16 = 12;

/// Cohorts by quarter.
#[derive(Clone, Debug)]
pub struct CohortsView {
    /// The last day of each quarter, oldest first; the triangle's periods.
    pub ends: Vec<Date>,
    /// Customers by the quarter in which they came.
    pub triangle: Triangle,
}

/// Everything the retention page shows.
#[derive(Clone, Debug)]
pub struct RetentionView {
    /// Today.
    pub today: Date,
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// The currency of every amount.
    pub currency: Currency,
    /// The question.
    pub query: MoneyQuery,
    /// Every definition with its figure, in the order in which people meet them.
    pub figures: Vec<FigureItem>,
    /// Revenue on the opening day.
    pub opening_minor: i64,
    /// Every class with its sum.
    pub sums: Vec<ClassSum>,
    /// Revenue on the closing day.
    pub closing_minor: i64,
    /// What the movements do not explain: always zero.
    pub residual_minor: i64,
    /// Movements of the period.
    pub movements: u64,
    /// Those with the largest amounts, largest first.
    pub largest: Vec<MovementItem>,
    /// Cohorts.
    pub cohorts: CohortsView,
    /// Month ends up to the closing day.
    pub months: Vec<Month>,
}

impl RetentionView {
    /// The figure of a definition as it ships.
    pub fn figure(&self, code: &str) -> Option<&FigureItem> {
        self.figures.iter().find(|item| item.measure.definition.code == code)
    }
}

impl App {
    /// Makes the book of revenue, so that whoever asks next need not wait for it. An empty instance has none.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn make_book(&self) -> Result<(), AppError> {
        if self.organisation().await?.is_some() {
            self.retention(&MoneyQuery::default()).await?;
        }
        Ok(())
    }

    /// Retention over a period.
    ///
    /// # Errors
    /// A question that cannot be answered.
    pub async fn retention(&self, query: &MoneyQuery) -> Result<RetentionView, AppError> {
        let asked = self.ask(query).await?;
        if let Some(view) = self.books.answered(&asked) {
            return Ok(view);
        }
        let book = Arc::clone(&asked.book);
        let view = asked.work(view).await?;
        self.books.keep(&book, &view);
        Ok(view)
    }
}

fn view(asked: &Asked) -> Result<RetentionView, AppError> {
    let question = asked.question();
    let trend: Vec<_> = (0..=TREND_MONTHS).rev().map(|back| day_of(months_before(asked.through, back))).collect();
    // Three walks over the book that need nothing of each other.
    let (figures, found, through_time) = std::thread::scope(|scope| {
        let figures = scope.spawn(|| every_figure(asked, &subjects(&asked.book, &question)?));
        let found = scope.spawn(|| moved(asked));
        let through_time = cohorts(asked).and_then(|cohorts| Ok((cohorts, months(&asked.book, &question, &trend)?)));
        (joined(figures), joined(found), through_time)
    });
    let (figures, found, (cohorts, months)) = (figures?, found?, through_time?);
    let mut largest: Vec<_> = found.movements.iter().collect();
    largest.sort_by_key(|movement| (std::cmp::Reverse(movement.reporting_minor.unsigned_abs()), movement.day, movement.contract));
    Ok(RetentionView {
        today: asked.today,
        opening_on: asked.after,
        closing_on: asked.through,
        rules: asked.rules.clone(),
        currency: asked.currency(),
        query: asked.query.clone(),
        figures,
        opening_minor: found.opening_minor,
        closing_minor: found.closing_minor,
        residual_minor: found.residual_minor(),
        movements: found.movements.len() as u64,
        largest: largest.into_iter().take(SHOWN).map(|movement| item(asked, movement)).collect(),
        sums: found.sums,
        cohorts,
        months,
    })
}

/// What a thread came to. A panic there goes on here.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|stopped| std::panic::resume_unwind(stopped))
}

/// Customers by the calendar quarter in which they came. Who paid before the first quarter is no cohort.
fn cohorts(asked: &Asked) -> Result<CohortsView, AppError> {
    let last = asked.through;
    let begins = last.first_of_month().saturating_sub(i64::from((last.month() - 1) % 3).months());
    let mut ends: Vec<Date> =
        (0..COHORT_QUARTERS).map(|back| begins.saturating_sub((i64::from(back) * 3).months()).saturating_sub(1.day())).collect();
    ends.reverse();
    ends.push(last);
    let days: Vec<_> = ends.iter().map(|end| day_of(*end)).collect();
    let mut customers: Vec<Vec<i64>> = Vec::new();
    balances(&asked.book, &asked.question(), &days, &mut |_, sums| {
        // Whoever paid at the first end came before; nobody knows here when.
        if sums[0] <= 0 {
            customers.push(sums[1..].to_vec());
        }
        Ok(())
    })?;
    let triangle = Triangle::of(customers.iter().map(Vec::as_slice));
    Ok(CohortsView { ends: days[1..].iter().map(|day| date_of(*day)).collect(), triangle })
}

//! Month by month: revenue, what came and went, retention of the twelve months before. A question about the whole book is answered in one
//! pass over the packed lines, which are read as they are told and never held together; any other from the book in memory.

use super::asked::AskedRules;
use super::books::off_the_way;
use super::query::{MoneyQuery, months_before};
use super::tables::about;
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::sync::Arc;
use tenure_connect::tables::{Cell, Column, Table};
use tenure_core::ledger::{Book, Conversion, Day, Filter, Level, Prices, Question, Rates, Rules, Unpacked, date_of, day_of};
use tenure_core::metrics::{Month, Ratio, months};
use tenure_core::primitives::{Currency, Money};
use tenure_core::refusal::Refusal;
use tenure_store::{PackedAccounts, PackedPlace, StoreError, Tx};

/// The months of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthsView {
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// The currency of every amount.
    pub currency: Currency,
    /// One for each month end from the opening to the closing day, both with it. The first tells nothing of movements, the first twelve
    /// nothing of retention.
    pub months: Vec<Month>,
}

/// Months that are told at most.
const LONGEST: u16 = 1_200;

impl MonthsView {
    /// Net and gross retention of the twelve months before a month; `None` where nothing was there to be kept.
    pub fn retention(month: &Month) -> [Option<Ratio>; 2] {
        [month.net_minor, month.gross_minor].map(|kept| Ratio::of(kept.into(), month.base_minor.into()))
    }

    /// One row for each month.
    pub fn table(&self, query: &MoneyQuery) -> Table {
        let money = |code: &str, heading: &str| Column::money(code, heading, self.currency);
        let columns = vec![
            Column::of("month", "Month that ended"),
            money("closing", "ARR"),
            Column::of("customers", "Customers"),
            money("new", "New"),
            money("expansion", "Expansion"),
            money("contraction", "Contraction"),
            money("churn", "Churn"),
            money("reactivation", "Reactivation"),
            money("base", "ARR twelve months before"),
            Column::of("nrr", "Net retention of twelve months"),
            Column::of("grr", "Gross retention of twelve months"),
        ];
        let amount = |minor| Cell::Amount(Money::new(minor, self.currency));
        let rows = self.months.iter().map(|month| {
            let moved = [month.new_minor, month.expansion_minor, month.contraction_minor, month.churn_minor, month.reactivation_minor];
            let mut row = vec![Cell::Day(date_of(month.day)), amount(month.closing_minor), Cell::Count(month.customers.into())];
            row.extend(moved.into_iter().chain([month.base_minor]).map(amount));
            row.extend(Self::retention(month).map(|rate| rate.map_or(Cell::Nothing, Cell::Percent)));
            row
        });
        let day = |month: Option<&Month>| month.map_or(Date::MIN, |month| date_of(month.day));
        let (first, last) = (day(self.months.first()), day(self.months.last()));
        let about = about((query, &self.rules), (first, last), self.currency);
        Table { name: "Months".into(), day: last, about, rows: rows.collect(), columns }
    }
}

/// What each portion is asked.
struct Pass {
    conversion: Conversion,
    rates: Rates,
    rules: Rules,
    days: Vec<Day>,
}

impl App {
    /// Month by month from the opening to the closing day of a question.
    ///
    /// # Errors
    /// A question that cannot be answered.
    pub async fn months(&self, query: &MoneyQuery) -> Result<MonthsView, AppError> {
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or_else(AppError::empty)?;
        let (after, through) = query.span(self.today(&organisation))?;
        let days = ends(after, through);
        let rules = AskedRules::of(&tx, query, None).await?;
        if !is_whole(query, &rules.rules) {
            drop(tx);
            return self
                .ask(query)
                .await?
                .work(move |asked| {
                    let months = months(&asked.book, &asked.question(), &days)?;
                    Ok(MonthsView { rules: asked.rules.clone(), currency: asked.currency(), months })
                })
                .await;
        }
        let conversion = query.conversion(through);
        let pass = Pass { conversion, rates: tx.rates().await?, rules: rules.rules.clone(), days };
        let (currency, months) = pass.over(&tx).await?;
        Ok(MonthsView { rules, currency, months })
    }
}

/// Whether a question is about all that is known now of all accounts, so that packed lines answer it.
fn is_whole(query: &MoneyQuery, rules: &Rules) -> bool {
    let narrowed = [&query.segment, &query.region, &query.account, &query.unit, &query.product].into_iter().any(Option::is_some);
    rules.count_lines_alone() && query.level == Level::Account && query.known_on.is_none() && query.tier.is_none() && !narrowed
}

/// The month ends back from the closing day to the opening day.
fn ends(after: Date, through: Date) -> Vec<Day> {
    let mut days: Vec<Day> = (0..=LONGEST).map(|back| months_before(through, back)).take_while(|day| *day >= after).map(day_of).collect();
    days.reverse();
    days
}

impl Pass {
    async fn over(self, tx: &Tx) -> Result<(Currency, Vec<Month>), AppError> {
        let mut sums: Vec<Month> = self.days.iter().map(|day| Month { day: *day, ..Month::default() }).collect();
        // Accounts with which contracts moved are told together: what one lost the other got.
        let moved = Book::build(&tx.known_of_moved().await?, &self.rules)?;
        let currency = Prices::new(self.conversion, &moved)?.currency;
        self.add(&mut sums, &moved)?;
        let pass = Arc::new(self);
        let mut place: Option<PackedPlace> = None;
        loop {
            let portion = tx.packed_accounts(place.as_ref()).await?;
            place.clone_from(&portion.next);
            let pass = Arc::clone(&pass);
            sums = off_the_way(move || pass.with(sums, &portion)).await?;
            if place.is_none() {
                return Ok((currency, sums));
            }
        }
    }

    /// The sums with one portion more.
    fn with(&self, mut sums: Vec<Month>, portion: &PackedAccounts) -> Result<Vec<Month>, AppError> {
        let mut unpacked = Unpacked::default();
        for packed in portion.accounts() {
            unpacked.add(packed).map_err(|problem| StoreError::Unreadable {
                table: "account_arr",
                column: "packed",
                value: packed.into(),
                problem,
            })?;
        }
        self.add(&mut sums, &unpacked.book(self.rates.clone(), self.rules.clone()))?;
        Ok(sums)
    }

    fn add(&self, sums: &mut [Month], book: &Book) -> Result<(), Refusal> {
        let prices = Prices::new(self.conversion, book)?;
        let (after, through) = (self.days.first().copied().unwrap_or(0), self.days.last().copied().unwrap_or(0));
        let question = Question { level: Level::Account, prices: &prices, after, through, filter: Filter::default() };
        let of_portion = months(book, &question, &self.days)?;
        sums.iter_mut().zip(&of_portion).for_each(|(sum, month)| sum.add(month));
        Ok(())
    }
}

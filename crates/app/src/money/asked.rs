//! From a question as people ask it to one that the ledger answers: the book of that moment, the rates, the days.

use super::books::{Found, Turn, off_the_way};
use super::query::MoneyQuery;
use crate::App;
use crate::error::AppError;
use crate::views::last_instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;
use tenure_core::ledger::{Book, Filter, Prices, Question, Rules, day_of};
use tenure_core::primitives::Currency;
use tenure_core::refusal::Refusal;
use tenure_store::Tx;

/// The rules that an answer stands on: printed beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedRules {
    /// All of them: what the question states, over those of the organisation as known on its day of knowledge.
    pub rules: Rules,
    /// Those of the organisation alone.
    pub organisation: Rules,
    /// Whether the organisation had confirmed its rules by then; else they are the shipped ones.
    pub confirmed: bool,
}

impl AskedRules {
    /// What a question comes to at a moment of knowledge.
    pub(super) async fn of(tx: &Tx, query: &MoneyQuery, known_at: Option<jiff::Timestamp>) -> Result<Self, AppError> {
        let known = tx.ledger_rules(known_at).await?;
        let (confirmed, organisation) = (known.is_some(), known.unwrap_or_default());
        Ok(Self { rules: query.rules.over(&organisation), organisation, confirmed })
    }
}

/// A question with everything that it stands on.
pub(crate) struct Asked {
    /// The book as known on the day.
    pub(crate) book: Arc<Book>,
    /// Rates of the question.
    pub(crate) prices: Prices,
    /// Opening day.
    pub(crate) after: Date,
    /// Closing day.
    pub(crate) through: Date,
    /// Today, in the organisation's time zone.
    pub(crate) today: Date,
    /// The organisation's time zone.
    pub(crate) zone: TimeZone,
    pub(crate) filter: Filter,
    /// The rules of the book.
    pub(crate) rules: AskedRules,
    pub(crate) query: MoneyQuery,
}

impl Asked {
    /// The currency of every figure.
    pub(crate) const fn currency(&self) -> Currency {
        self.prices.currency
    }

    /// What the ledger is asked.
    pub(crate) fn question(&self) -> Question<'_> {
        self.between(self.after, self.through)
    }

    /// Works out an answer. It takes processor time, not waiting: it leaves the threads that answer requests alone.
    pub(crate) async fn work<T, F>(self, answer: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> Result<T, AppError> + Send + 'static,
    {
        off_the_way(move || answer(&self)).await
    }

    /// The same between other days.
    pub(crate) fn between(&self, after: Date, through: Date) -> Question<'_> {
        Question {
            level: self.query.level,
            prices: &self.prices,
            after: day_of(after),
            through: day_of(through),
            filter: self.filter.clone(),
        }
    }
}

impl App {
    /// Makes a question ready.
    pub(crate) async fn ask(&self, query: &MoneyQuery) -> Result<Asked, AppError> {
        if let Some(asked) = self.asked(query, None).await? {
            return Ok(asked);
        }
        let turn = self.books.turn().await;
        let asked = self.asked(query, Some(&turn)).await?;
        asked.ok_or_else(|| Refusal::general("the book could not be made", "Ask again.").into())
    }

    /// The question, ready; without a turn to make a book, only where it is kept.
    async fn asked(&self, query: &MoneyQuery, turn: Option<&Turn<'_>>) -> Result<Option<Asked>, AppError> {
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or_else(AppError::empty)?;
        let today = self.today(&organisation);
        let (after, through) = query.span(today)?;
        let known_at = query.known_on.and_then(|day| last_instant(&organisation, day));
        if let Some(day) = query.known_on.filter(|day| *day > today) {
            let problem = format!("lies after today, {today}: nobody knows yet what will be known then");
            return Err(Refusal { column: Some("known_on".into()), value: Some(day.to_string()), problem, ..Refusal::default() }.into());
        }
        let rules = AskedRules::of(&tx, query, known_at).await?;
        let book = match self.books.at((&self.store, &tx), (known_at, &rules.rules), turn).await? {
            Found::Book(book) => book,
            Found::NotKept => return Ok(None),
            Found::Nothing => {
                let day = query.known_on.map(|day| day.to_string());
                let problem = "lies before the first facts were recorded: what was known then is not known here".into();
                return Err(Refusal { column: Some("known_on".into()), value: day, problem, ..Refusal::default() }.into());
            }
        };
        let prices = Prices::new(query.conversion(through), &book)?;
        let filter = filter(query, &book)?;
        let zone = crate::zone(&organisation);
        Ok(Some(Asked { book, prices, after, through, today, zone, filter, rules, query: query.clone() }))
    }
}

/// Names become indexes of the book. A unit or product that nobody has is a slice with nothing in it, and says so.
fn filter(query: &MoneyQuery, book: &Book) -> Result<Filter, Refusal> {
    let refuse = |column: &str, value: &str, problem: &str| {
        let (column, value) = (Some(column.into()), Some(value.into()));
        Refusal { column, value, problem: problem.into(), ..Refusal::default() }
    };
    let place = |list: &[String], (column, value): (&str, &Option<String>), problem: &str| match value {
        None => Ok(None),
        Some(name) => match list.iter().position(|known| known == name) {
            Some(at) => Ok(u32::try_from(at).ok()),
            None => Err(refuse(column, name, problem)),
        },
    };
    let account = match &query.account {
        None => None,
        Some(reference) => {
            let at = book.names.accounts.iter().position(|account| account.reference == *reference);
            Some(at.and_then(|at| u32::try_from(at).ok()).ok_or_else(|| refuse("account", reference, "was no account then"))?)
        }
    };
    Ok(Filter {
        account,
        segment: query.segment.clone(),
        region: query.region.clone(),
        tier: query.tier,
        unit: place(&book.names.units, ("unit", &query.unit), "is on no line that was known then")?,
        product: place(&book.names.products, ("product", &query.product), "is on no line that was known then")?,
        currency: None,
    })
}

//! What a question about money may choose from: the words that the book of its moment knows.

use super::asked::AskedRules;
use super::books::Found;
use super::query::MoneyQuery;
use crate::App;
use crate::error::AppError;
use crate::views::last_instant;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::primitives::Currency;

/// Values of the parameters of a question, each list in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyChoices {
    /// Today, in the organisation's time zone.
    pub today: Date,
    /// The reporting currency.
    pub reporting: Currency,
    /// The rules that the question comes to.
    pub rules: AskedRules,
    /// Segments of accounts.
    pub segments: Vec<String>,
    /// Regions of accounts.
    pub regions: Vec<String>,
    /// Business units on lines.
    pub units: Vec<String>,
    /// Products on lines.
    pub products: Vec<String>,
    /// Currencies of contracts.
    pub currencies: Vec<Currency>,
}

impl App {
    /// What a question may choose from. The lists are empty where nothing was known at its moment.
    ///
    /// # Errors
    /// An instance without an organisation.
    pub async fn money_choices(&self, query: &MoneyQuery) -> Result<MoneyChoices, AppError> {
        let turn = self.books.turn().await;
        let tx = self.store.read().await?;
        let organisation = tx.organisation().await?.ok_or_else(AppError::empty)?;
        let today = self.today(&organisation);
        let known_at = query.known_on.and_then(|day| last_instant(&organisation, day));
        let rules = AskedRules::of(&tx, query, known_at).await?;
        let mut choices = MoneyChoices {
            today,
            rules,
            reporting: organisation.currency,
            segments: Vec::new(),
            regions: Vec::new(),
            units: Vec::new(),
            products: Vec::new(),
            currencies: Vec::new(),
        };
        let found = self.books.at((&self.store, &tx), (known_at, &choices.rules.rules), Some(&turn)).await?;
        drop((turn, tx));
        if let Found::Book(book) = found {
            let names = &book.names;
            choices.segments = distinct(names.accounts.iter().map(|account| &account.segment));
            choices.regions = distinct(names.accounts.iter().map(|account| &account.region));
            choices.units = distinct(&names.units);
            choices.products = distinct(&names.products);
            choices.currencies = names.currencies.clone();
            choices.currencies.sort_unstable_by_key(|currency| currency.code());
        }
        Ok(choices)
    }
}

fn distinct<'a>(words: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let words: BTreeSet<&String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.into_iter().cloned().collect()
}

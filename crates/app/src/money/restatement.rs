//! What was reported then and what is known now, contract by contract, with who changed what.

use super::asked::AskedRules;
use super::figures::{FigureItem, figure, measure};
use super::query::MoneyQuery;
use crate::App;
use crate::error::AppError;
use crate::views::EventItem;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::ledger::{Balances, Book, Restated, StatedRules, restatement};
use tenure_core::metrics::subjects;
use tenure_core::primitives::{ContractId, Currency};
use tenure_store::{LogFilter, LogPlace};

/// A contract that is known otherwise now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestatedItem {
    /// Contract number.
    pub contract: String,
    /// Reference of the account.
    pub account_reference: String,
    /// Its name.
    pub account: String,
    /// What was known then.
    pub then: Option<Balances>,
    /// What is known now.
    pub now: Option<Balances>,
    /// What was written of the contract and its account between the two moments, oldest first.
    pub events: Vec<EventItem>,
}

/// Two states of knowledge about one period.
#[derive(Clone, Debug)]
pub struct RestatementView {
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// What counted then was recorded by the end of this day.
    pub then_on: Date,
    /// What counts now was recorded by the end of this day.
    pub now_on: Date,
    /// The currency of every amount.
    pub currency: Currency,
    /// The figures then, each beside the one now.
    pub figures: Vec<(FigureItem, FigureItem)>,
    /// Revenue then.
    pub then: Balances,
    /// Revenue now.
    pub now: Balances,
    /// Contracts that make the difference.
    pub contracts: Vec<RestatedItem>,
}

/// Figures that a restatement shows.
const FIGURES: [&str; 4] = ["cohort_nrr", "cohort_grr", "logo_retention", "renewal_rate_gross"];

/// Events shown for one contract.
const EVENTS: u32 = 20;

impl App {
    /// How a period looked by the end of a day, and how it looks by the query's own day of knowledge.
    ///
    /// # Errors
    /// A question that cannot be answered.
    pub async fn restatement(&self, query: &MoneyQuery, then_on: Date) -> Result<RestatementView, AppError> {
        let now = self.ask(query).await?;
        // Both sides look at the same days, at the money of the same year, under the same rules: what differs is what was recorded.
        let rules = StatedRules::all(&now.rules.rules);
        let fixed = MoneyQuery { as_of: Some(now.through), since: Some(now.after), rules, ..query.clone() };
        let then = self.ask(&MoneyQuery { known_on: Some(then_on), ..fixed }).await?;
        let now_on = query.known_on.unwrap_or(now.today);
        let zone = now.zone.clone();
        let (mut view, restated) = now
            .work(move |now| {
                let (then_all, now_all) = (subjects(&then.book, &then.question())?, subjects(&now.book, &now.question())?);
                let mut figures = Vec::with_capacity(FIGURES.len());
                for code in FIGURES {
                    let measure = measure("definition", code)?;
                    let before = figure(&then, &measure, &then.question(), &then_all)?;
                    let after = figure(now, &measure, &now.question(), &now_all)?;
                    figures.push((FigureItem { measure, figure: before }, FigureItem { measure, figure: after }));
                }
                let sums = |all: &tenure_core::metrics::Subjects| Balances {
                    opening_minor: all.values().map(|subject| subject.opening_minor).sum(),
                    closing_minor: all.values().map(|subject| subject.closing_minor).sum(),
                };
                let view = RestatementView {
                    opening_on: now.after,
                    closing_on: now.through,
                    rules: now.rules.clone(),
                    then_on,
                    now_on,
                    currency: now.currency(),
                    figures,
                    then: sums(&then_all),
                    now: sums(&now_all),
                    contracts: Vec::new(),
                };
                let restated = restatement((&then.book, &then.question()), (&now.book, &now.question()))?;
                let with_events = restated.into_iter().map(|of| (written_since(of.contract, &then.book, &now.book), of));
                Ok((view, with_events.collect::<Vec<_>>()))
            })
            .await?;
        let tx = self.store.read().await?;
        for (numbers, Restated { reference, account, then, now, .. }) in restated {
            let subjects = [reference.clone(), account.0.clone()];
            let mut rows = tx.timeline(&subjects, EVENTS).await?;
            rows.retain(|row| {
                let day = row.recorded_at.to_zoned(zone.clone()).date();
                then_on < day && day <= now_on
            });
            for number in numbers {
                // What the calendar brings by itself is one event for everything it changed that day.
                if rows.iter().all(|row| row.sequence != number) {
                    rows.extend(tx.log(&LogFilter::default(), LogPlace::Before(number.checked_add(1)), 1).await?);
                }
            }
            rows.sort_by_key(|row| row.sequence);
            let events = rows.into_iter().map(crate::views::event_item).collect();
            view.contracts.push(RestatedItem { contract: reference, account_reference: account.0, account: account.1, then, now, events });
        }
        Ok(view)
    }
}

/// Numbers of the events that wrote the lines and moves of a contract as they are known now and were not known then.
fn written_since(contract: ContractId, then: &Book, now: &Book) -> BTreeSet<u64> {
    let written = |book: &Book| -> BTreeSet<u64> {
        let Some(at) = book.names.contract(contract) else { return BTreeSet::new() };
        let lines = book.of_contract(at).filter_map(|stretch| book.names.lines[stretch.line as usize].event);
        let moves = book.names.contracts[at as usize].owners.iter().filter_map(|owner| owner.event);
        lines.chain(moves).collect()
    };
    let before = written(then);
    written(now).into_iter().filter(|number| !before.contains(number)).collect()
}

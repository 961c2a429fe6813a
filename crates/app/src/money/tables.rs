//! Answers about money as tables that leave: the ledger, what customers add to a figure, a restatement, cohorts, an account's history.

use super::asked::{Asked, AskedRules};
use super::books::off_the_way;
use super::figures::{FigureItem, MetricView};
use super::history::AccountHistory;
use super::ledger::{LedgerFilter, MovementItem, found_by, item, moved};
use super::query::MoneyQuery;
use super::restatement::RestatementView;
use super::retention::RetentionView;
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use tenure_connect::tables::{Cell, Column, Format, Table};
use tenure_core::ledger::{Balances, RULES};
use tenure_core::metrics::{Measured, Unit, Value};
use tenure_core::primitives::{Currency, Money};

impl App {
    /// Every movement of a question that the filter leaves, latest first: the whole ledger, not a page of it. Where the filter says where
    /// to continue or how many, that is passed over.
    ///
    /// # Errors
    /// A question that cannot be answered.
    pub async fn ledger_table(&self, query: &MoneyQuery, filter: &LedgerFilter) -> Result<Table, AppError> {
        let filter = filter.clone();
        self.ask(query)
            .await?
            .work(move |asked| {
                let found = moved(asked)?;
                let items: Vec<MovementItem> = found_by(&found, &filter).into_iter().map(|movement| item(asked, movement)).collect();
                Ok(movements(("Ledger", asked.through), about_asked(asked), (asked.currency(), &items)))
            })
            .await
    }
}

/// Writes a table. A long one takes processor time, not waiting: it leaves the threads that answer requests alone.
///
/// # Errors
/// A table that a spreadsheet cannot hold.
pub async fn write_table(table: Table, format: Format) -> Result<Vec<u8>, AppError> {
    off_the_way(move || Ok(table.write(format)?)).await
}

impl MetricView {
    /// What each customer adds to the figure.
    pub fn table(&self, query: &MoneyQuery) -> Table {
        let compared = self.versus.as_ref();
        let mut columns = vec![
            Column::of("account_reference", "Account"),
            Column::of("account", "Name"),
            Column::of("part", "Unit or product"),
            Column::money("opening", "ARR on the opening day", self.currency),
            Column::money("closing", "ARR on the closing day", self.currency),
        ];
        for (prefix, item) in [("", Some(&self.item)), ("versus_", compared)] {
            let Some(item) = item else { continue };
            let definition = item.measure.definition;
            let heading = |side: &str| if compared.is_some() { format!("{}: {side}", definition.code) } else { side.to_string() };
            columns.push(side(item, self.currency, (&format!("{prefix}numerator"), &heading(definition.numerator))));
            if !definition.denominator.is_empty() {
                columns.push(side(item, self.currency, (&format!("{prefix}denominator"), &heading(definition.denominator))));
            }
        }
        let amount = |minor| Cell::Amount(Money::new(minor, self.currency));
        let rows = self.shares.iter().map(|share| {
            let mut row = vec![
                Cell::text(&share.account_reference),
                Cell::text(&share.account),
                share.part.as_ref().map_or(Cell::Nothing, Cell::text),
                amount(share.opening_minor),
                amount(share.closing_minor),
            ];
            for (item, added) in [(Some(&self.item), Some(share.share)), (compared, share.other)] {
                let (Some(item), Some(added)) = (item, added) else { continue };
                row.push(added_cell(item, self.currency, added.numerator));
                if !item.measure.definition.denominator.is_empty() {
                    row.push(added_cell(item, self.currency, added.denominator));
                }
            }
            row
        });
        let mut about = about((query, &self.rules), (self.opening_on, self.closing_on), self.currency);
        about.extend(figure_said("figure", &self.item, self.currency));
        about.extend(compared.into_iter().flat_map(|item| figure_said("versus", item, self.currency)));
        Table { name: self.item.measure.definition.code.into(), day: self.closing_on, about, rows: rows.collect(), columns }
    }
}

impl RestatementView {
    /// The contracts that make the difference, each with what was known then and what is known now.
    pub fn table(&self, query: &MoneyQuery) -> Table {
        let currency = self.currency;
        let money = |code: &str, heading: &str| Column::money(code, heading, currency);
        let columns = vec![
            Column::of("contract", "Contract"),
            Column::of("account_reference", "Account"),
            Column::of("account", "Name"),
            money("opening_then", "Opening as known then"),
            money("opening_now", "Opening as known now"),
            money("opening_difference", "Difference at the opening"),
            money("closing_then", "Closing as known then"),
            money("closing_now", "Closing as known now"),
            money("closing_difference", "Difference at the closing"),
            Column::of("events", "Written in between"),
        ];
        let amount = |minor| Cell::Amount(Money::new(minor, currency));
        let rows = self.contracts.iter().map(|contract| {
            let side = |of: fn(&Balances) -> i64| (contract.then.as_ref().map(of), contract.now.as_ref().map(of));
            let mut row = vec![Cell::text(&contract.contract), Cell::text(&contract.account_reference), Cell::text(&contract.account)];
            for (then, now) in [side(|sums| sums.opening_minor), side(|sums| sums.closing_minor)] {
                row.extend([then, now].map(|minor| minor.map_or(Cell::Nothing, amount)));
                row.push(amount(now.unwrap_or(0) - then.unwrap_or(0)));
            }
            let events = contract.events.iter().map(|event| format!("{} {}: {}", event.on, event.actor, event.summary));
            row.push(Cell::Text(events.collect::<Vec<_>>().join("; ")));
            row
        });
        let mut about = about((query, &self.rules), (self.opening_on, self.closing_on), currency);
        about.push(("then".into(), self.then_on.to_string()));
        about.push(("now".into(), self.now_on.to_string()));
        Table { name: "Restatement".into(), day: self.closing_on, about, rows: rows.collect(), columns }
    }
}

impl RetentionView {
    /// What is left of each cohort quarter by quarter, in customers or in money, and as a share of its start. One row for each cohort and
    /// age.
    pub fn cohorts_table(&self) -> Table {
        let currency = self.currency;
        let columns = vec![
            Column::of("cohort", "Came in the quarter that ended"),
            Column::of("age", "Quarters since"),
            Column::of("quarter", "Quarter that ended"),
            Column::of("customers", "Customers"),
            Column::money("gross", "ARR kept, at most the start", currency),
            Column::money("net", "ARR", currency),
            Column::of("customers_rate", "Customers kept"),
            Column::of("gross_rate", "Gross retention"),
            Column::of("net_rate", "Net retention"),
        ];
        let day = |at: usize| self.cohorts.ends.get(at).map_or(Cell::Nothing, |end| Cell::Day(*end));
        let rows = self.cohorts.triangle.rows.iter().flat_map(|cohort| {
            cohort.cells.iter().enumerate().map(move |(age, cell)| {
                let rate = |measured| cohort.rate(age, measured).map_or(Cell::Nothing, Cell::Percent);
                vec![
                    day(cohort.period),
                    Cell::Count(i64::try_from(age).unwrap_or(i64::MAX)),
                    day(cohort.period + age),
                    Cell::Count(cell.customers.into()),
                    Cell::Amount(Money::new(cell.gross_minor, currency)),
                    Cell::Amount(Money::new(cell.net_minor, currency)),
                    rate(Measured::Logo),
                    rate(Measured::Gross),
                    rate(Measured::Net),
                ]
            })
        });
        let about = about((&self.query, &self.rules), (self.opening_on, self.closing_on), currency);
        Table { name: "Cohorts".into(), day: self.closing_on, about, rows: rows.collect(), columns }
    }
}

impl AccountHistory {
    /// Every movement of the account, latest first.
    pub fn table(&self, query: &MoneyQuery) -> Table {
        let asked = MoneyQuery { account: Some(self.reference.clone()), ..query.clone() };
        let about = about((&asked, &self.rules), (self.opening_on, self.closing_on), self.currency);
        movements(("ARR history", self.closing_on), about, (self.currency, &self.movements))
    }
}

/// Movements as rows.
fn movements((name, day): (&str, Date), about: Vec<(String, String)>, (currency, items): (Currency, &[MovementItem])) -> Table {
    let columns = vec![
        Column::of("id", "Movement"),
        Column::of("day", "Day"),
        Column::of("account_reference", "Account"),
        Column::of("account", "Name"),
        Column::of("unit", "Business unit"),
        Column::of("product", "Product"),
        Column::of("contract", "Contract"),
        Column::of("class", "Class"),
        Column::of("cause", "Cause"),
        Column::of("part", "Part"),
        Column::money("reporting", "Change of ARR", currency),
        Column::of("amount", "In the contract's money"),
        Column::of("contract_currency", "Contract's currency"),
        Column::of("line_before", "Line before"),
        Column::of("line_after", "Line after"),
        Column::of("event", "Event"),
        Column::of("recorded_on", "Recorded on"),
    ];
    let named = |text: &Option<String>| text.as_ref().map_or(Cell::Nothing, Cell::text);
    let rows = items.iter().map(|movement| {
        vec![
            Cell::text(&movement.id),
            Cell::Day(movement.day),
            Cell::text(&movement.account_reference),
            Cell::text(&movement.account),
            Cell::text(&movement.unit),
            Cell::text(&movement.product),
            Cell::text(&movement.contract),
            Cell::text(movement.class.code()),
            Cell::text(movement.cause.code()),
            Cell::text(movement.part.code()),
            Cell::Amount(movement.reporting),
            Cell::Amount(movement.amount),
            Cell::text(movement.amount.currency.code()),
            named(&movement.line_before),
            named(&movement.line_after),
            movement.event.and_then(|event| i64::try_from(event).ok()).map_or(Cell::Nothing, Cell::Count),
            Cell::Day(movement.recorded_on),
        ]
    });
    Table { name: name.into(), day, about, rows: rows.collect(), columns }
}

/// A column of what customers add to one side of a figure.
fn side(item: &FigureItem, currency: Currency, (code, heading): (&str, &str)) -> Column {
    match item.measure.definition.unit {
        Unit::Money => Column::money(code, heading, currency),
        Unit::Things => Column::of(code, heading),
    }
}

fn added_cell(item: &FigureItem, currency: Currency, added: i64) -> Cell {
    match item.measure.definition.unit {
        Unit::Money => Cell::Amount(Money::new(added, currency)),
        Unit::Things => Cell::Count(added),
    }
}

/// A figure in words, with the definition and its parameters.
fn figure_said(name: &str, item: &FigureItem, currency: Currency) -> [(String, String); 2] {
    let said = match item.figure.value {
        Value::Amount(minor) => Money::new(minor, currency).to_string(),
        value => value.in_words(2),
    };
    [(format!("{name}_definition"), item.measure.to_string()), (name.into(), said)]
}

fn about_asked(asked: &Asked) -> Vec<(String, String)> {
    about((&asked.query, &asked.rules), (asked.after, asked.through), asked.currency())
}

/// The question that a table answers: its days, its currency, every parameter that differs from what is usual, and every rule.
pub(super) fn about(
    (query, rules): (&MoneyQuery, &AskedRules),
    (opening_on, closing_on): (Date, Date),
    currency: Currency,
) -> Vec<(String, String)> {
    let fixed = [("opening_on", opening_on.to_string()), ("closing_on", closing_on.to_string()), ("currency", currency.code().into())];
    let asked = query.parameters().into_iter().filter(|(name, _)| !RULES.contains(name));
    let confirmed = [("rules_confirmed", if rules.confirmed { "yes" } else { "no" }.to_string())];
    let all = fixed.into_iter().chain(asked).chain(rules.rules.values()).chain(confirmed);
    all.map(|(name, said)| (name.to_string(), said)).collect()
}

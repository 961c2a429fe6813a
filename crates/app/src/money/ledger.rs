//! The ledger as a list: movements of a period with what they come from, and the sum that must come out.

use super::asked::{Asked, AskedRules};
use super::query::MoneyQuery;
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use tenure_core::ledger::{Cause, Class, Movement, Part, Totals, day_of, walk};
use tenure_core::primitives::{Currency, Money};

/// One movement, with everything it links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementItem {
    /// The same facts give the same id.
    pub id: String,
    /// The day of the difference.
    pub day: Date,
    /// Reference of the account.
    pub account_reference: String,
    /// Its name.
    pub account: String,
    /// Business unit.
    pub unit: String,
    /// Product.
    pub product: String,
    /// Contract number.
    pub contract: String,
    /// Reference of the line that ended, if one did.
    pub line_before: Option<String>,
    /// Reference of the line that began, if one did.
    pub line_after: Option<String>,
    /// Class.
    pub class: Class,
    /// Cause.
    pub cause: Cause,
    /// Quantity, price, or the whole.
    pub part: Part,
    /// In the contract's money.
    pub amount: Money,
    /// In the money of the question.
    pub reporting: Money,
    /// Number of the event that wrote what it comes from.
    pub event: Option<u64>,
    /// The day on which that was recorded, in the organisation's time zone.
    pub recorded_on: Date,
}

/// The sum of one class in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassSum {
    /// Class.
    pub class: Class,
    /// Its sum, signed.
    pub minor: i64,
    /// Movements of it.
    pub count: u64,
    /// Customers with at least one of it.
    pub customers: u64,
}

/// Narrows the list, not the sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Movements of a class.
    pub class: Option<Class>,
    /// Movements of a cause.
    pub cause: Option<Cause>,
    /// Where to continue, as the page before said.
    pub after: Option<String>,
    /// Rows, 1 to 1,000; 50 where it is `None`.
    pub limit: Option<u16>,
}

/// A page of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPage {
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// The currency of every sum.
    pub currency: Currency,
    /// Revenue on the opening day.
    pub opening_minor: i64,
    /// Every class with its sum.
    pub sums: Vec<ClassSum>,
    /// Revenue on the closing day.
    pub closing_minor: i64,
    /// Closing less opening less every movement: always zero.
    pub residual_minor: i64,
    /// Movements that the filter leaves.
    pub total: u64,
    /// Their sum.
    pub total_minor: i64,
    /// The page, latest first.
    pub items: Vec<MovementItem>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What moved in a question's period, with the two balances.
pub(super) struct Moved {
    pub(super) opening_minor: i64,
    pub(super) closing_minor: i64,
    pub(super) movements: Vec<Movement>,
    pub(super) sums: Vec<ClassSum>,
}

impl Moved {
    pub(super) fn residual_minor(&self) -> i64 {
        self.closing_minor - self.opening_minor - self.sums.iter().map(|sum| sum.minor).sum::<i64>()
    }
}

/// Walks the whole question once.
pub(super) fn moved(asked: &Asked) -> Result<Moved, AppError> {
    let question = asked.question();
    let mut found = Moved { opening_minor: 0, closing_minor: 0, movements: Vec::new(), sums: Vec::new() };
    let mut totals = Totals::default();
    let mut counts = [(0_u64, 0_u64); Class::ALL.len()];
    walk(&asked.book, &question, &mut |customer| {
        for stretch in customer.stretches.iter().filter(|stretch| question.filter.takes(stretch)) {
            let value = |day| question.prices.value(stretch.arr_minor, usize::from(stretch.currency), day);
            if stretch.covers(question.after) {
                found.opening_minor += value(question.after)?;
            }
            if stretch.covers(question.through) {
                found.closing_minor += value(question.through)?;
            }
        }
        let mut seen = [false; Class::ALL.len()];
        for movement in customer.movements {
            let at = movement.class.index();
            totals.add(movement.class, movement.reporting_minor);
            counts[at].0 += 1;
            counts[at].1 += u64::from(!seen[at]);
            seen[at] = true;
        }
        found.movements.extend_from_slice(customer.movements);
        Ok(())
    })?;
    found.sums = totals
        .iter()
        .map(|(class, minor)| ClassSum { class, minor, count: counts[class.index()].0, customers: counts[class.index()].1 })
        .collect();
    Ok(found)
}

impl App {
    /// A page of the ledger, latest movements first, with the sums of the whole question.
    ///
    /// # Errors
    /// A question that cannot be answered, or a place that no page gave.
    pub async fn ledger(&self, query: &MoneyQuery, filter: &LedgerFilter) -> Result<LedgerPage, AppError> {
        let filter = filter.clone();
        self.ask(query).await?.work(move |asked| page(asked, &filter)).await
    }
}

/// The movements that a filter leaves, latest first.
pub(super) fn found_by<'a>(found: &'a Moved, filter: &LedgerFilter) -> Vec<&'a Movement> {
    let fits = |movement: &&Movement| {
        filter.class.is_none_or(|class| class == movement.class) && filter.cause.is_none_or(|cause| cause == movement.cause)
    };
    let mut listed: Vec<&Movement> = found.movements.iter().filter(fits).collect();
    listed.sort_by(|a, b| {
        (b.day, a.account, a.after.or(a.before), a.part, a.class).cmp(&(a.day, b.account, b.after.or(b.before), b.part, b.class))
    });
    listed
}

fn page(asked: &Asked, filter: &LedgerFilter) -> Result<LedgerPage, AppError> {
    let found = moved(asked)?;
    let listed = found_by(&found, filter);
    let from = match &filter.after {
        None => 0,
        Some(place) => place.parse::<usize>().map_err(|_| AppError::field("after", place, "is not a place that a page gave"))?,
    };
    let limit = usize::from(filter.limit.unwrap_or(50).clamp(1, 1_000));
    let to = from.saturating_add(limit);
    Ok(LedgerPage {
        opening_on: asked.after,
        closing_on: asked.through,
        rules: asked.rules.clone(),
        currency: asked.currency(),
        opening_minor: found.opening_minor,
        closing_minor: found.closing_minor,
        residual_minor: found.residual_minor(),
        total: listed.len() as u64,
        total_minor: listed.iter().map(|movement| movement.reporting_minor).sum(),
        items: listed.iter().skip(from).take(limit).map(|movement| item(asked, movement)).collect(),
        next: (to < listed.len()).then(|| to.to_string()),
        sums: found.sums,
    })
}

/// A movement with what its indexes stand for.
pub(super) fn item(asked: &Asked, movement: &Movement) -> MovementItem {
    let names = &asked.book.names;
    let account = &names.accounts[movement.account as usize];
    let contract = &names.contracts[movement.contract as usize];
    let line = |at: Option<u32>| at.and_then(|at| names.lines.get(at as usize));
    let (before, after) = (line(movement.before), line(movement.after));
    let source = after.or(before);
    let owned = contract.owned(day_of(movement.day));
    let event = if movement.cause == Cause::Transfer { owned.event } else { source.and_then(|line| line.event) };
    MovementItem {
        id: movement.id(names),
        day: movement.day,
        account_reference: account.reference.clone(),
        account: account.name.clone(),
        unit: names.units[movement.unit as usize].clone(),
        product: names.products[movement.product as usize].clone(),
        contract: contract.reference.clone(),
        line_before: before.map(|line| line.reference.clone()),
        line_after: after.map(|line| line.reference.clone()),
        class: movement.class,
        cause: movement.cause,
        part: movement.part,
        amount: Money::new(movement.amount_minor, names.currencies[usize::from(movement.currency)]),
        reporting: Money::new(movement.reporting_minor, asked.currency()),
        event,
        recorded_on: source.map_or(movement.day, |line| line.recorded_at.to_zoned(asked.zone.clone()).date()),
    }
}

//! Bodies about the ledger of recurring revenue: movements, sums by class, restatements, the history of one account.

use super::figure::{FigureBody, QuestionBody};
use super::{MoneyBody, NamedBody};
use serde::Serialize;
use tenure_app::{AccountHistory, ClassSum, EventItem, LedgerPage, MoneyQuery, MovementItem, RestatedItem, RestatementView};
use tenure_core::ledger::Balances;
use tenure_core::primitives::{Currency, Money};
use utoipa::ToSchema;

/// One change of recurring revenue on one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovementBody {
    /// The same facts always give the same id.
    #[schema(example = "HS-2024-0117-t2-1.v2@2026-03-01/price")]
    pub id: String,
    /// The day of the first difference.
    #[schema(format = Date)]
    pub day: String,
    /// Account.
    pub account: NamedBody,
    /// Business unit.
    pub unit: String,
    /// Product.
    pub product: String,
    /// Contract number.
    pub contract: String,
    /// Class.
    #[schema(example = "small_upsell")]
    pub class: String,
    /// Cause.
    #[schema(example = "amendment")]
    pub cause: String,
    /// `whole`, `quantity` or `price`.
    pub part: String,
    /// What came (positive) or went (negative), in the question's money.
    pub reporting: MoneyBody,
    /// The same in the contract's money.
    pub amount: MoneyBody,
    /// Reference of the line that ended, if one did.
    pub line_before: Option<String>,
    /// Reference of the line that began, if one did.
    pub line_after: Option<String>,
    /// Number of the event that wrote what it comes from, where one is on record.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub event: Option<u64>,
    /// The day on which that was recorded.
    #[schema(format = Date)]
    pub recorded_on: String,
}

impl From<&MovementItem> for MovementBody {
    fn from(item: &MovementItem) -> Self {
        Self {
            id: item.id.clone(),
            day: item.day.to_string(),
            account: NamedBody { reference: item.account_reference.clone(), name: item.account.clone() },
            unit: item.unit.clone(),
            product: item.product.clone(),
            contract: item.contract.clone(),
            class: item.class.code().into(),
            cause: item.cause.code().into(),
            part: item.part.code().into(),
            reporting: item.reporting.into(),
            amount: item.amount.into(),
            line_before: item.line_before.clone(),
            line_after: item.line_after.clone(),
            event: item.event,
            recorded_on: item.recorded_on.to_string(),
        }
    }
}

/// The sum of one class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassSumBody {
    /// Class.
    pub class: String,
    /// Its sum, signed.
    pub sum: MoneyBody,
    /// Movements of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub movements: u64,
    /// Customers with at least one of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub customers: u64,
}

/// The way from opening to closing ARR.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaterfallBody {
    /// ARR on the opening day.
    pub opening: MoneyBody,
    /// Every class with its sum.
    pub classes: Vec<ClassSumBody>,
    /// ARR on the closing day.
    pub closing: MoneyBody,
    /// Closing less opening less every movement: always zero.
    pub residual: MoneyBody,
}

impl WaterfallBody {
    /// The sums of a period, in minor units: opening, closing, residual.
    pub(super) fn of([opening, closing, residual]: [i64; 3], sums: &[ClassSum], currency: Currency) -> Self {
        let amount = |minor| MoneyBody::from(Money::new(minor, currency));
        let class = |sum: &ClassSum| ClassSumBody {
            class: sum.class.code().into(),
            sum: amount(sum.minor),
            movements: sum.count,
            customers: sum.customers,
        };
        Self { opening: amount(opening), classes: sums.iter().map(class).collect(), closing: amount(closing), residual: amount(residual) }
    }
}

/// A page of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerBody {
    /// What was asked.
    pub question: QuestionBody,
    /// The sums of the whole question, whatever class or cause the list is narrowed to.
    pub sums: WaterfallBody,
    /// Movements that class and cause leave.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub total: u64,
    /// Their sum.
    pub total_sum: MoneyBody,
    /// Movements, latest first.
    pub items: Vec<MovementBody>,
    /// Send as `after` for the next page.
    pub next: Option<String>,
}

impl LedgerBody {
    /// A page of a question's ledger.
    pub fn of(page: &LedgerPage, query: &MoneyQuery) -> Self {
        let balances = [page.opening_minor, page.closing_minor, page.residual_minor];
        Self {
            question: QuestionBody::of((query, &page.rules), (page.opening_on, page.closing_on), page.currency),
            sums: WaterfallBody::of(balances, &page.sums, page.currency),
            total: page.total,
            total_sum: Money::new(page.total_minor, page.currency).into(),
            items: page.items.iter().map(MovementBody::from).collect(),
            next: page.next.clone(),
        }
    }
}

/// ARR on the two days of a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalancesBody {
    /// On the opening day.
    pub opening: MoneyBody,
    /// On the closing day.
    pub closing: MoneyBody,
}

impl BalancesBody {
    fn of(balances: Balances, currency: Currency) -> Self {
        let amount = |minor| MoneyBody::from(Money::new(minor, currency));
        Self { opening: amount(balances.opening_minor), closing: amount(balances.closing_minor) }
    }
}

/// A figure then and now.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureThenNowBody {
    /// As known then.
    pub then: FigureBody,
    /// As known now.
    pub now: FigureBody,
}

/// Something that was written between the two moments.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenBody {
    /// The day.
    #[schema(format = Date)]
    pub on: String,
    /// Who wrote it.
    pub actor: String,
    /// What, in one sentence.
    pub summary: String,
}

impl From<&EventItem> for WrittenBody {
    fn from(event: &EventItem) -> Self {
        Self { on: event.on.to_string(), actor: event.actor.clone(), summary: event.summary.clone() }
    }
}

/// A contract that is known otherwise now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestatedBody {
    /// Contract number.
    pub contract: String,
    /// Account.
    pub account: NamedBody,
    /// As known then; null where nothing was.
    pub then: Option<BalancesBody>,
    /// As known now.
    pub now: Option<BalancesBody>,
    /// What was written of it in between, oldest first.
    pub written: Vec<WrittenBody>,
}

/// What was reported then, and what is known now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestatementBody {
    /// What was asked.
    pub question: QuestionBody,
    /// What counted then was recorded by the end of this day.
    #[schema(format = Date)]
    pub then_on: String,
    /// What counts now was recorded by the end of this day.
    #[schema(format = Date)]
    pub now_on: String,
    /// Figures, each then and now.
    pub figures: Vec<FigureThenNowBody>,
    /// ARR then.
    pub then: BalancesBody,
    /// ARR now.
    pub now: BalancesBody,
    /// Contracts that make the difference, by number.
    pub contracts: Vec<RestatedBody>,
    /// How many there are.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub total: u64,
    /// Send as `after` for the next page of contracts.
    pub next: Option<String>,
}

impl RestatementBody {
    /// A page of a restatement's contracts: from which position, and how many.
    pub fn of(view: &RestatementView, query: &MoneyQuery, (from, limit): (usize, usize)) -> Self {
        let balances = |of: Balances| BalancesBody::of(of, view.currency);
        let contract = |item: &RestatedItem| RestatedBody {
            contract: item.contract.clone(),
            account: NamedBody { reference: item.account_reference.clone(), name: item.account.clone() },
            then: item.then.map(balances),
            now: item.now.map(balances),
            written: item.events.iter().map(WrittenBody::from).collect(),
        };
        let figures = view
            .figures
            .iter()
            .map(|(then, now)| FigureThenNowBody { then: FigureBody::of(then, view.currency), now: FigureBody::of(now, view.currency) });
        let to = from.saturating_add(limit);
        Self {
            question: QuestionBody::of((query, &view.rules), (view.opening_on, view.closing_on), view.currency),
            then_on: view.then_on.to_string(),
            now_on: view.now_on.to_string(),
            figures: figures.collect(),
            then: balances(view.then),
            now: balances(view.now),
            contracts: view.contracts.iter().skip(from).take(limit).map(contract).collect(),
            total: view.contracts.len() as u64,
            next: (to < view.contracts.len()).then(|| to.to_string()),
        }
    }
}

/// ARR on one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArrOnBody {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// ARR on it.
    pub arr: MoneyBody,
}

/// The ARR of one account through the months.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountArrBody {
    /// What was asked.
    pub question: QuestionBody,
    /// Account.
    pub account: NamedBody,
    /// ARR on the opening day.
    pub opening: MoneyBody,
    /// ARR on the closing day.
    pub closing: MoneyBody,
    /// Closing less opening less every movement: always zero.
    pub residual: MoneyBody,
    /// ARR month by month, up to the closing day.
    pub months: Vec<ArrOnBody>,
    /// Every movement of the period, latest first.
    pub movements: Vec<MovementBody>,
}

impl AccountArrBody {
    /// The history of an account.
    pub fn of(view: &AccountHistory, query: &MoneyQuery) -> Self {
        let amount = |minor| MoneyBody::from(Money::new(minor, view.currency));
        Self {
            question: QuestionBody::of((query, &view.rules), (view.opening_on, view.closing_on), view.currency),
            account: NamedBody { reference: view.reference.clone(), name: view.name.clone() },
            opening: amount(view.opening_minor),
            closing: amount(view.closing_minor),
            residual: amount(view.residual_minor),
            months: view.months.iter().map(|month| ArrOnBody { day: month.day.to_string(), arr: amount(month.arr_minor) }).collect(),
            movements: view.movements.iter().map(MovementBody::from).collect(),
        }
    }
}

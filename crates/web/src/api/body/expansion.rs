//! Bodies about expansions.

use super::{MoneyBody, NamedBody, PersonBody, ReassignmentBody, SettlementBody};
use serde::Serialize;
use tenure_app::{ExpansionItem, ExpansionOwner, ExpansionPage, ExpansionView, MovementItem};
use tenure_core::expansion::Credit;
use utoipa::ToSchema;

/// An expansion: what a customer may buy more of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpansionBody {
    /// Reference.
    #[schema(example = "E-12")]
    pub reference: String,
    /// The customer.
    pub account: NamedBody,
    /// `price_increase`, `small_upsell`, `big_upsell`, `cross_sell`, `cross_stakeholder` or `cross_division`.
    pub expansion_type: String,
    /// Expected annual recurring revenue.
    pub expected_arr: MoneyBody,
    /// The same in the reporting currency, at the plan rate of the year in which it was raised.
    pub expected_arr_reporting: MoneyBody,
    /// What it is and how we know.
    pub what: String,
    /// `csql` where customer success found it, else `sales`.
    pub source: String,
    /// Who found it.
    pub found_by: PersonBody,
    /// The day on which it was found.
    #[schema(format = Date)]
    pub found_on: String,
    /// The day on which it was raised, or opened again for an answer.
    #[schema(format = Date)]
    pub raised_on: String,
    /// The day by which it should be answered: two working days later.
    #[schema(format = Date)]
    pub answer_by: String,
    /// Whether it waits for an answer and that day has passed.
    pub overdue: bool,
    /// `raised`, `accepted`, `rejected`, `withdrawn`, `won` or `lost`.
    pub state: String,
    /// Who has the responsibility for expansion and so answers it and closes it; absent where nobody owned it here.
    pub closer: Option<PersonBody>,
    /// Who accepted it.
    pub accepted: Option<SettlementBody>,
    /// Who settled it, and why.
    pub settled: Option<SettlementBody>,
    /// The movements of the ledger that it is credited with.
    pub credits: Vec<CreditBody>,
}

/// A movement of the ledger that an expansion is credited with.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditBody {
    /// Id of the movement.
    pub movement: String,
    /// Its day.
    #[schema(format = Date)]
    pub on: String,
    /// Its type.
    pub expansion_type: String,
    /// Its annual recurring revenue.
    pub amount: MoneyBody,
}

impl From<&Credit> for CreditBody {
    fn from(credit: &Credit) -> Self {
        Self {
            movement: credit.movement.clone(),
            on: credit.moved_on.to_string(),
            expansion_type: credit.class.code().into(),
            amount: credit.amount.into(),
        }
    }
}

impl From<&ExpansionItem> for ExpansionBody {
    fn from(item: &ExpansionItem) -> Self {
        let expansion = &item.expansion;
        Self {
            reference: item.reference.clone(),
            account: (&item.account).into(),
            expansion_type: expansion.kind.code().into(),
            expected_arr: expansion.expected.into(),
            expected_arr_reporting: expansion.expected_reporting.into(),
            what: expansion.what.clone(),
            source: expansion.source.code().into(),
            found_by: (&item.finder).into(),
            found_on: expansion.found_on.to_string(),
            raised_on: expansion.raised_on.to_string(),
            answer_by: expansion.answer_by.to_string(),
            overdue: item.overdue,
            state: expansion.state.code().into(),
            closer: item.closer.as_ref().map(PersonBody::from),
            accepted: expansion.state.accepted().map(SettlementBody::from),
            settled: expansion.state.settled().map(SettlementBody::from),
            credits: expansion.state.credits().iter().map(CreditBody::from).collect(),
        }
    }
}

/// A page of expansions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpansionList {
    /// Today.
    #[schema(format = Date)]
    pub today: String,
    /// The latest first.
    pub items: Vec<ExpansionBody>,
    /// Send as `after` for the next page.
    pub next: Option<String>,
    /// How many the filters leave.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub total: u64,
    /// What is expected of them, in the reporting currency.
    pub expected_arr: MoneyBody,
    /// Expansions of all customers that wait for an answer.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub waiting: u64,
    /// Those of them whose answer is overdue.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub overdue: u64,
}

impl From<&ExpansionPage> for ExpansionList {
    fn from(page: &ExpansionPage) -> Self {
        Self {
            today: page.today.to_string(),
            items: page.items.iter().map(ExpansionBody::from).collect(),
            next: page.next.clone(),
            total: page.total,
            expected_arr: page.expected.into(),
            waiting: page.waiting,
            overdue: page.overdue,
        }
    }
}

/// Who holds a responsibility of an expansion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpansionOwnerBody {
    /// Responsibility code.
    pub responsibility: String,
    /// Who is accountable.
    pub person: PersonBody,
    /// Since when.
    #[schema(format = Date)]
    pub since: String,
    /// Why, in one sentence.
    pub why: String,
}

impl From<&ExpansionOwner> for ExpansionOwnerBody {
    fn from(owner: &ExpansionOwner) -> Self {
        Self {
            responsibility: owner.responsibility.code().into(),
            person: (&owner.person).into(),
            since: owner.stretches.last().map(|stretch| stretch.from_on.to_string()).unwrap_or_default(),
            why: owner.why.clone(),
        }
    }
}

/// A movement that may close an expansion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingMovementBody {
    /// Id of the movement.
    pub movement: String,
    /// Its day.
    #[schema(format = Date)]
    pub on: String,
    /// Its type; it closes an expansion of the same one.
    pub expansion_type: String,
    /// Its annual recurring revenue.
    pub amount: MoneyBody,
    /// Contract number.
    pub contract: String,
    /// Product.
    pub product: String,
}

impl From<&MovementItem> for ClosingMovementBody {
    fn from(movement: &MovementItem) -> Self {
        Self {
            movement: movement.id.clone(),
            on: movement.day.to_string(),
            expansion_type: movement.class.code().into(),
            amount: movement.amount.into(),
            contract: movement.contract.clone(),
            product: movement.product.clone(),
        }
    }
}

/// One expansion with its owners and its history.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpansionDetailBody {
    /// The expansion.
    #[serde(flatten)]
    pub expansion: ExpansionBody,
    /// Revision of the account: changes with anything of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
    /// Who holds what, and why; empty where nobody owned it here.
    pub owners: Vec<ExpansionOwnerBody>,
    /// Reassignments by name that are in force.
    pub reassignments: Vec<ReassignmentBody>,
    /// Who had the responsibility for expansion when it was settled.
    pub closed_by: Option<PersonBody>,
    /// Movements that may close it; for whoever may close it.
    pub movements: Vec<ClosingMovementBody>,
    /// What happened, newest first.
    pub history: Vec<HappenedBody>,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct HappenedBody {
    /// Kind.
    pub kind: String,
    /// In one sentence.
    pub summary: String,
    /// Who did it.
    pub actor: String,
    /// The civil day.
    #[schema(format = Date)]
    pub on: String,
    /// The instant.
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

impl From<&ExpansionView> for ExpansionDetailBody {
    fn from(view: &ExpansionView) -> Self {
        let happened = |event: &tenure_app::EventItem| HappenedBody {
            kind: event.kind.clone(),
            summary: event.summary.clone(),
            actor: event.actor.clone(),
            on: event.on.to_string(),
            recorded_at: event.at.to_string(),
        };
        Self {
            expansion: (&view.item).into(),
            revision: view.revision,
            owners: view.owners.iter().map(ExpansionOwnerBody::from).collect(),
            reassignments: view.overrides.iter().map(ReassignmentBody::from).collect(),
            closed_by: view.closed_by.as_ref().map(PersonBody::from),
            movements: view.movements.iter().map(ClosingMovementBody::from).collect(),
            history: view.events.iter().map(happened).collect(),
        }
    }
}

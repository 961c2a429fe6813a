//! Bodies about proposals.

use super::{MoneyBody, NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{LineCompared, OptionView, ProposalItem, ProposalView, ProposalsView};
use tenure_core::account::EvidenceGate;
use tenure_core::contract::Line;
use tenure_core::primitives::{Currency, Money};
use tenure_core::proposal::Step;
use utoipa::ToSchema;

/// A version in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalBody {
    /// The version, from 1.
    #[schema(minimum = 1, maximum = 4_294_967_295_u32)]
    pub version: u32,
    /// `draft`, `waiting`, `approved`, `refused`, `sent`, `accepted`, `declined`, `withdrawn` or `superseded`.
    pub state: String,
    /// Whose offer it is.
    pub made_by: PersonBody,
    /// When it was made.
    #[schema(format = Date)]
    pub made_on: String,
    /// Names of its options.
    pub options: Vec<String>,
}

impl From<&ProposalItem> for ProposalBody {
    fn from(item: &ProposalItem) -> Self {
        Self {
            version: item.version,
            state: item.state.code().into(),
            made_by: (&item.maker).into(),
            made_on: item.made_on.to_string(),
            options: item.options.clone(),
        }
    }
}

/// The proposals of a renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalList {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: NamedBody,
    /// Contract number.
    pub contract: String,
    /// First day of the next term.
    #[schema(format = Date)]
    pub start_on: String,
    /// The contract's cap on price rises, in basis points.
    #[schema(minimum = 0, maximum = 100_000)]
    pub uplift_cap_bps: Option<u32>,
    /// Versions, the last first.
    pub items: Vec<ProposalBody>,
}

impl From<&ProposalsView> for ProposalList {
    fn from(view: &ProposalsView) -> Self {
        Self {
            renewal: view.renewal.clone(),
            account: NamedBody { reference: view.account.reference.clone(), name: view.account.name.clone() },
            contract: view.contract.clone(),
            start_on: view.start_on.to_string(),
            uplift_cap_bps: view.cap_bps,
            items: view.versions.iter().map(ProposalBody::from).collect(),
        }
    }
}

/// A line of the contract or of an option.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedLineBody {
    /// Reference of a line of the contract; empty for an offered one.
    pub reference: String,
    /// Product.
    pub product: String,
    /// Business unit.
    pub business_unit: String,
    /// `recurring` or `one_off`.
    pub kind: String,
    /// Decimal quantity.
    pub quantity: String,
    /// Decimal unit price.
    pub unit_price: String,
    /// `month`, `quarter` or `year`.
    pub price_period: String,
    /// Discount in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub discount_bps: u32,
    /// First day of a temporary discount.
    #[schema(format = Date)]
    pub discount_from_on: Option<String>,
    /// First day no longer of a temporary discount.
    #[schema(format = Date)]
    pub discount_to_on: Option<String>,
    /// First day.
    #[schema(format = Date)]
    pub start_on: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub end_on: String,
}

impl From<&Line> for OfferedLineBody {
    fn from(line: &Line) -> Self {
        Self {
            reference: line.reference.clone(),
            product: line.product.clone(),
            business_unit: line.business_unit.clone(),
            kind: line.kind.code().into(),
            quantity: line.quantity.to_string(),
            unit_price: line.unit_price.to_string(),
            price_period: line.price_period.code().into(),
            discount_bps: line.discount_bps,
            discount_from_on: line.discount_span.map(|(from_on, _)| from_on.to_string()),
            discount_to_on: line.discount_span.map(|(_, to_on)| to_on.to_string()),
            start_on: line.start_on.to_string(),
            end_on: line.end_on.to_string(),
        }
    }
}

/// A line against the contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedBody {
    /// As the contract has it; absent for a new line.
    pub was: Option<OfferedLineBody>,
    /// As it is offered; absent for one that is left out.
    pub is: Option<OfferedLineBody>,
    /// ARR now.
    pub arr_was: MoneyBody,
    /// ARR offered.
    pub arr_is: MoneyBody,
    /// What is paid for a unit, more or less than now, in basis points.
    #[schema(minimum = -9_007_199_254_740_991_i64, maximum = 9_007_199_254_740_991_i64)]
    pub price_change_bps: Option<i64>,
    /// Whether that is above the contract's cap.
    pub over_cap: bool,
}

impl ComparedBody {
    fn of(row: &LineCompared, currency: Currency) -> Self {
        Self {
            was: row.was.as_ref().map(OfferedLineBody::from),
            is: row.is.as_ref().map(OfferedLineBody::from),
            arr_was: Money::new(row.arr_was, currency).into(),
            arr_is: Money::new(row.arr_is, currency).into(),
            price_change_bps: row.price_change_bps,
            over_cap: row.over_cap,
        }
    }
}

/// A trade of an option.
#[derive(Debug, Serialize, ToSchema)]
pub struct TradeBody {
    /// What kind.
    pub lever: String,
    /// What we give.
    pub give: String,
    /// What we get.
    pub get: String,
}

/// What the ledger would make of an option.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeltaBody {
    /// Class of the movement.
    pub class: String,
    /// Its ARR.
    pub amount: MoneyBody,
}

/// One option with its money.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionBody {
    /// Its number, from 1.
    #[schema(minimum = 1, maximum = 6)]
    pub number: u32,
    /// What people call it.
    pub name: String,
    /// First day no longer of the term.
    #[schema(format = Date)]
    pub end_on: String,
    /// What is given for what.
    pub trades: Vec<TradeBody>,
    /// Why a price rises above the contract's cap; empty where none does.
    pub over_cap_reason: String,
    /// ARR of the lines up for renewal.
    pub arr_now: MoneyBody,
    /// ARR on the first day of the next term.
    pub arr_first: MoneyBody,
    /// ARR on its last day.
    pub arr_last: MoneyBody,
    /// Total contract value over the term.
    pub tcv: MoneyBody,
    /// The part of it that is paid once.
    pub one_off: MoneyBody,
    /// What temporary discounts take off over the term; ARR is without them.
    pub temporary_discount: MoneyBody,
    /// The largest new discount on any line, in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub given_bps: u32,
    /// All new discounts for a year.
    pub given: MoneyBody,
    /// Line by line.
    pub lines: Vec<ComparedBody>,
    /// What the ledger would make of it; empty where the proposal is settled or stale.
    pub movements: Vec<DeltaBody>,
}

impl OptionBody {
    fn of(view: &OptionView, currency: Currency) -> Self {
        let money = |minor: i64| MoneyBody::from(Money::new(minor, currency));
        let (option, figures) = (&view.option, &view.figures);
        let trade = |trade: &tenure_core::proposal::Trade| TradeBody {
            lever: trade.lever.code().into(),
            give: trade.give.clone(),
            get: trade.get.clone(),
        };
        Self {
            number: option.number,
            name: option.name.clone(),
            end_on: option.end_on.to_string(),
            trades: option.trades.iter().map(trade).collect(),
            over_cap_reason: option.over_cap_reason.clone(),
            arr_now: money(figures.arr_now),
            arr_first: money(figures.arr_first),
            arr_last: money(figures.arr_last),
            tcv: money(figures.tcv),
            one_off: money(figures.one_off),
            temporary_discount: money(figures.temporary),
            given_bps: view.given.share_bps,
            given: money(view.given.yearly_minor),
            lines: view.rows.iter().map(|row| ComparedBody::of(row, currency)).collect(),
            movements: view
                .deltas
                .iter()
                .map(|delta| DeltaBody { class: delta.class.code().into(), amount: money(delta.amount_minor) })
                .collect(),
        }
    }
}

/// Something that changed about the contract since.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractChangeBody {
    /// What.
    pub what: String,
    /// As the proposal has it; empty where it had nothing.
    pub was: String,
    /// As the contract has it now; empty where it is gone.
    pub is: String,
}

/// Something that happened to a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalStepBody {
    /// `asked`, `approved`, `refused`, `sent`, `accepted`, `declined`, `withdrawn` or `superseded`.
    pub kind: String,
    /// Who said so.
    pub by: String,
    /// The civil day.
    #[schema(format = Date)]
    pub on: String,
    /// The instant.
    #[schema(format = DateTime)]
    pub recorded_at: String,
    /// Why, or a remark.
    pub note: String,
    /// Who was asked, or answered.
    pub approver: Option<String>,
    /// To whom it was sent; empty for another step.
    pub sent_to: String,
    /// The option that was accepted.
    #[schema(minimum = 1, maximum = 6)]
    pub option: Option<u32>,
}

/// One version against the contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalDetailBody {
    /// `R-1042`.
    pub renewal: String,
    /// Revision of the account: changes with anything of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
    /// The version.
    #[serde(flatten)]
    pub proposal: ProposalBody,
    /// For us alone.
    pub note: String,
    /// First day of the next term, as it was when this version was made.
    #[schema(format = Date)]
    pub start_on: String,
    /// Options with their money.
    pub detail: Vec<OptionBody>,
    /// Whether its maker may give this alone or somebody approved it, and no missing evidence keeps it from being sent.
    pub may_be_sent: bool,
    /// What lacks of confirmed value, where the customer's tier is owed it and it is not sent yet.
    pub lacking: Option<LackingBody>,
    /// Whose answer is waited for.
    pub waits_for: Option<PersonBody>,
    /// What changed about the contract since: where anything did, it can be neither sent nor accepted.
    pub stale: Vec<ContractChangeBody>,
    /// What happened to it, first to last.
    pub steps: Vec<ProposalStepBody>,
}

/// What lacks of confirmed value behind a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct LackingBody {
    /// `warn` or `block`.
    pub gate: String,
    /// What lacks.
    pub says: String,
    /// How to give it.
    pub remedy: String,
}

impl From<&ProposalView> for ProposalDetailBody {
    fn from(view: &ProposalView) -> Self {
        let step = |step: &Step| ProposalStepBody {
            kind: step.kind.code().into(),
            by: step.by.clone(),
            on: step.on.to_string(),
            recorded_at: step.recorded_at.to_string(),
            note: step.note.clone(),
            approver: step.approver.and_then(|id| view.people.get(&id)).cloned(),
            sent_to: step.sent_to.clone(),
            option: step.option,
        };
        let change = |change: &tenure_core::deal::Change| ContractChangeBody {
            what: change.what.clone(),
            was: change.was.clone(),
            is: change.is.clone(),
        };
        Self {
            renewal: view.of.renewal.clone(),
            revision: view.of.revision,
            proposal: ProposalBody {
                version: view.proposal.version,
                state: view.state.code().into(),
                made_by: (&view.maker).into(),
                made_on: view.proposal.made_on.to_string(),
                options: view.options.iter().map(|option| option.option.name.clone()).collect(),
            },
            note: view.proposal.note.clone(),
            start_on: view.proposal.start_on.to_string(),
            detail: view.options.iter().map(|option| OptionBody::of(option, view.of.currency)).collect(),
            may_be_sent: (!view.approval.needed || view.proposal.is_approved())
                && view.lacking.as_ref().is_none_or(|lacking| lacking.gate != EvidenceGate::Block),
            lacking: view.lacking.as_ref().map(|lacking| LackingBody {
                gate: lacking.gate.code().into(),
                says: lacking.says.clone(),
                remedy: lacking.remedy.clone(),
            }),
            waits_for: view.waits_for.as_ref().map(PersonBody::from),
            stale: view.changes.iter().map(change).collect(),
            steps: view.proposal.steps.iter().map(step).collect(),
        }
    }
}

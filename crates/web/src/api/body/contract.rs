//! Bodies about one contract: its terms, its lines with every version, its clocks, its group, its moves.

use super::{LineBody, MoneyBody, NamedBody};
use serde::Serialize;
use tenure_app::{ContractClock, ContractView, LineHistory, LineItem, MoveItem, TermItem};
use tenure_core::renewal::State;
use utoipa::ToSchema;

/// One contract in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractDetailBody {
    /// Contract number.
    pub reference: String,
    /// Whose it is.
    pub account: NamedBody,
    /// Currency.
    pub currency: String,
    /// `fixed` or `open_ended`.
    pub kind: String,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// Notice period in days; absent where it is unknown.
    #[schema(minimum = 0, maximum = 65_535)]
    pub notice_days: Option<u16>,
    /// Length of a successor term in months.
    #[schema(minimum = 1, maximum = 65_535)]
    pub renewal_months: u16,
    /// Price cap in basis points.
    #[schema(minimum = 0, maximum = 100_000)]
    pub uplift_cap_bps: Option<u32>,
    /// Price rise of an automatic renewal in basis points.
    #[schema(minimum = 0, maximum = 100_000)]
    pub uplift_bps: u32,
    /// Clocks of the running term.
    pub clock: Option<ContractClockBody>,
    /// Terms, newest first.
    pub terms: Vec<TermBody>,
    /// Lines of the running term.
    pub lines: Vec<LineHistoryBody>,
    /// The co-term group it belongs to, itself included, the leader first; empty where it is in none.
    pub group: Vec<GroupMemberBody>,
    /// Moves between accounts, newest first.
    pub moves: Vec<ContractMoveBody>,
    /// Revision of the account: changes with anything of it.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
}

/// The clocks of a running term.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractClockBody {
    /// Last day on which notice can be given.
    #[schema(format = Date)]
    pub notice_on: String,
    /// Whether the notice period is unknown and 30 days were assumed.
    pub notice_assumed: bool,
    /// First day no longer in service.
    #[schema(format = Date)]
    pub end_on: String,
    /// Whether the term goes on without a signature: agreed so, and no notice was received.
    pub renews_by_itself: bool,
    /// Amount up for renewal at the end.
    pub atr: MoneyBody,
}

/// A term with the renewal at its end.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermBody {
    /// 1 for the first.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub number: u32,
    /// First day.
    #[schema(format = Date)]
    pub start_on: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub end_on: String,
    /// The day on which the customer's notice was received.
    #[schema(format = Date)]
    pub notice_received_on: Option<String>,
    /// The day of the signature.
    #[schema(format = Date)]
    pub signed_on: Option<String>,
    /// Renewal at its end.
    #[schema(example = "R-1042")]
    pub renewal: Option<String>,
    /// `open`, or the outcome of that renewal.
    pub renewal_state: Option<String>,
}

/// A line as it stands, with the versions before.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineHistoryBody {
    /// As it stands.
    pub line: LineBody,
    /// Its number among the versions, 1 for the first.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: u32,
    /// First day.
    #[schema(format = Date)]
    pub start_on: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub end_on: String,
    /// Where it comes from: `sold`, `amended`, `escalated`, `ramped`, `renewed` or `auto_renewed`.
    pub origin: String,
    /// Reference of the line that it continues.
    pub follows: Option<String>,
    /// Versions before, newest first.
    pub before: Vec<LineVersionBody>,
}

/// A version of a line that was replaced.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineVersionBody {
    /// Its number.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub version: u32,
    /// The day it was written.
    #[schema(format = Date)]
    pub written_on: String,
    /// Decimal quantity.
    pub quantity: String,
    /// Decimal unit price.
    pub unit_price: String,
    /// Discount in basis points.
    #[schema(minimum = 0, maximum = 10_000)]
    pub discount_bps: u32,
    /// First day.
    #[schema(format = Date)]
    pub start_on: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub end_on: String,
}

/// A contract of a co-term group.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupMemberBody {
    /// Contract number.
    pub reference: String,
    /// End of its last term.
    #[schema(format = Date)]
    pub end_on: String,
    /// Whether the others are decided in its renewal.
    pub leads: bool,
}

/// A move between accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractMoveBody {
    /// Whose it was.
    pub from: NamedBody,
    /// Whose it became.
    pub to: NamedBody,
    /// From which day.
    #[schema(format = Date)]
    pub moved_on: String,
    /// Why.
    pub reason: String,
}

impl From<&ContractView> for ContractDetailBody {
    fn from(view: &ContractView) -> Self {
        let contract = &view.contract;
        let group = view.group.iter().map(|member| GroupMemberBody {
            reference: member.reference.clone(),
            end_on: member.end_on.to_string(),
            leads: member.leads,
        });
        Self {
            reference: contract.reference.clone(),
            account: (&view.account).into(),
            currency: contract.currency.code().into(),
            kind: contract.kind.code().into(),
            auto_renew: contract.auto_renew,
            notice_days: contract.notice_days,
            renewal_months: contract.renewal_months,
            uplift_cap_bps: contract.uplift_cap_bps,
            uplift_bps: contract.uplift_bps,
            clock: view.clock.as_ref().map(ContractClockBody::from),
            terms: view.terms.iter().map(TermBody::from).collect(),
            lines: view.lines.iter().map(LineHistoryBody::from).collect(),
            group: group.collect(),
            moves: view.moves.iter().map(ContractMoveBody::from).collect(),
            revision: view.revision,
        }
    }
}

impl From<&ContractClock> for ContractClockBody {
    fn from(clock: &ContractClock) -> Self {
        Self {
            notice_on: clock.notice_on.to_string(),
            notice_assumed: clock.notice_assumed,
            end_on: clock.end_on.to_string(),
            renews_by_itself: clock.renews_by_itself,
            atr: clock.atr.into(),
        }
    }
}

impl From<&TermItem> for TermBody {
    fn from(item: &TermItem) -> Self {
        let state = item.renewal.as_ref().map(|(_, _, state)| match state {
            State::Open => "open".to_string(),
            State::Closed { outcome, .. } => outcome.code().into(),
        });
        Self {
            number: item.term.number,
            start_on: item.term.start_on.to_string(),
            end_on: item.term.end_on.to_string(),
            notice_received_on: item.term.opt_out_received_on.map(|day| day.to_string()),
            signed_on: item.term.signature.as_ref().map(|signature| signature.signed_on.to_string()),
            renewal: item.renewal.as_ref().map(|(reference, _, _)| reference.clone()),
            renewal_state: state,
        }
    }
}

impl From<&LineHistory> for LineHistoryBody {
    fn from(history: &LineHistory) -> Self {
        let before = history.before.iter().map(|(line, written_on)| LineVersionBody {
            version: line.version,
            written_on: written_on.to_string(),
            quantity: line.quantity.to_string(),
            unit_price: line.unit_price.to_string(),
            discount_bps: line.discount_bps,
            start_on: line.start_on.to_string(),
            end_on: line.end_on.to_string(),
        });
        let line = &history.line;
        Self {
            line: (&LineItem { line: line.clone(), arr: history.arr }).into(),
            version: line.version,
            start_on: line.start_on.to_string(),
            end_on: line.end_on.to_string(),
            origin: line.origin.code().into(),
            follows: history.follows.clone(),
            before: before.collect(),
        }
    }
}

impl From<&MoveItem> for ContractMoveBody {
    fn from(item: &MoveItem) -> Self {
        Self { from: (&item.from).into(), to: (&item.to).into(), moved_on: item.moved_on.to_string(), reason: item.reason.clone() }
    }
}

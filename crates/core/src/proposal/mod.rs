//! What we offer a customer for the next term: a proposal with its options, in versions that are never changed, and what became of each
//! version (REN-7). What an option gives away in price is held against what its maker may give alone.

mod authority;
mod figures;
mod levers;

pub use authority::{Authority, DiscountLimit, Given, authority_on, exceeds, given};
pub use figures::{Compared, Figures, OptionMoney, compare, figures, money_of};
pub use levers::{Lever, Trade, read_trades, written_trades};

use crate::contract::Line;
use crate::primitives::{RenewalId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;

/// Most options of one proposal.
pub const OPTIONS_MAX: usize = 6;

/// Most lines of one option.
pub const OPTION_LINES_MAX: usize = 200;

closed_words! {
    /// What happened to a version of a proposal after it was made.
    StepKind {
        Asked = "asked", "Approval asked";
        Approved = "approved", "Approved";
        Refused = "refused", "Approval refused";
        Sent = "sent", "Sent";
        Accepted = "accepted", "Accepted by the customer";
        Declined = "declined", "Declined by the customer";
        Withdrawn = "withdrawn", "Withdrawn";
        Superseded = "superseded", "Replaced by a later version";
    }
}

closed_words! {
    /// Where a version of a proposal stands.
    ProposalState {
        Draft = "draft", "Draft";
        Waiting = "waiting", "Waits for approval";
        Approved = "approved", "Approved";
        Refused = "refused", "Approval refused";
        Sent = "sent", "Sent";
        Accepted = "accepted", "Accepted";
        Declined = "declined", "Declined";
        Withdrawn = "withdrawn", "Withdrawn";
        Superseded = "superseded", "Replaced";
    }
}

impl ProposalState {
    /// Whether something may still come of it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Waiting | Self::Approved | Self::Refused | Self::Sent)
    }
}

/// One version of a proposal on a renewal. Its content is written once; what happens to it is appended as steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The renewal it is made for.
    pub renewal: RenewalId,
    /// 1 for the first; the next version replaces an open one.
    pub version: u32,
    /// Whose offer it is: the authority to give discounts is this person's.
    pub made_by: TeammateId,
    /// The civil day on which it was made.
    pub made_on: Date,
    /// Who wrote it down.
    pub written_by: String,
    /// When.
    pub recorded_at: Timestamp,
    /// For us alone; never printed for the customer.
    pub note: String,
    /// The first day of the next term, as the contract said when this version was made.
    pub start_on: Date,
    /// The lines up for renewal, as the contract had them when this version was made.
    pub basis: Vec<Line>,
    /// What is offered; never none.
    pub options: Vec<Choice>,
    /// What happened since, first to last.
    pub steps: Vec<Step>,
}

/// One option: the lines of the next term and what is traded for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// 1 for the first of its proposal.
    pub number: u32,
    /// What people call it: `Two years, 5% off`.
    pub name: String,
    /// First day no longer of the term.
    pub end_on: Date,
    /// What we give and what we get for it.
    pub trades: Vec<Trade>,
    /// Why a price rises above the contract's cap; empty where none does.
    pub over_cap_reason: String,
    /// The lines; those that continue a line of the contract name it.
    pub lines: Vec<Line>,
}

/// Something that happened to a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The renewal.
    pub renewal: RenewalId,
    /// The version.
    pub version: u32,
    /// 1 for the first of its version.
    pub number: u32,
    /// What happened.
    pub kind: StepKind,
    /// Who said so.
    pub by: String,
    /// The civil day.
    pub on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
    /// Why, or a remark; may be empty.
    pub note: String,
    /// Who is asked for approval, or gave or refused it.
    pub approver: Option<TeammateId>,
    /// To whom it was sent; empty for another step.
    pub sent_to: String,
    /// The option that was accepted.
    pub option: Option<u32>,
}

impl Proposal {
    /// Where it stands: its last step tells.
    pub fn state(&self) -> ProposalState {
        match self.steps.last().map(|step| step.kind) {
            None => ProposalState::Draft,
            Some(StepKind::Asked) => ProposalState::Waiting,
            Some(StepKind::Approved) => ProposalState::Approved,
            Some(StepKind::Refused) => ProposalState::Refused,
            Some(StepKind::Sent) => ProposalState::Sent,
            Some(StepKind::Accepted) => ProposalState::Accepted,
            Some(StepKind::Declined) => ProposalState::Declined,
            Some(StepKind::Withdrawn) => ProposalState::Withdrawn,
            Some(StepKind::Superseded) => ProposalState::Superseded,
        }
    }

    /// An option by its number.
    pub fn option(&self, number: u32) -> Option<&Choice> {
        self.options.iter().find(|option| option.number == number)
    }

    /// The last step of a kind.
    pub fn last(&self, kind: StepKind) -> Option<&Step> {
        self.steps.iter().rfind(|step| step.kind == kind)
    }

    /// The teammate whose approval is waited for.
    pub fn waits_for(&self) -> Option<TeammateId> {
        self.steps.last().filter(|step| step.kind == StepKind::Asked).and_then(|step| step.approver)
    }

    /// Whether somebody with authority approved it; a later refusal takes that back.
    pub fn is_approved(&self) -> bool {
        let said = self.steps.iter().rfind(|step| matches!(step.kind, StepKind::Approved | StepKind::Refused | StepKind::Asked));
        said.is_some_and(|step| step.kind == StepKind::Approved)
    }
}

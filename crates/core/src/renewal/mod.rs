//! A renewal: the decision at the end of one contract term, what is up, by when, and what the policy made of it.

mod review;
mod target;
mod task;

pub use review::{Area, OutcomeReview, Plan, Strength, Theme};
pub(crate) use target::to_reporting;
pub use target::{PlanRates, Target, goes_on_by_itself, renews_by_itself, target_of};
pub use task::{Given, PutOff, Task, TaskState};

use crate::contract::{Contract, ContractKind};
use crate::ownership::{Model, Motion};
use crate::primitives::{AccountId, ContractId, PolicyId, RenewalId, closed_words, days_between};
use jiff::civil::Date;

closed_words! {
    /// How a renewal ended (REN-8).
    Outcome {
        RenewedFlat = "renewed_flat", "Renewed flat";
        RenewedUp = "renewed_up", "Renewed up";
        RenewedDown = "renewed_down", "Renewed down";
        Churned = "churned", "Churned";
        Merged = "merged", "Decided in another renewal";
        Voided = "voided", "Voided with its term";
    }
}

impl Outcome {
    /// Whether a customer decided something: the others are bookkeeping.
    pub const fn is_decision(self) -> bool {
        !matches!(self, Self::Merged | Self::Voided)
    }
}

closed_words! {
    /// Why a customer stayed or left, as we class it; their own words stand beside it (REN-8).
    OutcomeReason {
        ValueProven = "value_proven", "Value proven";
        Relationship = "relationship", "Relationship";
        SwitchingCost = "switching_cost", "Switching cost";
        NewNeeds = "new_needs", "New needs";
        Price = "price", "Price";
        Budget = "budget", "Budget cut";
        LeadershipChange = "leadership_change", "Leadership change";
        Competitor = "competitor", "Competitor";
        ProductGap = "product_gap", "Product gap";
        Service = "service", "Service";
        LowAdoption = "low_adoption", "Low adoption";
        BusinessClosed = "business_closed", "Customer closed or was sold";
        Other = "other", "Other";
    }
}

closed_words! {
    /// Whether a term's end decides money or is the yearly look at an open-ended contract, which stays out of ATR (domain ruling 5).
    RenewalKind {
        Renewal = "renewal", "Renewal";
        Review = "review", "Yearly review";
    }
}

impl RenewalKind {
    /// What the end of a contract's term is.
    pub const fn of(contract: &Contract) -> Self {
        match contract.kind {
            ContractKind::Fixed => Self::Renewal,
            ContractKind::OpenEnded => Self::Review,
        }
    }
}

/// Whether the renewal is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Scheduled or in its playbook: somebody is accountable for it.
    Open,
    /// Decided.
    Closed {
        /// How.
        outcome: Outcome,
        /// The day it was decided.
        closed_on: Date,
        /// Deduced from imported terms, not told by a person; left out of outcome statistics (domain ruling 4).
        inferred: bool,
        /// Why, as we class it.
        reason: Option<OutcomeReason>,
        /// Why, in the customer's own words; may be empty.
        words: String,
    },
}

impl State {
    /// An outcome that was deduced, so without a reason.
    pub const fn deduced(outcome: Outcome, closed_on: Date) -> Self {
        Self::Closed { outcome, closed_on, inferred: true, reason: None, words: String::new() }
    }
}

/// One renewal. Its identity is (contract, term number), never a date (domain ruling 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// Identity.
    pub id: RenewalId,
    /// The number in `R-1042`.
    pub number: u32,
    /// The contract.
    pub contract: ContractId,
    /// The term that ends.
    pub term_number: u32,
    /// The customer.
    pub account: AccountId,
    /// A renewal, or a yearly review.
    pub kind: RenewalKind,
    /// Day on which it was written down; owned from then on.
    pub scheduled_on: Date,
    /// The account's tier when the playbook opened; the policy goes on seeing it (domain ruling 11).
    pub frozen_tier: Option<u8>,
    /// Derived facts: amount and dates.
    pub target: Target,
    /// What the policy decided; `None` for an inferred outcome, or one that a book told, which nobody owned here.
    pub decided: Option<Decided>,
    /// Open or closed.
    pub state: State,
}

/// What the policy decided for a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Policy version.
    pub policy: PolicyId,
    /// Rule id.
    pub rule: String,
    /// Ownership model.
    pub model: Model,
    /// Motion.
    pub motion: Motion,
    /// Playbook code.
    pub playbook: String,
    /// First day of the playbook.
    pub opens_on: Date,
}

impl Decided {
    /// What people notice of it: model, motion, playbook and first day, whichever rule gave them.
    pub fn outcome(&self) -> (Model, Motion, &str, Date) {
        (self.model, self.motion, &self.playbook, self.opens_on)
    }
}

impl Renewal {
    /// `R-1042`.
    pub fn reference(&self) -> String {
        format!("R-{}", self.number)
    }

    /// Whether it is undecided.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Whether its playbook has begun and it is undecided.
    pub fn is_running(&self, today: Date) -> bool {
        self.is_open() && self.decided.as_ref().is_some_and(|decided| decided.opens_on <= today)
    }

    /// Days until the term ends, negative once it has; the T-n of every screen.
    pub fn days_to_end(&self, today: Date) -> i64 {
        days_between(today, self.target.end_on)
    }
}

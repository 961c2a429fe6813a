//! People at a customer and the parts they play in a decision.

use crate::primitives::{AccountId, StakeholderId, closed_words};
use jiff::civil::Date;
use std::collections::BTreeSet;

closed_words! {
    /// What somebody at the customer is to the decision; one person may be several (domain section 0).
    StakeholderRole {
        Champion = "champion", "Champion";
        EconomicBuyer = "economic_buyer", "Economic buyer";
        DecisionMaker = "decision_maker", "Decision maker";
        Influencer = "influencer", "Influencer";
        PowerUser = "power_user", "Power user";
        Procurement = "procurement", "Procurement";
        Legal = "legal", "Legal";
        ExecutiveSponsor = "executive_sponsor", "Executive sponsor";
        Detractor = "detractor", "Detractor";
    }
}

/// A person at a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stakeholder {
    /// Identity.
    pub id: StakeholderId,
    /// Short reference, unique in the organisation, such as `P-118`.
    pub reference: String,
    /// Where the person works.
    pub account: AccountId,
    /// Full name.
    pub name: String,
    /// Job title; empty where unknown.
    pub title: String,
    /// E-mail; empty where unknown.
    pub email: String,
    /// The division; empty where unknown.
    pub business_unit: String,
    /// The parts the person plays.
    pub roles: BTreeSet<StakeholderRole>,
    /// First day on which the person is gone from the customer.
    pub left_on: Option<Date>,
}

impl Stakeholder {
    /// Whether the person is still there on the day.
    pub fn is_there_on(&self, day: Date) -> bool {
        self.left_on.is_none_or(|left| day < left)
    }
}

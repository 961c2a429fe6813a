//! Customers and the dated teams that look after them.

use crate::identity::Role;
use crate::primitives::{AccountId, TeammateId, closed_words};
use jiff::civil::Date;

closed_words! {
    /// The risk category of an account, set by a person; unknown until somebody says (domain section 0).
    Risk {
        Green = "green", "Green";
        Yellow = "yellow", "Yellow";
        Red = "red", "Red";
        Expansion = "expansion", "Expansion";
        Unknown = "unknown", "Unknown";
    }
}

/// A customer company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// Short reference for people and files, such as `A-17`.
    pub reference: String,
    /// The name people say.
    pub name: String,
    /// 1 (largest) to 3.
    pub tier: u8,
    /// Market segment in the company's own words.
    pub segment: String,
    /// Region in the company's own words.
    pub region: String,
    /// Risk category.
    pub risk: Risk,
}

/// One person's place on an account's team over a half-open span of days (domain ruling 11).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TeamMember {
    /// The account.
    pub account: AccountId,
    /// In which role the person serves this account.
    pub role: Role,
    /// The person.
    pub teammate: TeammateId,
    /// First day.
    pub from_on: Date,
    /// First day no longer, or open-ended.
    pub to_on: Option<Date>,
}

impl TeamMember {
    /// Whether the membership covers the day.
    pub fn covers(&self, day: Date) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day < to)
    }
}

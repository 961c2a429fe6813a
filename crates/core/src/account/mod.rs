//! Customers: the tree they stand in, fields that the organisation adds, the people there, what was judged of their risk, and the dated teams that look after them.

mod activity;
mod care;
mod faces;
mod field;
mod review;
mod stakeholder;

pub use activity::{Activity, ActivityKind};
pub use care::{CONTACT_DAYS, Care, EvidenceGate, Owed, owed_on};
pub use faces::{FACES_DAYS, Face, faces};
pub use field::{FIELD_NAME_MAX, Field, FieldKind, FieldName, FieldValue, field_value, fields_text};
pub use review::{is_reviewed, next_review_on};
pub use stakeholder::{Stakeholder, StakeholderRole};

use crate::identity::Role;
use crate::primitives::{AccountId, ContractId, Country, RiskCallId, TeammateId, closed_words};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The country whose business days count for steps that the customer takes part in; `None` is not known.
    pub country: Option<Country>,
    /// Risk category in force: the latest judgement that has not expired, else unknown. A projection of the judgements.
    pub risk: Risk,
    /// The company that this one belongs to.
    pub parent: Option<AccountId>,
    /// First month of the customer's fiscal year, 1 to 12; `None` is not known.
    pub fiscal_year_start: Option<u8>,
    /// The account that took this one over; its contracts moved there.
    pub merged_into: Option<AccountId>,
    /// Skills that whoever looks after it should have; small letters.
    pub needs: BTreeSet<String>,
    /// Values of the organisation's own fields, as text; each fits the kind of its field.
    pub fields: BTreeMap<FieldName, String>,
}

/// One judgement of an account's risk by a person. The latest one counts until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskCall {
    /// Identity.
    pub id: RiskCallId,
    /// The account.
    pub account: AccountId,
    /// What was judged.
    pub risk: Risk,
    /// Why.
    pub reason: String,
    /// Who judged.
    pub author: String,
    /// The day it was judged.
    pub set_on: Date,
    /// First day on which it no longer counts; `None` counts until the next one.
    pub expires_on: Option<Date>,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// The risk that judgements, oldest first, give on a day: the last one made until then, or unknown once that has expired.
pub fn risk_on(calls: &[RiskCall], day: Date) -> Risk {
    let last = calls.iter().rfind(|call| call.set_on <= day);
    last.filter(|call| call.expires_on.is_none_or(|expires| day < expires)).map_or(Risk::Unknown, |call| call.risk)
}

/// Since when an account stands in the category that [`risk_on`] gives; `None` where nobody ever judged it.
pub fn risk_since(calls: &[RiskCall], day: Date) -> Option<Date> {
    let made: Vec<&RiskCall> = calls.iter().filter(|call| call.set_on <= day).collect();
    let last = made.last()?;
    if let Some(expired) = last.expires_on.filter(|expires| *expires <= day) {
        return Some(expired);
    }
    // A judgement that was only repeated before it ran out does not begin anew.
    let unbroken = made
        .windows(2)
        .rev()
        .take_while(|pair| pair[0].risk == last.risk && pair[0].expires_on.is_none_or(|expires| pair[1].set_on <= expires));
    Some(unbroken.last().map_or(last.set_on, |pair| pair[0].set_on))
}

/// A text as searches compare it. Each letter is folded by itself, so that a part of a name folds as it does within the name.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A contract that went from one account to another: a merger, a split or a migration. Its revenue is neither churn nor growth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractMove {
    /// The contract.
    pub contract: ContractId,
    /// Whose it was.
    pub from: AccountId,
    /// Whose it is.
    pub to: AccountId,
    /// From which day.
    pub moved_on: Date,
    /// Why.
    pub reason: String,
    /// When it was written.
    pub recorded_at: Timestamp,
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn call(risk: Risk, day: i8, expires_on: Option<Date>) -> RiskCall {
        RiskCall {
            id: RiskCallId(Uuid::nil()),
            account: AccountId(Uuid::nil()),
            risk,
            reason: "usage fell".into(),
            author: "Priya Nair".into(),
            set_on: date(2026, 6, day),
            expires_on,
            recorded_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_last_judgement_counts_until_it_expires_and_an_expired_one_does_not_revive_the_one_before() {
        let calls = [call(Risk::Green, 1, None), call(Risk::Red, 10, Some(date(2026, 6, 20)))];
        let on = |day| risk_on(&calls, date(2026, 6, day));
        assert_eq!([on(1), on(9), on(10), on(19), on(20)], [Risk::Green, Risk::Green, Risk::Red, Risk::Red, Risk::Unknown]);
        assert_eq!(risk_on(&calls, date(2026, 5, 31)), Risk::Unknown, "before anybody judged");
    }
}

//! Acts towards a customer: who is there, contacts with who was present, steps that are completed, value that is confirmed.

use super::{once, word};
use crate::deed::Deed;
use serde::Deserialize;
use std::collections::BTreeSet;
use tenure_app::{NewActivity, NewMatter, NewStakeholder, NewValue};
use tenure_core::account::{ActivityKind, StakeholderRole};
use tenure_core::commands::Completion;
use tenure_core::room::factors;

/// What is done with a customer.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(super) enum WithCustomer {
    /// Somebody at the customer, with the part that person plays.
    Stakeholder {
        account: String,
        person: String,
        name: String,
        #[serde(deserialize_with = "word")]
        role: StakeholderRole,
    },
    /// A contact, with the references of who was present on both sides.
    Contact {
        account: String,
        #[serde(default)]
        renewal: Option<String>,
        #[serde(deserialize_with = "word")]
        kind: ActivityKind,
        subject: String,
        ours: Vec<String>,
        #[serde(default)]
        theirs: Vec<String>,
    },
    /// A step that took place, or an optional one that was not needed.
    Complete {
        contract: String,
        #[serde(default = "once")]
        term: u32,
        step: String,
        #[serde(default)]
        not_needed: bool,
        evidence: String,
    },
    /// A return in money that the customer confirms: factors such as `Hours saved: 10 a week; Weeks: 48`.
    Value { account: String, title: String, factors: String, confirmed_by: String },
}

impl WithCustomer {
    pub fn deed(self) -> Deed {
        match self {
            Self::Stakeholder { account, person, name, role } => Deed::Stakeholder(Box::new(stakeholder(account, (person, name), role))),
            Self::Contact { account, renewal, kind, subject, ours, theirs } => {
                let (held_on, notes) = (None, String::new());
                Deed::Contact(Box::new(NewActivity { account, renewal, kind, held_on, subject, notes, ours, theirs }))
            }
            Self::Complete { contract, term, step, not_needed, evidence } => {
                let completion = if not_needed { Completion::NotNeeded } else { Completion::Done };
                Deed::Complete(contract, term, Box::new((step, completion, evidence)))
            }
            Self::Value { account, title, factors: told, confirmed_by } => {
                // Factors that cannot be read leave none, which the verb refuses.
                let matter = NewMatter::Roi(factors(&told).unwrap_or_default(), None);
                let with = Some(confirmed_by.clone());
                let (evidence, happened_on) = (String::new(), None);
                Deed::Value(Box::new(NewValue { account, matter, title, told, evidence, happened_on, with }), confirmed_by)
            }
        }
    }
}

fn stakeholder(account: String, (reference, name): (String, String), role: StakeholderRole) -> NewStakeholder {
    NewStakeholder {
        reference,
        account,
        name,
        title: String::new(),
        email: String::new(),
        business_unit: String::new(),
        roles: BTreeSet::from([role]),
        left_on: None,
    }
}

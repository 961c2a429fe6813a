//! Verbs on the people at a customer.

use super::by_reference;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::account::{Stakeholder, StakeholderRole};
use tenure_core::commands;
use tenure_core::primitives::{StakeholderId, display_date, last_day_of_service};
use tenure_store::Scope;

/// A stakeholder to add, or what one is to become.
#[derive(Clone, Debug)]
pub struct NewStakeholder {
    /// Reference; empty takes the next free one of the account.
    pub reference: String,
    /// Reference of the account.
    pub account: String,
    /// Full name.
    pub name: String,
    /// Job title.
    pub title: String,
    /// E-mail.
    pub email: String,
    /// The division.
    pub business_unit: String,
    /// The parts the person plays.
    pub roles: BTreeSet<StakeholderRole>,
    /// First day on which the person is gone.
    pub left_on: Option<Date>,
}

impl App {
    /// Adds a stakeholder, or changes the one with the reference. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::set_stakeholder`].
    pub async fn set_stakeholder(&self, actor: &Actor, new: NewStakeholder) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(new.account.clone()), |context| {
            let account = by_reference(context.facts, &new.account)?;
            require_account_people(actor, account.id, context)?;
            let reference = match new.reference.trim() {
                "" => next_reference(&account.reference, context.facts.stakeholders.values()),
                given => given.to_string(),
            };
            let before = context.facts.stakeholders.values().find(|person| person.reference == reference);
            let person = Stakeholder {
                id: before.map_or_else(|| StakeholderId::new(context.ids), |before| before.id),
                reference: reference.clone(),
                account: account.id,
                name: new.name.trim().into(),
                title: new.title.trim().into(),
                email: new.email.trim().into(),
                business_unit: new.business_unit.trim().into(),
                roles: new.roles.clone(),
                left_on: new.left_on,
            };
            let roles: Vec<&str> = person.roles.iter().map(|role| role.label()).collect();
            let what = if roles.is_empty() { "a contact".to_string() } else { roles.join(", ") };
            let summary = match person.left_on {
                Some(left_on) => {
                    format!("{} left {}, last day {} ({what})", person.name, account.name, display_date(last_day_of_service(left_on)))
                }
                None => format!("{} is {what} at {}", person.name, account.name),
            };
            let writes = commands::set_stakeholder(context.facts, person)?;
            Ok(Decided { writes, kind: "stakeholder_set", subject: account.reference.clone(), summary })
        })
        .await
    }
}

/// `A-17-P3`: the lowest number that is free at the account.
fn next_reference<'a>(account: &str, people: impl Iterator<Item = &'a Stakeholder>) -> String {
    let taken: BTreeSet<&str> = people.map(|person| person.reference.as_str()).collect();
    let candidates = (1..).map(|number: u32| format!("{account}-P{number}"));
    candidates.into_iter().find(|candidate| !taken.contains(candidate.as_str())).unwrap_or_default()
}

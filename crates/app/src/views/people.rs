//! Everybody: role, manager, what they hold and what of it is overdue.

use super::{Person, people};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::Money;

/// One person of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonItem {
    /// Who.
    pub person: Person,
    /// E-mail.
    pub email: String,
    /// Region.
    pub region: String,
    /// Manager.
    pub manager: Option<Person>,
    /// First day.
    pub active_from: Date,
    /// First day no longer.
    pub left_on: Option<Date>,
    /// Whether this is the desk lead.
    pub is_desk_lead: bool,
    /// Open renewals by responsibility held.
    pub held: BTreeMap<Responsibility, u64>,
    /// Distinct open renewals with any responsibility.
    pub open_renewals: u64,
    /// Their amount in the reporting currency; yearly reviews left out.
    pub atr_reporting: Money,
    /// Overdue tasks.
    pub overdue: u64,
}

/// Everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleView {
    /// Today.
    pub today: Date,
    /// Active people first, by name.
    pub items: Vec<PersonItem>,
}

impl App {
    /// Everybody with what they hold.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn people(&self) -> Result<PeopleView, AppError> {
        let whole = self.whole().await?;
        let (facts, today) = (&whole.general, whole.today);
        let mut carried = whole.carried().people;
        let persons = people(facts, today);
        let mut items: Vec<PersonItem> = facts
            .teammates
            .values()
            .map(|t| (t, carried.remove(&t.id).unwrap_or_default()))
            .map(|(t, holds)| PersonItem {
                person: Person::of(t, today),
                email: t.email.clone(),
                region: t.region.clone(),
                manager: t.manager.and_then(|id| persons.get(&id)).cloned(),
                active_from: t.active_from,
                left_on: t.left_on,
                is_desk_lead: facts.organisation.desk_lead == t.id,
                held: holds.held,
                open_renewals: holds.renewals,
                atr_reporting: Money::new(holds.atr_minor, facts.reporting()),
                overdue: holds.overdue,
            })
            .collect();
        items.sort_by(|a, b| (!a.person.active, &a.person.name).cmp(&(!b.person.active, &b.person.name)));
        Ok(PeopleView { today, items })
    }
}

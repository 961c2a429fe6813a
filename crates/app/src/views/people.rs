//! Everybody: role, manager, what they hold and what of it is overdue.

use super::{Person, people};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Money, RenewalId, TeammateId};
use tenure_core::renewal::RenewalKind;
use tenure_store::Scope;

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
        let facts = self.store.read().await?.facts(&Scope::All, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let load = Load::of(&facts, today);
        let persons = people(&facts, today);
        let mut items: Vec<PersonItem> = facts
            .teammates
            .values()
            .map(|t| PersonItem {
                person: Person::of(t, today),
                email: t.email.clone(),
                region: t.region.clone(),
                manager: t.manager.and_then(|id| persons.get(&id)).cloned(),
                active_from: t.active_from,
                left_on: t.left_on,
                is_desk_lead: facts.organisation.desk_lead == t.id,
                held: load.held.get(&t.id).cloned().unwrap_or_default(),
                open_renewals: load.renewals.get(&t.id).map_or(0, |set| set.len() as u64),
                atr_reporting: Money::new(load.atr_minor(&facts, t.id), facts.reporting()),
                overdue: load.overdue.get(&t.id).copied().unwrap_or(0),
            })
            .collect();
        items.sort_by(|a, b| (!a.person.active, &a.person.name).cmp(&(!b.person.active, &b.person.name)));
        Ok(PeopleView { today, items })
    }
}

#[derive(Default)]
struct Load {
    held: BTreeMap<TeammateId, BTreeMap<Responsibility, u64>>,
    renewals: BTreeMap<TeammateId, BTreeSet<RenewalId>>,
    overdue: BTreeMap<TeammateId, u64>,
}

impl Load {
    fn of(facts: &Facts, today: Date) -> Self {
        let mut load = Self::default();
        for ((subject, responsibility), holder) in &facts.holders {
            let renewal = &subject.as_renewal();
            if facts.renewals.get(renewal).is_some_and(|r| r.is_open()) {
                *load.held.entry(*holder).or_default().entry(*responsibility).or_default() += 1;
                load.renewals.entry(*holder).or_default().insert(*renewal);
            }
        }
        for task in facts.tasks.values().filter(|task| task.is_overdue(today)) {
            if let Some(holder) = facts.holder(task.renewal, task.lead) {
                *load.overdue.entry(holder).or_default() += 1;
            }
        }
        load
    }

    fn atr_minor(&self, facts: &Facts, person: TeammateId) -> i64 {
        let held = self.renewals.get(&person).into_iter().flatten();
        let held = held.filter_map(|id| facts.renewals.get(id)).filter(|r| r.kind == RenewalKind::Renewal);
        held.map(|r| r.target.atr_reporting.minor).sum()
    }
}

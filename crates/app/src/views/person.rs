//! One person of ours: what they hold, when they are away, where they were before, whose teams they are on.

use super::{Named, Person, people};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::may_act;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::expansion::{Expansion, ExpansionState};
use tenure_core::facts::Facts;
use tenure_core::identity::{Absence, Brings, Profile, Role, Teammate, brings_on};
use tenure_core::ownership::Responsibility;
use tenure_core::planner::carried;
use tenure_core::primitives::{AbsenceId, Money, RenewalId, TeammateId, t_minus};
use tenure_core::renewal::RenewalKind;
use tenure_store::Scope;

/// One open renewal in which the person holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldItem {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: Named,
    /// T-0.
    pub end_on: Date,
    /// `T-47`.
    pub t_minus: String,
    /// Amount up for renewal.
    pub atr: Money,
    /// Whether it is a yearly review, which stays out of the sum.
    pub is_review: bool,
    /// What the person holds there.
    pub responsibilities: Vec<Responsibility>,
}

/// One open expansion in which the person holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldExpansion {
    /// `E-12`.
    pub expansion: String,
    /// The customer.
    pub account: Named,
    /// Its annual value as expected.
    pub expected: Money,
    /// Code of where it stands.
    pub state: &'static str,
    /// The same in words.
    pub standing: &'static str,
    /// By when it should be answered, while it waits for an answer.
    pub answer_by: Option<Date>,
    /// What the person holds there.
    pub responsibilities: Vec<Responsibility>,
}

/// One absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceItem {
    /// Identity.
    pub id: AbsenceId,
    /// First day away.
    pub from_on: Date,
    /// First day back.
    pub to_on: Date,
    /// Who may act meanwhile.
    pub delegate: Option<Person>,
    /// Why.
    pub note: String,
    /// Whether it is long enough to move what the person holds.
    pub moves: bool,
    /// Whether it is over.
    pub over: bool,
}

/// One place in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionItem {
    /// From which day.
    pub from_on: Date,
    /// Role.
    pub role: Role,
    /// Manager.
    pub manager: Option<Person>,
    /// Region.
    pub region: String,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// Today.
    pub today: Date,
    /// Who.
    pub person: Person,
    /// The record.
    pub teammate: Teammate,
    /// Manager.
    pub manager: Option<Person>,
    /// Who reports to them.
    pub reports: Vec<Person>,
    /// Whether this is the desk lead.
    pub is_desk_lead: bool,
    /// Open renewals in which they hold something, by end.
    pub held: Vec<HeldItem>,
    /// Open expansions in which they hold something, by number.
    pub expansions: Vec<HeldExpansion>,
    /// Amount up for renewal of what they hold, in the reporting currency; yearly reviews left out.
    pub atr_reporting: Money,
    /// Absences, newest first.
    pub absences: Vec<AbsenceItem>,
    /// Those whom they stand in for today, and until which day, exclusive.
    pub stands_in_for: Vec<(Person, Date)>,
    /// Places in the hierarchy, newest first; empty while they never moved.
    pub positions: Vec<PositionItem>,
    /// What they bring today; `None` where nobody has said.
    pub brings: Option<Brings>,
    /// What they bring from which day, newest first.
    pub profiles: Vec<(Date, Brings)>,
    /// Renewals they hold something of that are decided within 90 days.
    pub near: u64,
    /// Places on account teams today.
    pub places: Vec<(Named, Role, Date)>,
    /// Days an absence may last before what they hold moves.
    pub moves_after_days: u16,
    /// Whether the viewer may change who they are.
    pub may_administer: bool,
    /// Whether the viewer may write down that they are away.
    pub may_set_absence: bool,
}

impl App {
    /// One person by reference or e-mail, as another one sees them.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn person(&self, actor: &Actor, reference: &str) -> Result<PersonView, AppError> {
        let scope = self.held_by(reference).await?;
        let facts = self.store.read().await?.facts(&scope, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let me = teammate(facts.teammates.values(), reference)?.clone();
        let persons = people(&facts, today);
        let held = held(&facts, me.id, today);
        let minor = held.iter().filter(|(_, item)| !item.is_review).map(|(minor, _)| *minor).fold(0_i64, i64::saturating_add);
        let profiles = || facts.profiles.iter().filter(|profile| profile.teammate == me.id);
        let away = facts.absences.values().filter(|absence| absence.covers(today) && absence.delegate == Some(me.id));
        let places = facts.team.iter().filter(|member| member.teammate == me.id && member.covers(today));
        let mut places: Vec<(Named, Role, Date)> =
            places.filter_map(|member| Some((Named::of(facts.accounts.get(&member.account)?), member.role, member.from_on))).collect();
        places.sort_by(|a, b| (&a.0.name, a.1).cmp(&(&b.0.name, b.1)));
        Ok(PersonView {
            today,
            person: Person::of(&me, today),
            manager: me.manager.and_then(|id| persons.get(&id)).cloned(),
            reports: reports(&facts, me.id, today),
            is_desk_lead: facts.organisation.desk_lead == me.id,
            held: held.into_iter().map(|(_, item)| item).collect(),
            expansions: held_expansions(&facts, me.id),
            atr_reporting: Money::new(minor, facts.reporting()),
            absences: absences(&facts, me.id, &persons, today),
            stands_in_for: away.filter_map(|absence| Some((persons.get(&absence.teammate)?.clone(), absence.to_on))).collect(),
            positions: positions(&facts, me.id, &persons),
            brings: brings_on(profiles(), today).cloned(),
            near: carried(&facts, today).get(&me.id).map_or(0, |load| u64::from(load.near)),
            profiles: by_day(profiles()),
            places,
            moves_after_days: facts.organisation.absence_moves_after_days,
            may_administer: actor.is_administrator(),
            may_set_absence: may_act(actor, me.id, &facts, today),
            teammate: me,
        })
    }

    /// The person behind an absence.
    ///
    /// # Errors
    /// An absence that does not exist.
    pub async fn absent_person(&self, id: AbsenceId) -> Result<String, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let absence = facts.absences.get(&id).ok_or_else(|| AppError::not_found("absence", &id.to_string()))?;
        let person = facts.teammates.get(&absence.teammate).ok_or_else(|| AppError::not_found("teammate of absence", &id.to_string()))?;
        Ok(person.reference.clone())
    }
}

/// The last word on each day, newest first.
fn by_day<'a>(profiles: impl Iterator<Item = &'a Profile>) -> Vec<(Date, Brings)> {
    let days: BTreeMap<Date, &Brings> = profiles.map(|profile| (profile.from_on, &profile.brings)).collect();
    days.into_iter().rev().map(|(day, brings)| (day, brings.clone())).collect()
}

fn reports(facts: &Facts, person: TeammateId, today: Date) -> Vec<Person> {
    let all = facts.teammates.values().filter(|t| t.manager == Some(person) && t.is_active_on(today));
    let mut reports: Vec<Person> = all.map(|t| Person::of(t, today)).collect();
    reports.sort_by(|a, b| a.name.cmp(&b.name));
    reports
}

/// What a person holds on open renewals, by end, each with its amount in minor units of the reporting currency.
fn held(facts: &Facts, person: TeammateId, today: Date) -> Vec<(i64, HeldItem)> {
    let mut by_renewal: BTreeMap<RenewalId, Vec<Responsibility>> = BTreeMap::new();
    for ((subject, responsibility), holder) in &facts.holders {
        if *holder == person {
            by_renewal.entry(subject.as_renewal()).or_default().push(*responsibility);
        }
    }
    let items = by_renewal.into_iter().filter_map(|(id, responsibilities)| {
        let renewal = facts.renewals.get(&id).filter(|renewal| renewal.is_open())?;
        let item = HeldItem {
            renewal: renewal.reference(),
            account: Named::of(facts.accounts.get(&renewal.account)?),
            end_on: renewal.target.end_on,
            t_minus: t_minus(renewal.target.end_on, today),
            atr: renewal.target.atr,
            is_review: renewal.kind == RenewalKind::Review,
            responsibilities,
        };
        Some((renewal.target.atr_reporting.minor, item))
    });
    let mut items: Vec<(i64, HeldItem)> = items.collect();
    items.sort_by(|a, b| (a.1.end_on, &a.1.renewal).cmp(&(b.1.end_on, &b.1.renewal)));
    items
}

fn held_expansions(facts: &Facts, person: TeammateId) -> Vec<HeldExpansion> {
    let held = |expansion: &Expansion| -> Vec<Responsibility> {
        let holds = |responsibility: &&Responsibility| facts.holder(expansion.id, **responsibility) == Some(person);
        Responsibility::ALL.iter().filter(holds).copied().collect()
    };
    let mut open: Vec<&Expansion> = facts.expansions.values().filter(|expansion| expansion.is_open()).collect();
    open.sort_by_key(|expansion| expansion.number);
    let item = |expansion: &Expansion| {
        let responsibilities = Some(held(expansion)).filter(|held| !held.is_empty())?;
        Some(HeldExpansion {
            expansion: expansion.reference(),
            account: Named::of(facts.accounts.get(&expansion.account)?),
            expected: expansion.expected,
            state: expansion.state.code(),
            standing: expansion.state.label(),
            answer_by: (expansion.state == ExpansionState::Raised).then_some(expansion.answer_by),
            responsibilities,
        })
    };
    open.into_iter().filter_map(item).collect()
}

fn absences(facts: &Facts, person: TeammateId, persons: &BTreeMap<TeammateId, Person>, today: Date) -> Vec<AbsenceItem> {
    let item = |absence: &Absence| AbsenceItem {
        id: absence.id,
        from_on: absence.from_on,
        to_on: absence.to_on,
        delegate: absence.delegate.and_then(|id| persons.get(&id)).cloned(),
        note: absence.note.clone(),
        moves: absence.moves(&facts.organisation),
        over: absence.to_on <= today,
    };
    let mine = facts.absences.values().filter(|absence| absence.teammate == person && absence.from_on < absence.to_on);
    let mut items: Vec<AbsenceItem> = mine.map(item).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.from_on));
    items
}

fn positions(facts: &Facts, person: TeammateId, persons: &BTreeMap<TeammateId, Person>) -> Vec<PositionItem> {
    let mine = facts.positions.iter().rev().filter(|position| position.teammate == person);
    let item = |position: &tenure_core::identity::Position| PositionItem {
        from_on: position.from_on,
        role: position.role,
        manager: position.manager.and_then(|id| persons.get(&id)).cloned(),
        region: position.region.clone(),
    };
    mine.map(item).collect()
}

//! What teams carry: everybody below a lead and the lead, each renewal once.

use super::workload::LoadItem;
use crate::views::Person;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::deal::team_of;
use tenure_core::facts::Facts;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{SubjectId, TeammateId};

/// What one team carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamLoad {
    /// Who leads it.
    pub lead: Person,
    /// How many leads stand above this one.
    pub depth: usize,
    /// References of whoever is active in it: the lead, and everybody who reports to the lead, directly or through others.
    pub members: Vec<String>,
    /// Open renewals on which anybody in it holds anything, each once.
    pub renewals: u64,
    /// Open expansions alike.
    pub expansions: u64,
    /// ATR of the renewals whose commercial part is held in it, in minor units of the reporting currency.
    pub commercial_minor: i64,
    /// Renewals decided within 90 days, person by person, of those who stated a capacity.
    pub near: u64,
    /// What those can carry at once; `None` where nobody stated it.
    pub capacity: Option<u64>,
    /// People who carry renewals and whose capacity nobody stated.
    pub unstated: u64,
    /// People who carry more than they can.
    pub over: u64,
}

/// What a team carries in some accounts, each renewal once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TeamSum {
    renewals: u64,
    expansions: u64,
    commercial_minor: i64,
}

impl TeamSum {
    pub(super) fn add(&mut self, other: &Self) {
        self.renewals += other.renewals;
        self.expansions += other.expansions;
        self.commercial_minor = self.commercial_minor.saturating_add(other.commercial_minor);
    }
}

/// What every team carries in the accounts of the facts, by lead.
pub(super) fn team_sums(facts: &Facts, today: Date) -> BTreeMap<TeammateId, TeamSum> {
    let mut above: BTreeMap<TeammateId, Vec<TeammateId>> = BTreeMap::new();
    for (lead, _) in in_order(facts, today) {
        active_team(facts, lead, today).into_iter().for_each(|id| above.entry(id).or_default().push(lead));
    }
    let mut sums: BTreeMap<TeammateId, TeamSum> = BTreeMap::new();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
        for lead in holding(facts, &above, renewal.id) {
            sums.entry(lead).or_default().renewals += 1;
        }
        let commercial = facts.holder(renewal.id, Responsibility::Commercial).and_then(|holder| above.get(&holder));
        for lead in commercial.into_iter().flatten() {
            let sum = sums.entry(*lead).or_default();
            sum.commercial_minor = sum.commercial_minor.saturating_add(renewal.target.atr_reporting.minor);
        }
    }
    for expansion in facts.expansions.values().filter(|expansion| expansion.is_open()) {
        for lead in holding(facts, &above, expansion.id) {
            sums.entry(lead).or_default().expansions += 1;
        }
    }
    sums
}

fn active_team(facts: &Facts, lead: TeammateId, today: Date) -> Vec<TeammateId> {
    team_of(facts, lead).into_iter().filter(|id| facts.teammates[id].is_active_on(today)).collect()
}

/// What every team carries, each below the team that it belongs to.
pub(super) fn teams(general: &Facts, (people, sums): (&[LoadItem], &BTreeMap<TeammateId, TeamSum>), today: Date) -> Vec<TeamLoad> {
    let loads: BTreeMap<&str, &LoadItem> = people.iter().map(|item| (item.person.reference.as_str(), item)).collect();
    let team = |(lead, depth): (TeammateId, usize)| {
        let mut members: Vec<String> = active_team(general, lead, today).iter().map(|id| general.teammates[id].reference.clone()).collect();
        members.sort();
        let carried: Vec<&LoadItem> = members.iter().filter_map(|reference| loads.get(reference.as_str()).copied()).collect();
        let stated = carried.iter().filter(|item| item.capacity.is_some());
        let TeamSum { renewals, expansions, commercial_minor } = sums.get(&lead).copied().unwrap_or_default();
        TeamLoad {
            lead: Person::of(&general.teammates[&lead], today),
            depth,
            renewals,
            expansions,
            commercial_minor,
            near: stated.clone().map(|item| item.near).sum(),
            capacity: carried.iter().filter_map(|item| item.capacity).map(u64::from).reduce(|a, b| a + b),
            unstated: carried.iter().filter(|item| item.capacity.is_none() && item.renewals > 0).count() as u64,
            over: stated.filter(|item| item.capacity.is_some_and(|capacity| item.near > u64::from(capacity))).count() as u64,
            members,
        }
    };
    in_order(general, today).into_iter().map(team).collect()
}

/// The leads of teams whose people hold something of a subject, each once.
fn holding(facts: &Facts, above: &BTreeMap<TeammateId, Vec<TeammateId>>, subject: impl Into<SubjectId> + Copy) -> BTreeSet<TeammateId> {
    let holders = Responsibility::ALL.iter().filter_map(|responsibility| facts.holder(subject, *responsibility));
    holders.filter_map(|holder| above.get(&holder)).flatten().copied().collect()
}

/// Active people to whom somebody active reports, with how many stand above each: the whole hierarchy from its top, by name.
fn in_order(facts: &Facts, today: Date) -> Vec<(TeammateId, usize)> {
    let mut below: BTreeMap<Option<TeammateId>, Vec<TeammateId>> = BTreeMap::new();
    let active = |id: &TeammateId| facts.teammates.get(id).is_some_and(|person| person.is_active_on(today));
    for person in facts.teammates.values().filter(|person| person.is_active_on(today)) {
        below.entry(person.manager.filter(active)).or_default().push(person.id);
    }
    below.values_mut().for_each(|team| team.sort_by(|a, b| facts.name_of(*b).cmp(facts.name_of(*a))));
    let mut order = Vec::new();
    let mut next: Vec<(TeammateId, usize)> = below.get(&None).into_iter().flatten().map(|id| (*id, 0)).collect();
    while let Some((id, depth)) = next.pop() {
        if let Some(team) = below.get(&Some(id)) {
            order.push((id, depth));
            next.extend(team.iter().map(|id| (*id, depth + 1)));
        }
    }
    order
}

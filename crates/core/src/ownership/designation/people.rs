//! People and account teams, arranged once for as many designations as are to be made.

use crate::account::{Account, TeamMember};
use crate::facts::Facts;
use crate::identity::{Absence, Brings, Organisation, Profile, Role, Teammate, brings_on};
use crate::primitives::{AccountId, TeammateId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The people and teams that designations are made from, arranged once for as many as are to be made.
#[derive(Clone, Debug)]
pub struct People<'a> {
    organisation: &'a Organisation,
    teammates: &'a BTreeMap<TeammateId, Teammate>,
    /// Everybody who has a role, active or not, by reference.
    by_role: BTreeMap<Role, Vec<&'a Teammate>>,
    absences: BTreeMap<TeammateId, Vec<&'a Absence>>,
    profiles: BTreeMap<TeammateId, Vec<&'a Profile>>,
    team: BTreeMap<AccountId, Vec<&'a TeamMember>>,
}

impl<'a> People<'a> {
    /// Arranges everybody, active or not, who is away when, what they bring, and the teams of accounts.
    pub fn of(facts: &'a Facts) -> Self {
        let mut people = Self {
            organisation: &facts.organisation,
            teammates: &facts.teammates,
            by_role: BTreeMap::new(),
            absences: BTreeMap::new(),
            profiles: BTreeMap::new(),
            team: BTreeMap::new(),
        };
        for teammate in facts.teammates.values() {
            people.by_role.entry(teammate.role).or_default().push(teammate);
        }
        people.by_role.values_mut().for_each(|holders| holders.sort_by_key(|t| &t.reference));
        for absence in facts.absences.values() {
            people.absences.entry(absence.teammate).or_default().push(absence);
        }
        for profile in &facts.profiles {
            people.profiles.entry(profile.teammate).or_default().push(profile);
        }
        for member in &facts.team {
            people.team.entry(member.account).or_default().push(member);
        }
        people
    }

    /// Whether the person is with us and not away for long.
    pub fn is_available(&self, teammate: TeammateId, day: Date) -> bool {
        self.teammates.get(&teammate).is_some_and(|t| t.is_active_on(day)) && self.long_absence(teammate, day).is_none()
    }

    /// What a person brings on a day; `None` where nobody has said anything.
    pub fn brings(&self, teammate: TeammateId, day: Date) -> Option<&'a Brings> {
        brings_on(self.profiles.get(&teammate).into_iter().flatten().copied(), day)
    }

    /// Whether the person works in a region, or covers it besides the own one.
    pub fn covers(&self, teammate: &Teammate, region: &str, day: Date) -> bool {
        teammate.region == region || self.brings(teammate.id, day).is_some_and(|brings| brings.territories.contains(region))
    }

    /// Whoever of an account's team is active in a role on the day, the lowest reference first among several.
    pub fn on_team(&self, account: &Account, role: Role, day: Date) -> Option<&'a Teammate> {
        let available = self.members(account, role, day).filter(|m| self.is_available(m.teammate, day));
        available.filter_map(|m| self.teammate(m.teammate)).min_by_key(|t| &t.reference)
    }

    /// Pods of those on the account's team on the day.
    pub(super) fn pods(&self, account: &Account, day: Date) -> BTreeSet<&'a str> {
        let members = self.team.get(&account.id).into_iter().flatten().filter(|m| m.covers(day));
        let pods = members.filter_map(|m| self.brings(m.teammate, day)).map(|brings| brings.pod.as_str());
        pods.filter(|pod| !pod.is_empty()).collect()
    }

    pub(super) fn teammate(&self, id: TeammateId) -> Option<&'a Teammate> {
        self.teammates.get(&id)
    }

    pub(super) fn desk_lead(&self) -> TeammateId {
        self.organisation.desk_lead
    }

    /// The absence that is long enough to move what a person holds on the day.
    pub(super) fn long_absence(&self, teammate: TeammateId, day: Date) -> Option<&'a Absence> {
        let mut absences = self.absences.get(&teammate).into_iter().flatten().copied();
        absences.find(|absence| absence.covers(day) && absence.moves(self.organisation))
    }

    /// Who has a role and is available on the day, by reference.
    pub(super) fn with_role(&self, role: Role, day: Date) -> impl Iterator<Item = &'a Teammate> {
        self.by_role.get(&role).into_iter().flatten().copied().filter(move |t| self.is_available(t.id, day))
    }

    /// Team entries of an account for a role on the day.
    pub(super) fn members(&self, account: &Account, role: Role, day: Date) -> impl Iterator<Item = &'a TeamMember> {
        self.team.get(&account.id).into_iter().flatten().copied().filter(move |m| m.role == role && m.covers(day))
    }
}

//! Choosing among those who have a role, where the account team names nobody: skill, territory, pod, capacity, turn (OWN-6).

use super::people::People;
use super::{Before, Memory, Person, PersonReason, Wanted};
use crate::identity::{Role, Teammate};
use std::collections::BTreeSet;

/// How much somebody carries; what several candidates are weighed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Open renewals on which the person holds anything but the executive responsibility, and that are decided within 90 days.
    pub near: u32,
    /// Open renewals on which the person holds anything but the executive responsibility.
    pub renewals: u32,
    /// What is up for renewal on them, in minor units of the reporting currency.
    pub atr_minor: i64,
}

impl Load {
    /// What is left of it without a part.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        Self {
            near: self.near.saturating_sub(part.near),
            renewals: self.renewals.saturating_sub(part.renewals),
            atr_minor: self.atr_minor.saturating_sub(part.atr_minor),
        }
    }
}

/// Days ahead within which a decision counts as near.
pub const NEAR_DAYS: i64 = 90;

/// Who is looked at: first those who fit the account best.
#[derive(Clone, Copy)]
struct Round {
    skilled: bool,
    in_region: bool,
}

/// Skill comes before territory; whoever lacks a skill or the region is asked only where nobody has it.
const ROUNDS: [Round; 4] = [
    Round { skilled: true, in_region: true },
    Round { skilled: true, in_region: false },
    Round { skilled: false, in_region: true },
    Round { skilled: false, in_region: false },
];

/// The best of those who have one of the roles.
pub(super) fn from_roles(people: &People<'_>, wanted: &Wanted<'_>, memory: &dyn Memory) -> Option<Person> {
    let asked: BTreeSet<&str> = wanted.account.needs.iter().chain(wanted.skills).map(String::as_str).collect();
    let rounds = ROUNDS.iter().filter(|round| !(round.skilled && asked.is_empty()));
    let search = Search { people, wanted, memory, asked: &asked };
    rounds.copied().find_map(|round| wanted.roles.iter().find_map(|role| search.of_role(*role, round)))
}

struct Search<'s, 'a> {
    people: &'s People<'a>,
    wanted: &'s Wanted<'s>,
    memory: &'s dyn Memory,
    asked: &'s BTreeSet<&'s str>,
}

impl<'a> Search<'_, 'a> {
    fn of_role(&self, role: Role, round: Round) -> Option<Person> {
        let (people, day, region) = (self.people, self.wanted.day, &self.wanted.account.region);
        let with_role = people.with_role(role, day).filter(|t| !round.in_region || people.covers(t, region, day));
        let mut field: Vec<&Teammate> = with_role.filter(|t| !round.skilled || self.lacks(t) == 0).collect();
        let reason = match round {
            Round { skilled: true, .. } => PersonReason::Skill,
            Round { in_region: true, .. } => PersonReason::RoleInRegion,
            Round { .. } => PersonReason::RoleAnywhere,
        };
        narrow(&mut field, |t| self.lacks(t));
        let fits = |before: &Before| field.iter().any(|t| t.id == before.teammate);
        if let Some(before) = self.memory.before(role).into_iter().find(fits) {
            let because = format!("was chosen for {} before, as {}, and still fits", self.wanted.account.name, role.label());
            return Some(Person { teammate: before.teammate, role, reason: before.reason, because });
        }
        self.weighed(field, (role, reason))
    }

    /// Skills asked for that the person does not have.
    fn lacks(&self, teammate: &Teammate) -> usize {
        let has = self.people.brings(teammate.id, self.wanted.day).map(|brings| &brings.skills);
        self.asked.iter().filter(|skill| has.is_none_or(|has| !has.contains(**skill))).count()
    }

    fn weighed(&self, mut field: Vec<&'a Teammate>, (role, mut reason): (Role, PersonReason)) -> Option<Person> {
        let pods = self.people.pods(self.wanted.account, self.wanted.day);
        let by_pod = narrow(&mut field, |t| self.pod(t).is_none_or(|pod| !pods.contains(pod)));
        let among = field.len();
        let by_load = self.by_load(&mut field);
        let turn = usize::try_from(self.wanted.turn).unwrap_or(0) % field.len().max(1);
        let chosen = *field.get(turn)?;
        let mut said = vec![self.place(chosen, role)];
        said.extend(self.skills_of(chosen));
        if let Some(pod) = self.pod(chosen).filter(|_| by_pod) {
            reason = PersonReason::Pod;
            said.push(format!("in the pod {pod} like the account team"));
        }
        if by_load {
            reason = PersonReason::Capacity;
            said.push(format!("with the lightest load of {among} ({})", self.carried(chosen)));
        }
        if field.len() > 1 {
            reason = PersonReason::Turn;
            said.push(format!("next in turn of {} who carry the same", field.len()));
        }
        let because = format!("{}; the account team names none", said.join(", "));
        Some(Person { teammate: chosen.id, role, reason, because })
    }

    fn place(&self, chosen: &Teammate, role: Role) -> String {
        let region = &self.wanted.account.region;
        match (self.people.covers(chosen, region, self.wanted.day), region.is_empty()) {
            (_, true) => format!("takes it as {}", role.label()),
            (true, false) => format!("takes it as {} for {region}", role.label()),
            (false, false) => format!("takes it as {} from another region than {region}", role.label()),
        }
    }

    fn skills_of(&self, chosen: &Teammate) -> Option<String> {
        let brings = self.people.brings(chosen.id, self.wanted.day);
        let has = |skill: &&&str| brings.is_some_and(|brings| brings.skills.contains(**skill));
        let (had, lacked): (Vec<&&str>, Vec<&&str>) = self.asked.iter().partition(has);
        let names = |skills: Vec<&&str>| skills.into_iter().copied().collect::<Vec<_>>().join(", ");
        match (had.is_empty(), lacked.is_empty()) {
            (true, true) => None,
            (false, true) => Some(format!("with {}", names(had))),
            (_, false) => Some(format!("without {}, since nobody has all that is asked", names(lacked))),
        }
    }

    fn pod(&self, teammate: &Teammate) -> Option<&'a str> {
        self.people.brings(teammate.id, self.wanted.day).map(|brings| brings.pod.as_str()).filter(|pod| !pod.is_empty())
    }

    fn capacity(&self, teammate: &Teammate) -> Option<u32> {
        self.people.brings(teammate.id, self.wanted.day).and_then(|brings| brings.capacity).map(u32::from)
    }

    /// Those with room first; of them who carries the least of what they can; then the fewest renewals, then the least money.
    /// Whoever has no capacity of their own is weighed by the smallest that another candidate has.
    fn by_load(&self, field: &mut Vec<&'a Teammate>) -> bool {
        if field.len() < 2 {
            return false;
        }
        let load = |t: &Teammate| self.memory.load(t.id);
        let assumed = field.iter().filter_map(|t| self.capacity(t)).min().unwrap_or(1).max(1);
        let full = |t: &Teammate| self.capacity(t).is_some_and(|capacity| load(t).near >= capacity);
        let share = |t: &Teammate| u64::from(load(t).near) * 10_000 / u64::from(self.capacity(t).unwrap_or(assumed).max(1));
        narrow(field, |t| (full(t), share(t), load(t).renewals, load(t).atr_minor))
    }

    fn carried(&self, teammate: &Teammate) -> String {
        let load = self.memory.load(teammate.id);
        match self.capacity(teammate) {
            Some(capacity) => format!("{} of {capacity} decided within {NEAR_DAYS} days, {} open", load.near, load.renewals),
            None => format!("{} decided within {NEAR_DAYS} days, {} open", load.near, load.renewals),
        }
    }
}

/// Keeps those with the smallest key; whether that left somebody out.
fn narrow<K: Ord>(field: &mut Vec<&Teammate>, key: impl Fn(&Teammate) -> K) -> bool {
    let before = field.len();
    if let Some(best) = field.iter().map(|t| key(t)).min() {
        field.retain(|t| key(t) == best);
    }
    field.len() < before
}

//! From role to person: the account team first, then who fits and has room, and in the end the desk lead (OWN-6, ruling 3).

mod people;
mod pick;
#[cfg(test)]
mod tests;

pub use people::People;
pub use pick::{Load, NEAR_DAYS};

use crate::account::Account;
use crate::identity::Role;
use crate::primitives::{TeammateId, closed_words, display_date};
use jiff::civil::Date;
use std::collections::BTreeSet;

closed_words! {
    /// How the person was found, from the best reason to the last resort.
    PersonReason {
        Reassigned = "reassigned", "was named for it";
        AccountTeam = "account_team", "on the account team";
        Delegate = "delegate", "stands in for somebody away";
        Continuity = "continuity", "was chosen for the account before";
        Skill = "skill", "has the skills it asks for";
        Pod = "pod", "in the pod of the account team";
        Capacity = "capacity", "carries least for their capacity";
        Turn = "turn", "was next in turn";
        RoleInRegion = "role_in_region", "has the role in the account's region";
        RoleAnywhere = "role_anywhere", "has the role in another region";
        RoleLeader = "role_leader", "leads those who have the role";
        DeskLead = "desk_lead", "is the desk lead";
    }
}

impl PersonReason {
    /// Whether nobody fitted the roles and somebody stands in; a finding says so.
    pub const fn is_last_resort(self) -> bool {
        matches!(self, Self::RoleLeader | Self::DeskLead)
    }

    /// Whether the person was chosen among those who have the role. Such a choice lasts while the person fits.
    pub const fn is_choice(self) -> bool {
        matches!(self, Self::Continuity | Self::Skill | Self::Pod | Self::Capacity | Self::Turn | Self::RoleInRegion | Self::RoleAnywhere)
    }
}

/// The person behind a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub teammate: TeammateId,
    /// The role the person answers for.
    pub role: Role,
    /// How the person was found.
    pub reason: PersonReason,
    /// The reason as a sentence part: `is the AE on the account team`.
    pub because: String,
}

/// Whom to find.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// For which customer.
    pub account: &'a Account,
    /// In which role, in order of preference.
    pub roles: &'a [Role],
    /// Skills that the rule asks for, besides those that the account asks for.
    pub skills: &'a BTreeSet<String>,
    /// For which day.
    pub day: Date,
    /// Number of what is owned: those who carry the same take turns by it.
    pub turn: u32,
}

/// Somebody chosen before, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// Who.
    pub teammate: TeammateId,
    /// How.
    pub reason: PersonReason,
}

/// What earlier choices were, and what they amount to.
pub trait Memory {
    /// Who was chosen in a role for the same subject, then for others of the same account, the most recent first.
    fn before(&self, role: Role) -> Vec<Before>;

    /// How much somebody carries.
    fn load(&self, teammate: TeammateId) -> Load;
}

/// Finds the person for an ordered list of roles on an account on a day.
///
/// Order: account team for each role in turn, or the delegate of a team member who is away for long; then among those who have
/// the role: who was chosen before and still fits, the skills asked for, the account's region, the pod of the account team, the
/// lightest load for the capacity, turns; the roles' leader; the desk lead. The same facts give the same answer on every machine.
pub fn designate(people: &People<'_>, wanted: &Wanted<'_>, memory: &dyn Memory) -> Person {
    from_team(people, wanted)
        .or_else(|| pick::from_roles(people, wanted, memory))
        .or_else(|| wanted.roles.iter().find_map(|role| from_leader(people, *role, wanted.day)))
        .unwrap_or_else(|| desk_lead(people, wanted.roles))
}

fn from_team(people: &People<'_>, wanted: &Wanted<'_>) -> Option<Person> {
    let named = wanted.roles.iter().find_map(|role| from_account_team(people, wanted.account, *role, wanted.day));
    named.or_else(|| wanted.roles.iter().find_map(|role| from_delegate(people, wanted.account, *role, wanted.day)))
}

fn from_account_team(people: &People<'_>, account: &Account, role: Role, day: Date) -> Option<Person> {
    let teammate = people.on_team(account, role, day)?;
    let because = format!("is the {} on the account team of {}", role.label(), account.name);
    Some(Person { teammate: teammate.id, role, reason: PersonReason::AccountTeam, because })
}

fn from_delegate(people: &People<'_>, account: &Account, role: Role, day: Date) -> Option<Person> {
    let stand_ins = people.members(account, role, day).filter_map(|member| {
        let absence = people.long_absence(member.teammate, day)?;
        let delegate = absence.delegate.filter(|delegate| people.is_available(*delegate, day))?;
        Some((people.teammate(delegate)?, people.teammate(member.teammate)?, absence.to_on))
    });
    let (delegate, away, back_on) = stand_ins.min_by_key(|(delegate, ..)| &delegate.reference)?;
    let because =
        format!("stands in for {}, the {} on the account team, who is back on {}", away.name, role.label(), display_date(back_on));
    Some(Person { teammate: delegate.id, role, reason: PersonReason::Delegate, because })
}

fn from_leader(people: &People<'_>, role: Role, day: Date) -> Option<Person> {
    let teammate = people.with_role(role.leader(), day).next()?;
    let because = format!("leads the role {} and nobody active has it", role.label());
    Some(Person { teammate: teammate.id, role, reason: PersonReason::RoleLeader, because })
}

fn desk_lead(people: &People<'_>, roles: &[Role]) -> Person {
    let role = roles.first().copied().unwrap_or(Role::RenewalsManager);
    let because = format!("is the desk lead, and neither a {} nor a leader for it is active", role.label());
    Person { teammate: people.desk_lead(), role, reason: PersonReason::DeskLead, because }
}

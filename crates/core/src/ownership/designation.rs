//! From role to person: the account team first, then a fallback that always ends at the desk lead (OWN-6, ruling 3).

use crate::account::{Account, TeamMember};
use crate::identity::{Organisation, Role, Teammate};
use crate::primitives::{TeammateId, closed_words};
use jiff::civil::Date;
use std::collections::BTreeMap;

closed_words! {
    /// How the person was found, from the best reason to the last resort.
    PersonReason {
        AccountTeam = "account_team", "on the account team";
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
}

/// The people and teams that a designation is made from.
#[derive(Clone, Copy, Debug)]
pub struct People<'a> {
    /// The organisation, for its desk lead.
    pub organisation: &'a Organisation,
    /// Everybody, active or not.
    pub teammates: &'a BTreeMap<TeammateId, Teammate>,
    /// Team entries; those of other accounts are ignored.
    pub team: &'a [TeamMember],
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

/// Finds the person for an ordered list of roles on an account on a day.
///
/// Order: account team for each role in turn; the role in the account's region; the role anywhere; the roles' leader;
/// the desk lead. Ties go to the lowest reference, so the answer is the same on every machine.
pub fn designate(people: &People<'_>, account: &Account, roles: &[Role], day: Date) -> Person {
    let steps: [&dyn Fn(Role) -> Option<Person>; 4] = [
        &|role| from_account_team(people, account, role, day),
        &|role| from_role(people, account, role, day, PersonReason::RoleInRegion),
        &|role| from_role(people, account, role, day, PersonReason::RoleAnywhere),
        &|role| from_leader(people, role, day),
    ];
    steps.iter().find_map(|step| roles.iter().find_map(|role| step(*role))).unwrap_or_else(|| desk_lead(people, roles))
}

fn from_account_team(people: &People<'_>, account: &Account, role: Role, day: Date) -> Option<Person> {
    let members = people.team.iter().filter(|m| m.account == account.id && m.role == role && m.covers(day));
    let teammate =
        members.filter_map(|m| people.teammates.get(&m.teammate)).filter(|t| t.is_active_on(day)).min_by_key(|t| &t.reference)?;
    let because = format!("is the {} on the account team of {}", role.label(), account.name);
    Some(Person { teammate: teammate.id, role, reason: PersonReason::AccountTeam, because })
}

fn from_role(people: &People<'_>, account: &Account, role: Role, day: Date, reason: PersonReason) -> Option<Person> {
    let in_region = reason == PersonReason::RoleInRegion;
    let holders = people.teammates.values().filter(|t| t.role == role && t.is_active_on(day) && (t.region == account.region) == in_region);
    let teammate = holders.min_by_key(|t| &t.reference)?;
    let place = if in_region { &account.region } else { &teammate.region };
    let because = format!("is the first {} in {place}; the account team names none", role.label());
    Some(Person { teammate: teammate.id, role, reason, because })
}

fn from_leader(people: &People<'_>, role: Role, day: Date) -> Option<Person> {
    let leaders = people.teammates.values().filter(|t| t.role == role.leader() && t.is_active_on(day));
    let teammate = leaders.min_by_key(|t| &t.reference)?;
    let because = format!("leads the role {} and nobody active has it", role.label());
    Some(Person { teammate: teammate.id, role, reason: PersonReason::RoleLeader, because })
}

fn desk_lead(people: &People<'_>, roles: &[Role]) -> Person {
    let role = roles.first().copied().unwrap_or(Role::RenewalsManager);
    let because = format!("is the desk lead, and neither a {} nor a leader for it is active", role.label());
    Person { teammate: people.organisation.desk_lead, role, reason: PersonReason::DeskLead, because }
}

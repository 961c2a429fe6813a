//! From role to person: the account team first, then a fallback that always ends at the desk lead (OWN-6, ruling 3).

use crate::account::{Account, TeamMember};
use crate::identity::{Absence, Organisation, Role, Teammate};
use crate::primitives::{AbsenceId, AccountId, TeammateId, closed_words, display_date};
use jiff::civil::Date;
use std::collections::BTreeMap;

closed_words! {
    /// How the person was found, from the best reason to the last resort.
    PersonReason {
        Reassigned = "reassigned", "was named for it";
        AccountTeam = "account_team", "on the account team";
        Delegate = "delegate", "stands in for somebody away";
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

/// The people and teams that designations are made from, arranged once for as many as are to be made.
#[derive(Clone, Debug)]
pub struct People<'a> {
    organisation: &'a Organisation,
    teammates: &'a BTreeMap<TeammateId, Teammate>,
    /// Everybody who has a role, active or not, by reference: the first who fits is the answer.
    by_role: BTreeMap<Role, Vec<&'a Teammate>>,
    absences: BTreeMap<TeammateId, Vec<&'a Absence>>,
    team: BTreeMap<AccountId, Vec<&'a TeamMember>>,
}

impl<'a> People<'a> {
    /// Arranges everybody, active or not, who is away when, and the teams of accounts.
    pub fn new(
        organisation: &'a Organisation,
        teammates: &'a BTreeMap<TeammateId, Teammate>,
        absences: &'a BTreeMap<AbsenceId, Absence>,
        team: &'a [TeamMember],
    ) -> Self {
        let mut people = Self { organisation, teammates, by_role: BTreeMap::new(), absences: BTreeMap::new(), team: BTreeMap::new() };
        for teammate in teammates.values() {
            people.by_role.entry(teammate.role).or_default().push(teammate);
        }
        people.by_role.values_mut().for_each(|holders| holders.sort_by_key(|t| &t.reference));
        for absence in absences.values() {
            people.absences.entry(absence.teammate).or_default().push(absence);
        }
        for member in team {
            people.team.entry(member.account).or_default().push(member);
        }
        people
    }

    /// The absence that is long enough to move what a person holds on the day.
    fn long_absence(&self, teammate: TeammateId, day: Date) -> Option<&'a Absence> {
        let mut absences = self.absences.get(&teammate).into_iter().flatten().copied();
        absences.find(|absence| absence.covers(day) && absence.moves(self.organisation))
    }

    /// Who has a role and is available on the day, by reference.
    fn with_role(&self, role: Role, day: Date) -> impl Iterator<Item = &'a Teammate> {
        self.by_role.get(&role).into_iter().flatten().copied().filter(move |t| self.is_available(t.id, day))
    }

    /// Team entries of an account for a role on the day.
    fn members(&self, account: &Account, role: Role, day: Date) -> impl Iterator<Item = &'a TeamMember> {
        self.team.get(&account.id).into_iter().flatten().copied().filter(move |m| m.role == role && m.covers(day))
    }

    /// Whether the person is with us and not away for long.
    pub fn is_available(&self, teammate: TeammateId, day: Date) -> bool {
        self.teammates.get(&teammate).is_some_and(|t| t.is_active_on(day)) && self.long_absence(teammate, day).is_none()
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

/// Finds the person for an ordered list of roles on an account on a day.
///
/// Order: account team for each role in turn, or the delegate of a team member who is away for long; the role in the account's
/// region; the role anywhere; the roles' leader; the desk lead. Ties go to the lowest reference, so the answer is the same on every machine.
pub fn designate(people: &People<'_>, account: &Account, roles: &[Role], day: Date) -> Person {
    let steps: [&dyn Fn(Role) -> Option<Person>; 5] = [
        &|role| from_account_team(people, account, role, day),
        &|role| from_delegate(people, account, role, day),
        &|role| from_role(people, account, role, day, PersonReason::RoleInRegion),
        &|role| from_role(people, account, role, day, PersonReason::RoleAnywhere),
        &|role| from_leader(people, role, day),
    ];
    steps.iter().find_map(|step| roles.iter().find_map(|role| step(*role))).unwrap_or_else(|| desk_lead(people, roles))
}

fn from_account_team(people: &People<'_>, account: &Account, role: Role, day: Date) -> Option<Person> {
    let available = people
        .members(account, role, day)
        .filter(|m| people.is_available(m.teammate, day))
        .filter_map(|m| people.teammates.get(&m.teammate));
    let teammate = available.min_by_key(|t| &t.reference)?;
    let because = format!("is the {} on the account team of {}", role.label(), account.name);
    Some(Person { teammate: teammate.id, role, reason: PersonReason::AccountTeam, because })
}

fn from_delegate(people: &People<'_>, account: &Account, role: Role, day: Date) -> Option<Person> {
    let stand_ins = people.members(account, role, day).filter_map(|member| {
        let absence = people.long_absence(member.teammate, day)?;
        let delegate = absence.delegate.filter(|delegate| people.is_available(*delegate, day))?;
        Some((people.teammates.get(&delegate)?, people.teammates.get(&member.teammate)?, absence.to_on))
    });
    let (delegate, away, back_on) = stand_ins.min_by_key(|(delegate, ..)| &delegate.reference)?;
    let because =
        format!("stands in for {}, the {} on the account team, who is back on {}", away.name, role.label(), display_date(back_on));
    Some(Person { teammate: delegate.id, role, reason: PersonReason::Delegate, because })
}

fn from_role(people: &People<'_>, account: &Account, role: Role, day: Date, reason: PersonReason) -> Option<Person> {
    let in_region = reason == PersonReason::RoleInRegion;
    let teammate = people.with_role(role, day).find(|t| (t.region == account.region) == in_region)?;
    let place = if in_region { &account.region } else { &teammate.region };
    let because = format!("is the first {} in {place}; the account team names none", role.label());
    Some(Person { teammate: teammate.id, role, reason, because })
}

fn from_leader(people: &People<'_>, role: Role, day: Date) -> Option<Person> {
    let teammate = people.with_role(role.leader(), day).next()?;
    let because = format!("leads the role {} and nobody active has it", role.label());
    Some(Person { teammate: teammate.id, role, reason: PersonReason::RoleLeader, because })
}

fn desk_lead(people: &People<'_>, roles: &[Role]) -> Person {
    let role = roles.first().copied().unwrap_or(Role::RenewalsManager);
    let because = format!("is the desk lead, and neither a {} nor a leader for it is active", role.label());
    Person { teammate: people.organisation.desk_lead, role, reason: PersonReason::DeskLead, because }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::primitives::Currency;
    use jiff::civil::date;
    use uuid::Uuid;

    struct World {
        organisation: Organisation,
        teammates: BTreeMap<TeammateId, Teammate>,
        absences: BTreeMap<AbsenceId, Absence>,
        team: Vec<TeamMember>,
        account: Account,
    }

    fn id(number: u128) -> TeammateId {
        TeammateId(Uuid::from_u128(number))
    }

    /// Nobody but the desk lead, number 1, a renewals manager.
    fn world() -> World {
        let organisation = Organisation {
            name: "Us".into(),
            currency: Currency::USD,
            time_zone: "UTC".into(),
            desk_lead: id(1),
            sample_today: None,
            fiscal_year_start: 1,
            absence_moves_after_days: 16,
            handoff_clocks: Default::default(),
        };
        let account = Account {
            id: AccountId(Uuid::nil()),
            reference: "A-1".into(),
            name: "Halden".into(),
            tier: 1,
            segment: "Enterprise".into(),
            region: "EMEA".into(),
            risk: Risk::Green,
            parent: None,
            fiscal_year_start: None,
            merged_into: None,
        };
        let mut world = World { organisation, teammates: BTreeMap::new(), absences: BTreeMap::new(), team: Vec::new(), account };
        world.hire(1, "desk", Role::RenewalsManager, "Americas");
        world
    }

    impl World {
        fn hire(&mut self, number: u128, reference: &str, role: Role, region: &str) {
            let teammate = Teammate {
                id: id(number),
                reference: reference.into(),
                name: reference.into(),
                email: String::new(),
                role,
                manager: None,
                region: region.into(),
                active_from: date(2026, 1, 1),
                left_on: None,
            };
            self.teammates.insert(teammate.id, teammate);
        }

        fn put_on_team(&mut self, number: u128, role: Role) {
            self.team.push(TeamMember {
                account: self.account.id,
                role,
                teammate: id(number),
                from_on: date(2026, 3, 1),
                to_on: Some(date(2026, 9, 1)),
            });
        }

        fn away(&mut self, number: u128, (from_on, to_on): (Date, Date), delegate: Option<u128>) {
            let absence = Absence {
                id: AbsenceId(Uuid::from_u128(number)),
                teammate: id(number),
                from_on,
                to_on,
                delegate: delegate.map(id),
                note: String::new(),
            };
            self.absences.insert(absence.id, absence);
        }

        fn designate_on(&self, roles: &[Role], day: Date) -> (String, Role, PersonReason) {
            let people = People::new(&self.organisation, &self.teammates, &self.absences, &self.team);
            let person = designate(&people, &self.account, roles, day);
            (self.teammates[&person.teammate].reference.clone(), person.role, person.reason)
        }

        fn designate(&self, roles: &[Role]) -> (String, Role, PersonReason) {
            self.designate_on(roles, date(2026, 6, 1))
        }
    }

    #[test]
    fn the_fallback_goes_from_team_to_region_to_anywhere_to_leader_to_desk_lead() {
        let mut world = world();
        let roles = [Role::AccountExecutive];
        assert_eq!(world.designate(&roles), ("desk".into(), Role::AccountExecutive, PersonReason::DeskLead));
        world.hire(2, "sales-leader", Role::SalesLeader, "Americas");
        assert_eq!(world.designate(&roles), ("sales-leader".into(), Role::AccountExecutive, PersonReason::RoleLeader));
        world.hire(3, "far-ae", Role::AccountExecutive, "APAC");
        assert_eq!(world.designate(&roles), ("far-ae".into(), Role::AccountExecutive, PersonReason::RoleAnywhere));
        world.hire(4, "near-ae", Role::AccountExecutive, "EMEA");
        assert_eq!(world.designate(&roles), ("near-ae".into(), Role::AccountExecutive, PersonReason::RoleInRegion));
        world.put_on_team(3, Role::AccountExecutive);
        assert_eq!(world.designate(&roles), ("far-ae".into(), Role::AccountExecutive, PersonReason::AccountTeam));
    }

    #[test]
    fn a_team_entry_counts_only_on_its_days_and_for_its_account() {
        let mut world = world();
        world.hire(2, "far-csm", Role::Csm, "APAC");
        world.hire(3, "near-csm", Role::Csm, "EMEA");
        world.put_on_team(2, Role::Csm);
        let on = |world: &World, month, day| world.designate_on(&[Role::Csm], date(2026, month, day)).0;
        assert_eq!(
            [on(&world, 2, 28), on(&world, 3, 1), on(&world, 8, 31), on(&world, 9, 1)],
            ["near-csm", "far-csm", "far-csm", "near-csm"]
        );
        world.team[0].account = AccountId(Uuid::max());
        assert_eq!(on(&world, 6, 1), "near-csm");
    }

    #[test]
    fn a_team_member_in_a_later_role_comes_before_a_stranger_in_the_first() {
        let mut world = world();
        world.hire(2, "ae", Role::AccountExecutive, "APAC");
        world.hire(3, "expansion", Role::ExpansionAe, "EMEA");
        world.put_on_team(2, Role::AccountExecutive);
        let roles = [Role::ExpansionAe, Role::AccountExecutive];
        assert_eq!(world.designate(&roles), ("ae".into(), Role::AccountExecutive, PersonReason::AccountTeam));
        world.team.clear();
        assert_eq!(world.designate(&roles), ("expansion".into(), Role::ExpansionAe, PersonReason::RoleInRegion));
    }

    #[test]
    fn leavers_and_people_still_to_come_are_passed_over() {
        let mut world = world();
        world.hire(2, "a-gone", Role::Csm, "EMEA");
        world.hire(3, "b-coming", Role::Csm, "EMEA");
        world.hire(4, "c-present", Role::Csm, "EMEA");
        world.put_on_team(2, Role::Csm);
        world.teammates.entry(id(2)).and_modify(|t| t.left_on = Some(date(2026, 6, 1)));
        world.teammates.entry(id(3)).and_modify(|t| t.active_from = date(2026, 6, 2));
        assert_eq!(world.designate(&[Role::Csm]).0, "c-present");
        assert_eq!(world.designate_on(&[Role::Csm], date(2026, 5, 31)).0, "a-gone");
    }

    #[test]
    fn a_long_absence_moves_to_the_delegate_or_on_and_a_short_one_leaves_it() {
        let mut world = world();
        world.hire(2, "away", Role::Csm, "EMEA");
        world.hire(3, "near", Role::Csm, "EMEA");
        world.hire(4, "stand-in", Role::AccountExecutive, "APAC");
        world.put_on_team(2, Role::Csm);
        world.away(2, (date(2026, 5, 20), date(2026, 6, 5)), Some(4));
        assert_eq!(world.designate(&[Role::Csm]).0, "away", "16 days are short");
        world.away(2, (date(2026, 5, 20), date(2026, 6, 6)), Some(4));
        assert_eq!(world.designate(&[Role::Csm]), ("stand-in".into(), Role::Csm, PersonReason::Delegate), "17 days are long");
        assert_eq!(world.designate_on(&[Role::Csm], date(2026, 6, 6)).0, "away", "back on the first day after");
        world.away(2, (date(2026, 5, 20), date(2026, 9, 1)), None);
        assert_eq!(world.designate(&[Role::Csm]).0, "near", "nobody stands in");
    }

    #[test]
    fn ties_go_to_the_lowest_reference_whatever_the_ids() {
        let mut world = world();
        world.hire(2, "zoe", Role::Csm, "EMEA");
        world.hire(3, "anna", Role::Csm, "EMEA");
        assert_eq!(world.designate(&[Role::Csm]).0, "anna");
    }

    #[test]
    fn leaders_and_the_desk_lead_are_last_resorts() {
        let last: Vec<PersonReason> = PersonReason::ALL.iter().copied().filter(|reason| reason.is_last_resort()).collect();
        assert_eq!(last, [PersonReason::RoleLeader, PersonReason::DeskLead]);
    }
}

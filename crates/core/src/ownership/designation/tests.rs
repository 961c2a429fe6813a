//! Who is found for a role, step by step.

use super::*;
use crate::account::{Risk, TeamMember};
use crate::facts::Facts;
use crate::identity::{Absence, Brings, Organisation, Profile, Teammate};
use crate::primitives::{AbsenceId, AccountId, Currency};
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::BTreeMap;
use uuid::Uuid;

struct World {
    facts: Facts,
    account: Account,
    skills: BTreeSet<String>,
    turn: u32,
    before: Vec<Before>,
    loads: BTreeMap<TeammateId, Load>,
}

impl Memory for World {
    fn before(&self, _: Role) -> Vec<Before> {
        self.before.clone()
    }

    fn load(&self, teammate: TeammateId) -> Load {
        self.loads.get(&teammate).copied().unwrap_or_default()
    }
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
        stage: None,
    };
    let account = Account {
        id: AccountId(Uuid::nil()),
        reference: "A-1".into(),
        name: "Halden".into(),
        tier: 1,
        segment: "Enterprise".into(),
        region: "EMEA".into(),
        country: None,
        risk: Risk::Green,
        parent: None,
        fiscal_year_start: None,
        merged_into: None,
        needs: BTreeSet::new(),
        fields: BTreeMap::new(),
    };
    let (facts, skills, before) = (Facts::empty(organisation, Vec::new()), BTreeSet::new(), Vec::new());
    let mut world = World { facts, account, skills, turn: 0, before, loads: BTreeMap::new() };
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
            country: None,
            active_from: date(2026, 1, 1),
            left_on: None,
        };
        self.facts.teammates.insert(teammate.id, teammate);
    }

    /// The three CSMs of the account's region: anna, ben and cleo, numbers 2 to 4.
    fn three_csms(&mut self) {
        for (number, reference) in [(2, "anna"), (3, "ben"), (4, "cleo")] {
            self.hire(number, reference, Role::Csm, "EMEA");
        }
    }

    fn brings(&mut self, number: u128, brings: Brings) {
        let (teammate, from_on) = (id(number), date(2026, 1, 1));
        self.facts.profiles.push(Profile { teammate, from_on, brings, recorded_at: Timestamp::UNIX_EPOCH });
    }

    fn put_on_team(&mut self, number: u128, role: Role) {
        self.facts.team.push(TeamMember {
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
        self.facts.absences.insert(absence.id, absence);
    }

    fn person(&self, roles: &[Role], day: Date) -> Person {
        let wanted = Wanted { account: &self.account, roles, skills: &self.skills, day, turn: self.turn };
        designate(&self.facts.people(), &wanted, self)
    }

    fn designate_on(&self, roles: &[Role], day: Date) -> (String, Role, PersonReason) {
        let person = self.person(roles, day);
        (self.facts.teammates[&person.teammate].reference.clone(), person.role, person.reason)
    }

    fn designate(&self, roles: &[Role]) -> (String, Role, PersonReason) {
        self.designate_on(roles, date(2026, 6, 1))
    }

    fn csm(&self) -> (String, PersonReason) {
        let (who, _, why) = self.designate(&[Role::Csm]);
        (who, why)
    }

    fn because(&self) -> String {
        self.person(&[Role::Csm], date(2026, 6, 1)).because
    }
}

fn words(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| word.to_string()).collect()
}

fn carries(near: u32, renewals: u32, atr_minor: i64) -> Load {
    Load { near, renewals, atr_minor }
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
    assert_eq!([on(&world, 2, 28), on(&world, 3, 1), on(&world, 8, 31), on(&world, 9, 1)], ["near-csm", "far-csm", "far-csm", "near-csm"]);
    world.facts.team[0].account = AccountId(Uuid::max());
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
    world.facts.team.clear();
    assert_eq!(world.designate(&roles), ("expansion".into(), Role::ExpansionAe, PersonReason::RoleInRegion));
}

#[test]
fn leavers_and_people_still_to_come_are_passed_over() {
    let mut world = world();
    world.hire(2, "a-gone", Role::Csm, "EMEA");
    world.hire(3, "b-coming", Role::Csm, "EMEA");
    world.hire(4, "c-present", Role::Csm, "EMEA");
    world.put_on_team(2, Role::Csm);
    world.facts.teammates.entry(id(2)).and_modify(|t| t.left_on = Some(date(2026, 6, 1)));
    world.facts.teammates.entry(id(3)).and_modify(|t| t.active_from = date(2026, 6, 2));
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
fn those_who_carry_the_same_take_turns_by_the_number_of_what_is_owned() {
    let mut world = world();
    world.three_csms();
    let turns: Vec<String> = (0..6)
        .map(|turn| {
            world.turn = turn;
            world.csm().0
        })
        .collect();
    assert_eq!(turns, ["anna", "ben", "cleo", "anna", "ben", "cleo"]);
    assert_eq!(world.csm().1, PersonReason::Turn);
    assert_eq!(world.because(), "takes it as CSM for EMEA, next in turn of 3 who carry the same; the account team names none");
}

#[test]
fn the_skills_that_account_and_rule_ask_for_come_before_the_region() {
    let mut world = world();
    world.three_csms();
    world.hire(5, "far", Role::Csm, "APAC");
    world.brings(3, Brings { skills: words(&["german"]), ..Brings::default() });
    world.account.needs = words(&["german"]);
    assert_eq!(world.csm(), ("ben".into(), PersonReason::Skill));
    assert_eq!(world.because(), "takes it as CSM for EMEA, with german; the account team names none");
    world.brings(5, Brings { skills: words(&["german", "procurement"]), ..Brings::default() });
    world.skills = words(&["procurement"]);
    assert_eq!(world.csm(), ("far".into(), PersonReason::Skill), "only one has both");
    assert_eq!(world.because(), "takes it as CSM from another region than EMEA, with german, procurement; the account team names none");
    world.facts.teammates.entry(id(5)).and_modify(|t| t.left_on = Some(date(2026, 5, 1)));
    assert_eq!(world.csm(), ("ben".into(), PersonReason::RoleInRegion), "the one who lacks least");
    assert_eq!(
        world.because(),
        "takes it as CSM for EMEA, without procurement, since nobody has all that is asked; the account team names none"
    );
}

#[test]
fn a_territory_counts_like_the_own_region() {
    let mut world = world();
    world.hire(2, "far", Role::Csm, "APAC");
    assert_eq!(world.csm(), ("far".into(), PersonReason::RoleAnywhere));
    world.hire(3, "other", Role::Csm, "Americas");
    world.brings(3, Brings { territories: words(&["EMEA", "LATAM"]), ..Brings::default() });
    assert_eq!(world.csm(), ("other".into(), PersonReason::RoleInRegion));
}

#[test]
fn a_pod_keeps_an_account_with_those_who_share_its_book() {
    let mut world = world();
    world.three_csms();
    world.hire(5, "ae", Role::AccountExecutive, "EMEA");
    world.put_on_team(5, Role::AccountExecutive);
    for (number, pod) in [(2, "South"), (4, "North"), (5, "North")] {
        world.brings(number, Brings { pod: pod.into(), ..Brings::default() });
    }
    assert_eq!(world.csm(), ("cleo".into(), PersonReason::Pod));
    assert_eq!(world.because(), "takes it as CSM for EMEA, in the pod North like the account team; the account team names none");
}

#[test]
fn load_is_weighed_against_capacity_then_by_count_then_by_money() {
    let mut world = world();
    world.three_csms();
    let capacity = |capacity: u16| Brings { capacity: Some(capacity), ..Brings::default() };
    world.brings(2, capacity(10));
    world.brings(3, capacity(40));
    // 5 of 10, 8 of 40, and 3 weighed against the smallest stated capacity, 10.
    world.loads = [(id(2), carries(5, 9, 1)), (id(3), carries(8, 30, 9)), (id(4), carries(3, 3, 1))].into();
    assert_eq!(world.csm(), ("ben".into(), PersonReason::Capacity));
    assert_eq!(
        world.because(),
        "takes it as CSM for EMEA, with the lightest load of 3 (8 of 40 decided within 90 days, 30 open); the account team names none"
    );
    world.loads = [(id(2), carries(10, 10, 1)), (id(3), carries(40, 40, 1)), (id(4), carries(900, 900, 1))].into();
    assert_eq!(world.csm().0, "cleo", "whoever is full is passed over while somebody is not");
    world.loads = [(id(2), carries(2, 9, 1)), (id(3), carries(8, 8, 9)), (id(4), carries(2, 9, 1))].into();
    assert_eq!(world.csm().0, "ben", "the same share, fewer renewals");
    world.loads = [(id(2), carries(2, 9, 700)), (id(3), carries(8, 9, 900)), (id(4), carries(2, 9, 800))].into();
    assert_eq!(world.csm().0, "anna", "the same count, less money");
}

#[test]
fn a_choice_lasts_while_the_person_fits_and_no_longer() {
    let mut world = world();
    world.three_csms();
    world.loads = [(id(4), carries(50, 50, 1))].into();
    world.before = vec![Before { teammate: id(4), reason: PersonReason::Capacity }];
    assert_eq!(world.csm(), ("cleo".into(), PersonReason::Capacity), "a heavier load by now moves nothing");
    world.account.needs = words(&["german"]);
    world.brings(2, Brings { skills: words(&["german"]), ..Brings::default() });
    assert_eq!(world.csm(), ("anna".into(), PersonReason::Skill), "another fits better");
    world.account.needs.clear();
    world.account.region = "APAC".into();
    world.hire(5, "near", Role::Csm, "APAC");
    assert_eq!(world.csm(), ("near".into(), PersonReason::RoleInRegion), "the account is elsewhere now");
    world.account.region = "EMEA".into();
    world.facts.teammates.entry(id(4)).and_modify(|t| t.role = Role::AccountExecutive);
    world.before.push(Before { teammate: id(3), reason: PersonReason::Continuity });
    assert_eq!(world.csm(), ("ben".into(), PersonReason::Continuity), "the next earlier choice");
}

#[test]
fn leaders_and_the_desk_lead_are_last_resorts() {
    let last: Vec<PersonReason> = PersonReason::ALL.iter().copied().filter(|reason| reason.is_last_resort()).collect();
    assert_eq!(last, [PersonReason::RoleLeader, PersonReason::DeskLead]);
}

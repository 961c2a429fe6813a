//! What happens to the company itself: people come and go, are away and change place, the policy changes.

use super::agenda::Agenda;
use super::curated::CS_LEADER;
use super::days::{PUBLISHED, SECOND_POLICY};
use super::life::Act;
use super::people::{FOUNDED_ON, LEAVER, PEOPLE};
use crate::deed::Deed;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tenure_app::{NewAbsence, NewPlace, NewTeammate};
use tenure_core::catalog::{PLAYBOOK_FILES, STARTER_POLICY};
use tenure_core::identity::Role;

/// Everybody who comes later, the second policy and the leaver: part of every sample.
pub(super) fn enter_people(agenda: &mut Agenda) {
    for person in PEOPLE.iter().filter(|person| person.active_from > FOUNDED_ON) {
        let new = NewTeammate {
            reference: person.reference.into(),
            name: person.name.into(),
            email: person.email(),
            role: person.role,
            manager: (!person.manager.is_empty()).then(|| person.manager.into()),
            country: None,
            region: person.region.into(),
            active_from: person.active_from,
        };
        agenda.does(person.active_from, CS_LEADER, Deed::Hire(Box::new(new)));
    }
    let text = STARTER_POLICY.1.replacen("[[rule]]", &format!("{}[[rule]]", SECOND_POLICY.1), 1);
    agenda.does(SECOND_POLICY.0, super::AUTHOR, Deed::Policy(text));
    let (day, [before, after], reason) = PUBLISHED;
    let joint = PLAYBOOK_FILES.first().map_or("", |(_, text)| text).replace(before, after);
    agenda.enter(day, Act::Routine(super::AUTHOR, Deed::Playbook(joint, reason)));
    agenda.does(LEAVER.1, CS_LEADER, Deed::Leave(LEAVER.0.into()));
}

/// Absences with a reason to be seen, the long ones: who, from, back, who stands in, why.
const LONG: &[(&str, Date, Date, &str, &str)] = &[
    ("yuki", date(2025, 6, 2), date(2025, 8, 4), "zoe", "parental leave"),
    ("wei", date(2026, 9, 28), date(2026, 12, 14), "mateo", "sabbatical"),
];

/// Absences, two reorganisations, and a second leaver.
pub(super) fn enter(agenda: &mut Agenda, seed: u64) {
    for (person, from_on, to_on, delegate, note) in LONG {
        agenda.does(from_on.saturating_sub(14.days()), CS_LEADER, away(person, (*from_on, *to_on), Some(delegate), note));
    }
    let mut chance = ChaCha8Rng::seed_from_u64(seed ^ 0xab5e);
    for (person, delegate) in
        [("aisha", "lucia"), ("yuki", "zoe"), ("zoe", "yuki"), ("daniel", "theo"), ("theo", "daniel"), ("jonas", "ben")]
    {
        for (year, month) in [(2024, 4), (2024, 8), (2025, 2), (2025, 10), (2026, 3)] {
            let from_on = date(year, month, 1).saturating_add(chance.random_range(0..20_i64).days());
            let to_on = from_on.saturating_add(chance.random_range(3..15_i64).days());
            let stand_in =
                PEOPLE.iter().find(|other| other.reference == delegate && other.active_from < from_on).map(|other| other.reference);
            agenda.does(from_on.saturating_sub(3.days()), CS_LEADER, away(person, (from_on, to_on), stand_in, "holiday"));
        }
    }
    reorganise(agenda);
    agenda.does(date(2026, 2, 27), CS_LEADER, Deed::Leave("uma".into()));
}

fn away(person: &str, (from_on, to_on): (Date, Date), delegate: Option<&str>, note: &str) -> Deed {
    let delegate = delegate.map(str::to_string);
    Deed::Away(Box::new(NewAbsence { teammate: person.into(), from_on, to_on, delegate, note: note.into() }))
}

/// January 2025: the far regions get leads of their own. July 2026: Sales follows, and one AE becomes an expansion AE.
fn reorganise(agenda: &mut Agenda) {
    let reports_to = |manager: &str| NewPlace { manager: Some(manager.into()), ..NewPlace::default() };
    let first = date(2025, 1, 6);
    agenda.does(first, CS_LEADER, Deed::Move("zoe".into(), reports_to("tomas")));
    agenda.does(first, CS_LEADER, Deed::Move("wren".into(), reports_to("tomas")));
    let second = date(2026, 7, 6);
    let role = NewPlace { role: Some(Role::AccountExecutive), ..reports_to("theo") };
    agenda.does(second, "Victor Amadi", Deed::Move("mateo".into(), role));
    agenda.does(second, "Grace Lin", Deed::Move("rina".into(), reports_to("marcus")));
}

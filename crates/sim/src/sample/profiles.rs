//! What people bring, and what is asked of them: profiles, fields of the company's own, and customers that need a skill.

use super::agenda::Agenda;
use super::curated::CS_LEADER;
use super::people::{FOUNDED_ON, PEOPLE};
use crate::deed::Deed;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use tenure_app::{AccountDetails, AppError, NewProfile};
use tenure_core::account::{Field, FieldKind};
use tenure_core::facts::Listed;
use tenure_core::identity::{Brings, listed, skills};
use tenure_core::refusal::Refusal;

/// Who, skills, whether they lead negotiations, pod, territories, renewals decided within 90 days that they can carry.
type Row = (&'static str, &'static str, Option<bool>, &'static str, &'static str, Option<u16>);

const PROFILES: &[Row] = &[
    // She trains the others half of her time.
    ("priya", "healthcare, workshops", Some(true), "", "", Some(8)),
    ("rafael", "german, workshops", Some(true), "North", "", Some(14)),
    ("aisha", "french, finance", Some(false), "South", "", Some(40)),
    ("lucia", "spanish, healthcare", Some(false), "South", "LATAM", Some(10)),
    ("tomas", "public sector", Some(true), "West", "", Some(16)),
    ("wren", "telecom", Some(false), "West", "", Some(16)),
    ("yuki", "japanese, manufacturing", Some(true), "East", "", Some(16)),
    ("zoe", "spanish, portuguese", None, "", "", Some(16)),
    ("daniel", "procurement, german", Some(true), "North", "", Some(20)),
    ("theo", "procurement, public sector", Some(true), "West", "LATAM", Some(20)),
    ("wei", "procurement, japanese", Some(true), "East", "", Some(20)),
    ("hannah", "procurement", Some(true), "South", "", Some(20)),
    ("jonas", "german", Some(true), "North", "", Some(20)),
    ("ben", "procurement", Some(true), "West", "", Some(20)),
    ("noor", "", Some(false), "", "", Some(60)),
    ("marcus", "contracts", None, "", "", Some(80)),
    ("rina", "contracts, japanese", None, "", "", Some(80)),
];

/// What is asked of people at a customer, its industry, and the month of its budget.
const ASKED: &[(&str, &str, &str, Option<u8>)] = &[
    ("A-1", "healthcare", "Health", Some(10)),
    ("A-2", "", "Insurance", Some(11)),
    ("A-12", "healthcare", "Health", None),
    ("A-13", "german", "Manufacturing", Some(9)),
    ("A-15", "finance, procurement", "Banking", Some(10)),
    ("A-20", "telecom", "Telecom", Some(12)),
    ("A-21", "public sector", "Public sector", Some(3)),
    ("A-23", "public sector", "Health", None),
    ("A-29", "german", "Food", None),
];

/// The day on which the fields of the company's own were added.
const FIELDS_ON: Date = date(2026, 10, 12);

/// Everybody's profile from the first day with Tenure on; a CSM who learns to negotiate; fields and needs.
///
/// # Errors
/// A name that is none.
pub(super) fn enter(agenda: &mut Agenda) -> Result<(), AppError> {
    for row in PROFILES {
        let Some(person) = PEOPLE.iter().find(|person| person.reference == row.0) else { continue };
        let from_on = person.active_from.max(FOUNDED_ON).saturating_add(1.day());
        agenda.does(from_on, CS_LEADER, brings(row));
    }
    let aisha = ("aisha", "french, finance, procurement", Some(true), "South", "", Some(40));
    agenda.does(date(2026, 4, 13), CS_LEADER, brings(&aisha));
    for (name, label, kind) in [("industry", "Industry", FieldKind::Word), ("budget_month", "Budget month", FieldKind::Number)] {
        let name = name.parse().map_err(|problem: String| Refusal::general(problem, ""))?;
        agenda.does(FIELDS_ON, CS_LEADER, Deed::List(Listed::Field(Field { name, label: label.into(), kind })));
    }
    for (account, needs, industry, month) in ASKED {
        let values = [("industry", Some((*industry).to_string())), ("budget_month", month.map(|month| month.to_string()))];
        let mut fields = BTreeMap::new();
        for (name, value) in values {
            let name = name.parse().map_err(|problem: String| Refusal::general(problem, ""))?;
            fields.extend(value.map(|value| (name, value)));
        }
        let details = AccountDetails { needs: skills(needs), fields };
        agenda.does(FIELDS_ON.saturating_add(1.day()), CS_LEADER, Deed::Describe((*account).into(), details));
    }
    Ok(())
}

fn brings((person, able, commercial, pod, territories, capacity): &Row) -> Deed {
    let (pod, territories) = ((*pod).to_string(), listed(territories));
    let brings = Brings { skills: skills(able), commercial: *commercial, pod, territories, capacity: *capacity };
    Deed::Brings(Box::new(NewProfile { teammate: (*person).into(), from_on: None, brings }))
}

//! What teammates bring, from a day on.

use super::export::{teammate_reference, text};
use super::import::{Work, each_row};
use super::names::Seen;
use super::sheet::{Cells, Sheet, flag, one_line, whole};
use crate::facts::{Facts, Write};
use crate::identity::{Brings, CAPACITY_MAX, Profile, joined, listed, skills};
use crate::primitives::{TeammateId, parse_date};
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) const FILE: &str = "profiles.csv";

/// Reads profiles.csv. An entry that says something else of a day that has one is a correction of it.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let before = in_force(work.before);
    let mut seen = Seen::new();
    for (row, (profile, person)) in each_row(sheet, work, profile) {
        let key = (profile.teammate, profile.from_on);
        let day = profile.from_on.to_string();
        if seen.is_first(sheet, work, row, (key, ("from_on", &day))) {
            let known = before.get(&key).map(|known| Profile { recorded_at: profile.recorded_at, ..(*known).clone() });
            work.changes.record(sheet.schema, format!("{person} from {day}"), (known.as_ref(), profile), Write::Profile);
        }
    }
}

/// The last word on each person and day.
fn in_force(facts: &Facts) -> BTreeMap<(TeammateId, Date), &Profile> {
    facts.profiles.iter().map(|profile| ((profile.teammate, profile.from_on), profile)).collect()
}

fn profile(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Profile, String)> {
    let teammate = cells.known("teammate", &work.names.teammates);
    let from_on = cells.read("from_on", parse_date);
    let brings = Brings {
        skills: skills(&cells.optional("skills", (None, String::new()), one_line)?),
        commercial: cells.optional("commercial", (None, None), |text| flag(text).map(Some))?,
        pod: cells.optional("pod", (None, String::new()), one_line)?,
        territories: listed(&cells.optional("territories", (None, String::new()), one_line)?),
        capacity: cells
            .optional("capacity", (None, None), |text| whole(1, CAPACITY_MAX.into())(text).map(|capacity| u16::try_from(capacity).ok()))?,
    };
    let recorded_at = work.planning.moment.recorded_at;
    Some((Profile { teammate: teammate?, from_on: from_on?, brings, recorded_at }, cells.raw("teammate").to_string()))
}

/// Rows of profiles.csv: the last word on each person and day.
pub(super) fn rows(facts: &Facts) -> Vec<Vec<String>> {
    let row = |profile: &&Profile| {
        let brings = &profile.brings;
        vec![
            teammate_reference(facts, profile.teammate),
            profile.from_on.to_string(),
            joined(&brings.skills),
            text(brings.commercial),
            brings.pod.clone(),
            joined(&brings.territories),
            text(brings.capacity),
        ]
    };
    let mut rows: Vec<Vec<String>> = in_force(facts).values().map(row).collect();
    rows.sort();
    rows
}

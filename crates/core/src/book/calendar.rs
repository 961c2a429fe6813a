//! Days on which nobody works, and stretches on which one person does not.

use super::export::{teammate_reference, text};
use super::import::{Work, each_row};
use super::names::Seen;
use super::sheet::{Cells, Sheet, at, one_line};
use crate::commands::ABSENCE_MAX_DAYS;
use crate::facts::{Facts, ListKey, Write};
use crate::identity::Absence;
use crate::primitives::{AbsenceId, Country, TeammateId, days_between, parse_date};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeMap;

const ABSENCES: &str = "absences.csv";

/// Reads holidays.csv.
pub(super) fn read_holidays(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = |cells: &mut Cells<'_, '_>, _: &Work<'_>| {
        let (held_on, name) = (cells.read("held_on", parse_date), cells.text("name"));
        let country = cells.optional("country", (None, None), |text| text.parse::<Country>().map(Some));
        Some((country?, held_on?, name?))
    };
    let mut seen = Seen::new();
    for (row, (country, held_on, name)) in each_row(sheet, work, read) {
        let reference = ListKey::Holiday(country, held_on).reference();
        if seen.is_first(sheet, work, row, ((country, held_on), ("held_on", &reference))) {
            let before = work.before.calendar.listed(country, held_on);
            work.changes.record(sheet.schema, reference, (before, name), |name| Write::Holiday(country, held_on, name));
        }
    }
}

/// Rows of holidays.csv.
pub(super) fn holidays(facts: &Facts) -> Vec<Vec<String>> {
    facts.calendar.all().map(|(country, day, name)| vec![day.to_string(), name.clone(), text(country)]).collect()
}

type AbsenceKey = (TeammateId, Date);

/// Absences by what recognises them. One that was taken back before it began covers no day and yields to another on its first day.
fn by_key(facts: &Facts) -> BTreeMap<AbsenceKey, &Absence> {
    let mut absences: Vec<&Absence> = facts.absences.values().collect();
    absences.sort_by_key(|absence| absence.to_on);
    absences.into_iter().map(|absence| ((absence.teammate, absence.from_on), absence)).collect()
}

/// Reads absences.csv.
pub(super) fn read_absences(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let before = by_key(work.before);
    let mut seen = Seen::new();
    for (row, (absence, reference)) in each_row(sheet, work, |cells, work| absence(cells, work, &before)) {
        let key = (absence.teammate, absence.from_on);
        if seen.is_first(sheet, work, row, (key, ("from_on", &absence.from_on.to_string()))) {
            work.places.absences.insert(absence.id, row);
            work.changes.record(sheet.schema, reference, (before.get(&key).copied(), absence), Write::Absence);
        }
    }
}

fn absence(cells: &mut Cells<'_, '_>, work: &Work<'_>, before: &BTreeMap<AbsenceKey, &Absence>) -> Option<(Absence, String)> {
    let teammate = cells.known("teammate", &work.names.teammates);
    let (from_on, to_on) = (cells.read("from_on", parse_date), cells.read("to_on", parse_date));
    let known = teammate.zip(from_on).and_then(|key| before.get(&key)).copied();
    let delegate = cells.known_or_none("delegate", known.map(|absence| absence.delegate), &work.names.teammates);
    let note = cells.optional("note", (known.map(|absence| absence.note.clone()), String::new()), one_line);
    if let Some((from_on, to_on)) = from_on.zip(to_on)
        && !(1..=ABSENCE_MAX_DAYS).contains(&days_between(from_on, to_on))
    {
        cells.refuse("to_on", format!("is not 1 to {ABSENCE_MAX_DAYS} days after {from_on}"), "");
    }
    if teammate.is_some() && delegate.flatten() == teammate {
        cells.refuse("delegate", "is the one who is away", "Name somebody else, or leave it empty.");
    }
    let id = known.map_or_else(|| AbsenceId::new(work.planning.ids), |absence| absence.id);
    let reference = format!("{} from {}", cells.raw("teammate"), cells.raw("from_on"));
    Some((Absence { id, teammate: teammate?, from_on: from_on?, to_on: to_on?, delegate: delegate?, note: note? }, reference))
}

/// Nobody is away twice on one day, and nobody stands in before the first day with us.
pub(super) fn check(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    if work.places.absences.is_empty() {
        return;
    }
    let mut absences: Vec<&Absence> = after.absences.values().filter(|absence| absence.to_on > absence.from_on).collect();
    absences.sort_by_key(|absence| (absence.teammate, absence.from_on));
    for pair in absences.windows(2).filter(|pair| pair[0].teammate == pair[1].teammate && pair[1].from_on < pair[0].to_on) {
        let row_of = |absence: &Absence| work.places.absences.get(&absence.id).copied();
        let Some((row, (this, other))) =
            row_of(pair[1]).map(|row| (row, (pair[1], pair[0]))).or(row_of(pair[0]).map(|row| (row, (pair[0], pair[1]))))
        else {
            continue;
        };
        let problem = format!("overlaps the absence {} to {}", other.from_on, other.to_on);
        let remedy = "End the earlier one before the later one begins.".to_string();
        found.push(Refusal { problem, remedy, ..at(ABSENCES, row, "from_on", &this.from_on.to_string()) });
    }
    for (id, row) in &work.places.absences {
        let Some(absence) = after.absences.get(id) else { continue };
        let stand_in = absence.delegate.and_then(|delegate| after.teammates.get(&delegate));
        if let Some(stand_in) = stand_in.filter(|stand_in| stand_in.active_from > absence.from_on) {
            let problem = format!("is not with us on {}", absence.from_on);
            let remedy = format!("First day {}.", stand_in.active_from);
            found.push(Refusal { problem, remedy, ..at(ABSENCES, *row, "delegate", &stand_in.reference) });
        }
    }
}

/// Rows of absences.csv. Those that were taken back before they began cover no day and are left out.
pub(super) fn absences(facts: &Facts) -> Vec<Vec<String>> {
    let covering = facts.absences.values().filter(|absence| absence.to_on > absence.from_on);
    let row = |absence: &Absence| {
        vec![
            teammate_reference(facts, absence.teammate),
            absence.from_on.to_string(),
            absence.to_on.to_string(),
            text(absence.delegate.map(|delegate| teammate_reference(facts, delegate))),
            absence.note.clone(),
        ]
    };
    let mut rows: Vec<Vec<String>> = covering.map(row).collect();
    rows.sort();
    rows
}

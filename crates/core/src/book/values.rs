//! The value record of customers: entries, and what was measured of agreed outcomes. What was written down stays; a confirmation may follow.

use super::export::{account_reference, text};
use super::import::{Work, each_row};
use super::names::twice;
use super::progress::instant;
use super::sheet::{Cells, Sheet, at, one_line, words};
use crate::commands::{confirm_value, note_value, read_outcome};
use crate::facts::{Facts, Write};
use crate::primitives::{AccountId, ReadingId, ValueId, parse_currency, parse_date};
use crate::refusal::Refusal;
use crate::room::{Claim, Confirmation, Matter, Measure, Reading, Room, RoomFact, ValueEntry, ValueKind, factors, factors_text};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The file of entries.
pub(super) const FILE: &str = "values.csv";
/// The file of what was measured.
pub(super) const READINGS_FILE: &str = "value_readings.csv";

/// Sound rows of both files.
#[derive(Default)]
pub(super) struct Told {
    entries: Vec<(usize, ValueEntry)>,
    readings: Vec<(usize, String, Reading)>,
}

/// Reads the rows of both files.
pub(super) fn read((entries, readings): (Option<&Sheet<'_>>, Option<&Sheet<'_>>), work: &mut Work<'_>) -> Told {
    Told {
        entries: entries.map_or_else(Vec::new, |sheet| read_entries(sheet, work)),
        readings: readings.map_or_else(Vec::new, |sheet| read_readings(sheet, work)),
    }
}

fn read_entries(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<(usize, ValueEntry)> {
    let mut seen: BTreeMap<(AccountId, String), usize> = BTreeMap::new();
    let mut sound = Vec::new();
    for (row, entry) in each_row(sheet, work, entry) {
        match seen.insert((entry.account, entry.title.clone()), row) {
            Some(first) => work.refusals.push(twice(sheet, row, ("title", &entry.title), first)),
            None => sound.push((row, entry)),
        }
    }
    sound
}

fn read_readings(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<(usize, String, Reading)> {
    let mut seen: BTreeMap<(AccountId, String, Date), usize> = BTreeMap::new();
    let mut sound = Vec::new();
    for (row, (outcome, reading)) in each_row(sheet, work, reading) {
        match seen.insert((reading.account, outcome.clone(), reading.read_on), row) {
            Some(first) => work.refusals.push(twice(sheet, row, ("read_on", &reading.read_on.to_string()), first)),
            None => sound.push((row, outcome, reading)),
        }
    }
    sound
}

/// Who wrote a row down and when; whoever imports, now, where the row does not say.
pub(super) fn written(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(String, Timestamp)> {
    let author = cells.optional("author", (None, String::new()), one_line)?;
    let recorded_at = cells.optional("recorded_at", (None, None), |text| instant(text, work).map(Some))?;
    let author = if author.is_empty() { work.planning.cause.author.clone() } else { author };
    Some((author, recorded_at.unwrap_or(work.planning.moment.recorded_at)))
}

fn entry(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<ValueEntry> {
    let account = cells.known("account", &work.names.accounts);
    let kind = cells.word::<ValueKind>("kind");
    let title = cells.text("title");
    let happened_on = cells.read("happened_on", parse_date);
    let with = cells.known_or_none("with", None, &work.names.stakeholders);
    let told = cells.optional("told", (None, String::new()), words);
    let evidence = cells.optional("evidence", (None, String::new()), one_line);
    let matter = kind.and_then(|kind| matter(cells, kind));
    let by = cells.known_or_none("confirmed_by", None, &work.names.stakeholders);
    let on = cells.optional("confirmed_on", (None, None), |text| parse_date(text).map(Some));
    let (author, recorded_at) = written(cells, work)?;
    let (by, on) = (by?, on?);
    if by.is_some() != on.is_some() {
        let column = if by.is_some() { "confirmed_on" } else { "confirmed_by" };
        cells.refuse(column, "is empty", "A confirmation has both who confirmed and when.");
        return None;
    }
    let confirmed = by.zip(on).map(|(by, on)| Confirmation { by, on, author: author.clone(), recorded_at });
    Some(ValueEntry {
        id: ValueId(uuid::Uuid::nil()),
        account: account?,
        matter: matter?,
        title: title?,
        told: told?,
        evidence: evidence?,
        happened_on: happened_on?,
        with: with?,
        confirmed,
        author,
        recorded_at,
        withdrawn: None,
    })
}

fn matter(cells: &mut Cells<'_, '_>, kind: ValueKind) -> Option<Matter> {
    match kind {
        ValueKind::Win => Some(Matter::Win),
        ValueKind::Quality => Some(Matter::Quality),
        ValueKind::Outcome => {
            let unit = cells.text("unit");
            let baseline = cells.optional("baseline", (None, None), |text| text.parse().map(Some));
            let target = cells.read("target", str::parse);
            Some(Matter::Outcome(Measure { unit: unit?, baseline: baseline?, target: target? }))
        }
        ValueKind::Roi => {
            let currency = cells.read("currency", parse_currency);
            let factors = cells.read("factors", factors)?;
            Claim::of(factors, currency?).map_err(|problem| cells.refuse("factors", problem, "")).ok().map(Matter::Roi)
        }
    }
}

fn reading(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(String, Reading)> {
    let account = cells.known("account", &work.names.accounts);
    let outcome = cells.text("outcome");
    let read_on = cells.read("read_on", parse_date);
    let actual = cells.read("actual", str::parse);
    let note = cells.optional("note", (None, String::new()), one_line);
    let (author, recorded_at) = written(cells, work)?;
    let reading = Reading {
        id: ReadingId(uuid::Uuid::nil()),
        account: account?,
        outcome: ValueId(uuid::Uuid::nil()),
        read_on: read_on?,
        actual: actual?,
        note: note?,
        author,
        recorded_at,
    };
    Some((outcome?, reading))
}

/// Writes down what is new: entries first, then what was measured of them.
pub(super) fn place(after: &mut Facts, told: Told, work: &mut Work<'_>) {
    let refused = work.refusals.len();
    for (row, entry) in told.entries {
        place_entry(after, (row, entry), work);
    }
    // What was measured of an entry that was refused is not judged.
    if work.refusals.len() > refused {
        return;
    }
    for (row, outcome, reading) in told.readings {
        place_reading(after, (row, &outcome, reading), work);
    }
}

fn place_entry(after: &mut Facts, (row, entry): (usize, ValueEntry), work: &mut Work<'_>) {
    let reference = format!("{} {}", account_reference(after, entry.account), entry.title);
    let known = after.room(entry.account).and_then(|room| live(room, &entry.title)).cloned();
    if known.as_ref().is_some_and(|known| !same(known, &entry)) {
        let problem = "was written down otherwise, and what was written down stays".to_string();
        let remedy = "Withdraw that entry and import again, or take the row out.".to_string();
        work.refusals.push(Refusal { problem, remedy, ..at(FILE, row, "title", &entry.title) });
        return;
    }
    let said = match &known {
        Some(known) => ValueEntry { confirmed: known.confirmed.clone().or(entry.confirmed), ..known.clone() },
        None => ValueEntry { id: ValueId::new(work.planning.ids), ..entry },
    };
    let word = said.confirmed.clone().filter(|_| known.as_ref().is_none_or(|known| known.confirmed.is_none()));
    let bare = ValueEntry { confirmed: said.confirmed.clone().filter(|_| word.is_none()), ..said.clone() };
    let moment = work.planning.moment;
    let sound = note_value(after, bare.clone(), moment).and_then(|_| {
        after.apply(&Write::Room(RoomFact::Value(bare)));
        word.map_or(Ok(Vec::new()), |word| confirm_value(after, (said.account, said.id), word, moment))
    });
    match sound {
        Err(refusal) => work.refusals.push(placed(refusal, FILE, row)),
        Ok(_) => keep(after, (FILE, reference), (known.map(RoomFact::Value), RoomFact::Value(said)), work),
    }
}

fn place_reading(after: &mut Facts, (row, outcome, reading): (usize, &str, Reading), work: &mut Work<'_>) {
    let account = account_reference(after, reading.account);
    let Some(entry) = after.room(reading.account).and_then(|room| live(room, outcome)) else {
        let problem = format!("is not in the value record of {account}");
        let remedy = format!("Add it to {FILE}, or correct it here.");
        work.refusals.push(Refusal { problem, remedy, ..at(READINGS_FILE, row, "outcome", outcome) });
        return;
    };
    let reference = format!("{account} {outcome} {}", reading.read_on);
    let reading = Reading { id: ReadingId::new(work.planning.ids), outcome: entry.id, ..reading };
    match read_outcome(after, reading.clone(), work.planning.moment) {
        Ok(writes) if writes.is_empty() => work.changes.count(READINGS_FILE, None),
        Ok(_) => keep(after, (READINGS_FILE, reference), (None, RoomFact::Reading(reading)), work),
        Err(refusal) => work.refusals.push(placed(refusal, READINGS_FILE, row)),
    }
}

/// Counts a fact, and writes it down where it is not there as it is.
pub(super) fn keep(
    after: &mut Facts,
    (file, reference): (&str, String),
    (before, fact): (Option<RoomFact>, RoomFact),
    work: &mut Work<'_>,
) {
    let Some(schema) = super::file_schema(file) else { return };
    after.apply(&Write::Room(fact.clone()));
    work.changes.record(schema, reference, (before.as_ref(), fact), Write::Room);
}

/// A refusal of a verb at the row that asked for it.
pub(super) fn placed(refusal: Refusal, file: &str, row: usize) -> Refusal {
    let column = refusal.column.map(|column| match column.as_str() {
        "by" => "confirmed_by".to_string(),
        "on" => "confirmed_on".to_string(),
        _ => column,
    });
    Refusal { file: file.into(), row: Some(row), column, ..refusal }
}

fn live<'a>(room: &'a Room, title: &str) -> Option<&'a ValueEntry> {
    room.values.values().find(|entry| entry.withdrawn.is_none() && entry.title == title)
}

/// Whether a row says what is recorded; it may add a confirmation and takes none away.
fn same(known: &ValueEntry, said: &ValueEntry) -> bool {
    let word = |entry: &ValueEntry| entry.confirmed.as_ref().map(|confirmed| (confirmed.by, confirmed.on));
    let confirmed = known.confirmed.is_none() || word(known) == word(said);
    confirmed
        && (&known.matter, known.happened_on, known.told.trim(), &known.evidence, known.with)
            == (&said.matter, said.happened_on, said.told.trim(), &said.evidence, said.with)
}

/// Rows of values.csv: those that were not withdrawn.
pub(super) fn values(facts: &Facts) -> Vec<Vec<String>> {
    let person = |id| text(facts.stakeholders.get(&id).map(|person| &person.reference));
    let row = |entry: &ValueEntry| {
        let (measure, claim) = match &entry.matter {
            Matter::Outcome(measure) => (Some(measure), None),
            Matter::Roi(claim) => (None, Some(claim)),
            Matter::Win | Matter::Quality => (None, None),
        };
        vec![
            account_reference(facts, entry.account),
            entry.matter.kind().to_string(),
            entry.title.clone(),
            entry.happened_on.to_string(),
            entry.with.map_or_else(String::new, person),
            entry.told.trim().to_string(),
            entry.evidence.clone(),
            measure.map_or_else(String::new, |measure| measure.unit.clone()),
            text(measure.and_then(|measure| measure.baseline)),
            text(measure.map(|measure| measure.target)),
            claim.map_or_else(String::new, |claim| factors_text(&claim.factors)),
            claim.map_or_else(String::new, |claim| claim.amount.currency.code().to_string()),
            entry.confirmed.as_ref().map_or_else(String::new, |confirmed| person(confirmed.by)),
            text(entry.confirmed.as_ref().map(|confirmed| confirmed.on)),
            entry.author.clone(),
            entry.recorded_at.to_string(),
        ]
    };
    let live = facts.rooms.values().flat_map(|room| room.values.values()).filter(|entry| entry.withdrawn.is_none());
    let mut rows: Vec<Vec<String>> = live.map(row).collect();
    rows.sort();
    rows
}

/// Rows of value_readings.csv: the reading that counts of each day.
pub(super) fn readings(facts: &Facts) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for room in facts.rooms.values() {
        for entry in room.values.values().filter(|entry| entry.withdrawn.is_none()) {
            rows.extend(room.readings_by_day(entry.id).into_iter().map(|reading| {
                vec![
                    account_reference(facts, entry.account),
                    entry.title.clone(),
                    reading.read_on.to_string(),
                    reading.actual.to_string(),
                    reading.note.clone(),
                    reading.author.clone(),
                    reading.recorded_at.to_string(),
                ]
            }));
        }
    }
    rows.sort();
    rows
}

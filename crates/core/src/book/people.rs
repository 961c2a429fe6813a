//! Reads the organisation and its teammates.

use super::import::{Work, each_row};
use super::sheet::{Cells, Sheet, at, one_line, whole, whole_file};
use crate::facts::Write;
use crate::identity::{ABSENCE_MOVES_AFTER_DAYS, Organisation, Teammate};
use crate::ownership::handoff::{Clocks, MOST_DAYS, MOST_PROTECTED_DAYS};
use crate::primitives::{TeammateId, parse_currency, parse_date};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Reads organisation.csv, which has exactly one row.
pub(super) fn read_organisation(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let count = sheet.rows().count();
    if count != 1 && !sheet.ragged {
        let row = sheet.rows().nth(1).map(|row| row.line);
        let problem = format!("has {count} rows below the header; exactly one is needed");
        work.refusals.push(Refusal { row, ..whole_file(sheet.schema.file, &problem, "One database holds one organisation.") });
        return;
    }
    for (row, organisation) in each_row(sheet, work, organisation) {
        work.places.organisation = Some(row);
        let before = work.established.then_some(&work.before.organisation);
        let name = organisation.name.clone();
        work.changes.record(sheet.schema, name, (before, organisation), Write::Organisation);
    }
}

fn organisation(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Organisation> {
    let name = cells.text("name");
    let currency = cells.read("currency", parse_currency);
    let time_zone = cells.read("time_zone", time_zone);
    let desk_lead = cells.known("desk_lead", &work.names.teammates);
    let before = &work.before.organisation;
    if work.established && currency.is_some_and(|currency| currency != before.currency) {
        let problem = format!("differs from the reporting currency, {}, which does not change", before.currency.code());
        cells.refuse("currency", problem, "Policies and recorded amounts are in it.");
    }
    let sample_today = cells.optional("sample_today", (Some(before.sample_today), None), |text| parse_date(text).map(Some))?;
    if work.established && before.sample_today.is_none() && sample_today.is_some() {
        cells.refuse(
            "sample_today",
            "would turn this company into a sample",
            "Empty the cell; a real company's today comes from the clock.",
        );
    }
    let fiscal_year_start = cells.optional("fiscal_year_start", (Some(before.fiscal_year_start), 1), month)?;
    let days = |text: &str| whole(1, 366)(text).map(|days| u16::try_from(days).unwrap_or(ABSENCE_MOVES_AFTER_DAYS));
    let kept = (work.established.then_some(before.absence_moves_after_days), ABSENCE_MOVES_AFTER_DAYS);
    let absence_moves_after_days = cells.optional("absence_moves_after_days", kept, days)?;
    let handoff_clocks = handoff_clocks(cells, work.established.then_some(before.handoff_clocks))?;
    let stage = cells.optional("stage", (work.established.then_some(before.stage), None), |text| text.parse().map(Some))?;
    Some(Organisation {
        name: name?,
        currency: currency?,
        time_zone: time_zone?,
        desk_lead: desk_lead?,
        sample_today,
        fiscal_year_start,
        absence_moves_after_days,
        handoff_clocks,
        stage,
    })
}

fn handoff_clocks(cells: &mut Cells<'_, '_>, before: Option<Clocks>) -> Option<Clocks> {
    let shipped = Clocks::default();
    let days = |text: &str| whole(1, u32::from(MOST_DAYS))(text).map(|days| u16::try_from(days).unwrap_or(MOST_DAYS));
    let accept = (before.map(|clocks| clocks.accept_days), shipped.accept_days);
    let accept_days = cells.optional("handoff_accept_days", accept, days);
    let introduce = (before.map(|clocks| clocks.introduce_days), shipped.introduce_days);
    let introduce_days = cells.optional("handoff_introduce_days", introduce, days);
    let kept = (before.map(|clocks| clocks.protected_days), shipped.protected_days);
    let protect = |text: &str| whole(0, u32::from(MOST_PROTECTED_DAYS))(text).map(|days| u16::try_from(days).unwrap_or_default());
    let protected_days = cells.optional("protected_days", kept, protect);
    Some(Clocks { accept_days: accept_days?, introduce_days: introduce_days?, protected_days: protected_days? })
}

pub(super) fn month(text: &str) -> Result<u8, String> {
    whole(1, 12)(text).map(|month| u8::try_from(month).unwrap_or(1))
}

/// The form of an IANA name; whether the zone exists is for whoever can read the zone database.
fn time_zone(text: &str) -> Result<String, String> {
    let part_fits = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    };
    let fits = text.len() <= 64 && text.split('/').count() <= 3 && text.split('/').all(part_fits) && (text.contains('/') || text == "UTC");
    if fits { Ok(text.into()) } else { Err("is not an IANA time zone such as Europe/Lisbon or UTC".into()) }
}

/// Reads teammates.csv; those who manage are written before those who report to them.
pub(super) fn read_teammates(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = each_row(sheet, work, teammate);
    let managers: BTreeMap<TeammateId, TeammateId> = read.iter().filter_map(|(_, t)| t.manager.map(|manager| (t.id, manager))).collect();
    let depth = |id: TeammateId| std::iter::successors(managers.get(&id), |manager| managers.get(manager)).take(100).count();
    let mut ordered: Vec<(usize, usize, Teammate)> = read.into_iter().map(|(row, t)| (depth(t.id), row, t)).collect();
    ordered.sort_by_key(|(depth, row, _)| (*depth, *row));
    for (_, row, teammate) in ordered {
        work.places.teammates.insert(teammate.id, row);
        let before = work.before.teammates.get(&teammate.id);
        work.changes.record(sheet.schema, teammate.reference.clone(), (before, teammate), Write::Teammate);
    }
}

fn teammate(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Teammate> {
    let reference = cells.text("id");
    let id = work.names.teammates.get(cells.raw("id"));
    let before = id.and_then(|id| work.before.teammates.get(&id));
    let name = cells.text("name");
    let email = cells.read("email", email);
    let role = cells.word("role");
    let manager = cells.known_or_none("manager", before.map(|t| t.manager), &work.names.teammates);
    let region = cells.optional("region", (before.map(|t| t.region.clone()), String::new()), one_line);
    let country = cells.optional("country", (before.map(|t| t.country), None), |text| text.parse().map(Some));
    let active_from = cells.read("active_from", parse_date);
    let left_on = cells.optional("left_on", (before.map(|t| t.left_on), None), |text| parse_date(text).map(Some));
    if let (Some(from), Some(Some(left))) = (active_from, left_on)
        && left <= from
    {
        cells.refuse("left_on", format!("is not after the first day, {from}"), "");
    }
    Some(Teammate {
        id: id?,
        reference: reference?,
        name: name?,
        email: email?,
        role: role?,
        manager: manager?,
        region: region?,
        country: country?,
        active_from: active_from?,
        left_on: left_on?,
    })
}

fn email(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    let fits = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) && !text.contains(char::is_whitespace);
    if fits { Ok(text) } else { Err("is not an e-mail address".into()) }
}

/// A refusal at a person's row, for what can only be judged once all are known.
pub(super) fn at_teammate(row: usize, column: &str, value: &str, problem: String) -> Refusal {
    Refusal { problem, ..at("teammates.csv", row, column, value) }
}

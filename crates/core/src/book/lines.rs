//! Lines of terms.

use super::contracts::{TERMS_MAX, refuse_backwards, touch};
use super::export::{contract_reference, text};
use super::import::{Work, each_row};
use super::rates::above_zero;
use super::sheet::{Cells, Sheet, at, one_line, whole};
use crate::commands::LINES_MAX;
use crate::contract::{Line, LineKind, LineOrigin};
use crate::facts::{Facts, Write};
use crate::primitives::{ContractId, LineId, parse_date};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Longest chain of lines that follow one another that is looked through for a circle.
const CHAIN_MAX: usize = 2_000;

/// Reads lines.csv, after the terms. A changed line becomes its next version.
pub(super) fn read_lines(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let mut terms: BTreeMap<(ContractId, u32), (Date, Date)> =
        work.before.terms.iter().map(|(key, term)| (*key, (term.start_on, term.end_on))).collect();
    for write in &work.changes.writes {
        if let Write::Term(term) = write {
            terms.insert((term.contract, term.number), (term.start_on, term.end_on));
        }
    }
    for (row, line) in each_row(sheet, work, |cells, work| line(cells, work, &terms)) {
        work.places.lines.insert(line.id, row);
        touch(work, line.contract);
        let before = work.before.lines.get(&line.id);
        let version = before.map_or(1, |before| if *before == line { before.version } else { before.version + 1 });
        work.changes.record(sheet.schema, line.reference.clone(), (before, Line { version, ..line }), Write::Line);
    }
}

type Terms = BTreeMap<(ContractId, u32), (Date, Date)>;

fn line(cells: &mut Cells<'_, '_>, work: &Work<'_>, terms: &Terms) -> Option<Line> {
    let reference = cells.text("id");
    let id = work.names.lines.get(cells.raw("id"));
    let before = id.and_then(|id| work.before.lines.get(&id));
    let (contract, term_number) = place(cells, work, before);
    let span = contract.zip(term_number).and_then(|key| terms.get(&key).copied());
    let product = cells.text("product");
    let business_unit = cells.optional("business_unit", (before.map(|l| l.business_unit.clone()), String::new()), one_line);
    let kind = cells.optional("kind", (before.map(|l| l.kind), LineKind::Recurring), str::parse);
    let quantity = cells.read("quantity", above_zero);
    let unit_price = cells.read("unit_price", str::parse);
    let price_period = cells.word("price_period");
    let discount_bps = cells.optional("discount_bps", (before.map(|l| l.discount_bps), 0), whole(0, 10_000));
    let dated = |text: &str| parse_date(text).map(Some);
    let start_on = cells.optional("start_on", (before.map(|l| Some(l.start_on)), span.map(|(start, _)| start)), dated);
    let end_on = cells.optional("end_on", (before.map(|l| Some(l.end_on)), span.map(|(_, end)| end)), dated);
    refuse_backwards(cells, start_on.flatten(), end_on.flatten());
    let discount_span = discount_span(cells, before, start_on.flatten().zip(end_on.flatten()));
    let economic_buyer = cells.optional("economic_buyer", (before.map(|l| l.economic_buyer.clone()), String::new()), one_line);
    let origin = cells.optional("origin", (before.map(|l| l.origin), LineOrigin::Sold), str::parse);
    let follows = cells.known_or_none("follows", before.map(|l| l.follows), &work.names.lines);
    let (contract, term_number) = (contract?, term_number?);
    if span.is_none() && work.judges_terms_of(cells.raw("contract")) {
        cells.refuse("term", format!("is not a term of contract {}", cells.raw("contract")), "Add it to terms.csv, or correct it here.");
    }
    // A line that was taken back has no reference any more; what followed it goes on doing so.
    let gone = before.and_then(|before| before.follows).filter(|followed| !work.before.lines.contains_key(followed));
    let line = Line {
        id: id?,
        reference: reference?,
        version: before.map_or(1, |before| before.version),
        contract,
        term_number,
        product: product?,
        business_unit: business_unit?,
        kind: kind?,
        quantity: quantity?,
        unit_price: unit_price?,
        price_period: price_period?,
        discount_bps: discount_bps?,
        discount_span: discount_span?,
        start_on: start_on??,
        end_on: end_on??,
        economic_buyer: economic_buyer?,
        origin: origin?,
        follows: follows?.or(gone),
    };
    Some(line)
}

/// The days of a temporary discount: both or neither, inside the line. The outer `None` means refused.
fn discount_span(cells: &mut Cells<'_, '_>, before: Option<&Line>, line: Option<(Date, Date)>) -> Option<Option<(Date, Date)>> {
    let kept = before.map(|line| line.discount_span);
    let dated = |text: &str| parse_date(text).map(Some);
    let from_on = cells.optional("discount_from_on", (kept.map(|span| span.map(|(from_on, _)| from_on)), None), dated)?;
    let to_on = cells.optional("discount_to_on", (kept.map(|span| span.map(|(_, to_on)| to_on)), None), dated)?;
    let (Some(from_on), Some(to_on)) = (from_on, to_on) else {
        let lacking = if from_on.is_none() { "discount_from_on" } else { "discount_to_on" };
        if from_on.is_some() || to_on.is_some() {
            cells.refuse(lacking, "is empty while the other end of the discount is not", "Give both days, or neither.");
        }
        return Some(None);
    };
    if to_on <= from_on {
        cells.refuse("discount_to_on", format!("is not after {from_on}"), "");
    } else if let Some((start_on, end_on)) = line {
        let problem = format!("lies outside the line, {start_on} to {end_on}");
        if from_on < start_on {
            cells.refuse("discount_from_on", problem, "");
        } else if to_on > end_on {
            cells.refuse("discount_to_on", problem, "");
        }
    }
    Some(Some((from_on, to_on)))
}

/// Contract and term of a line, which an existing line keeps.
fn place(cells: &mut Cells<'_, '_>, work: &Work<'_>, before: Option<&Line>) -> (Option<ContractId>, Option<u32>) {
    let remedy = "A line does not move; give the new line its own id.";
    let contract = cells.known("contract", &work.names.contracts);
    let term_number = cells.read("term", whole(1, TERMS_MAX));
    let Some(before) = before else { return (contract, term_number) };
    if contract.is_some_and(|contract| contract != before.contract) {
        cells.refuse("contract", "is not the contract of this line", remedy);
    } else if term_number.is_some_and(|number| number != before.term_number) {
        cells.refuse("term", format!("is not the term of this line, {}", before.term_number), remedy);
    }
    (contract, term_number)
}

/// A line follows another one of the same account, and in the end not itself; a term has a bounded number of lines.
pub(super) fn check(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    let account = |line: &Line| after.contracts.get(&line.contract).map(|contract| contract.account);
    let followed = |id: &LineId| after.lines.get(id).and_then(|line| line.follows);
    let mut counts: BTreeMap<(ContractId, u32), usize> = BTreeMap::new();
    if !work.places.lines.is_empty() {
        for line in after.lines.values() {
            *counts.entry((line.contract, line.term_number)).or_default() += 1;
        }
    }
    for (id, row) in &work.places.lines {
        let Some(line) = after.lines.get(id) else { continue };
        let place = |column: &str, value: &str| at("lines.csv", *row, column, value);
        if let Some(before) = line.follows.and_then(|before| after.lines.get(&before)) {
            if account(before) != account(line) {
                let problem = "is a line of another account".to_string();
                found.push(Refusal {
                    problem,
                    remedy: "Name a line of the same contract or group.".into(),
                    ..place("follows", &before.reference)
                });
            } else if std::iter::successors(followed(id), followed).take(CHAIN_MAX).any(|earlier| earlier == *id) {
                let problem = "follows in the end the line of this row".to_string();
                found.push(Refusal {
                    problem,
                    remedy: "Leave follows of one of them empty.".into(),
                    ..place("follows", &before.reference)
                });
            }
        }
        let key = (line.contract, line.term_number);
        if let Some(count) = counts.get(&key).copied().filter(|count| *count > LINES_MAX) {
            counts.remove(&key);
            let problem = format!("has {count} lines; a term has {LINES_MAX} at most");
            found.push(Refusal { problem, remedy: "Sum some of them up.".into(), ..place("term", &line.term_number.to_string()) });
        }
    }
}

/// Rows of lines.csv.
pub(super) fn lines(facts: &Facts) -> Vec<Vec<String>> {
    let mut lines: Vec<&Line> = facts.lines.values().collect();
    lines.sort_by_key(|l| &l.reference);
    let row = |l: &Line| {
        vec![
            l.reference.clone(),
            contract_reference(facts, l.contract),
            l.term_number.to_string(),
            l.product.clone(),
            l.business_unit.clone(),
            l.kind.to_string(),
            l.quantity.to_string(),
            l.unit_price.to_string(),
            l.price_period.to_string(),
            l.discount_bps.to_string(),
            l.start_on.to_string(),
            l.end_on.to_string(),
            text(l.discount_span.map(|(from_on, _)| from_on)),
            text(l.discount_span.map(|(_, to_on)| to_on)),
            l.economic_buyer.clone(),
            l.origin.to_string(),
            text(l.follows.and_then(|before| facts.lines.get(&before)).map(|before| before.reference.clone())),
        ]
    };
    lines.into_iter().map(row).collect()
}

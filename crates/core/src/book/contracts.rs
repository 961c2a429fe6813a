//! Reads contracts, their terms and their lines.

use super::import::{Work, each_row};
use super::names::twice;
use super::people::above_zero;
use super::sheet::{Cells, Sheet, one_line, whole};
use crate::contract::{Contract, ContractKind, Line, LineKind, LineOrigin, Term};
use crate::facts::Write;
use crate::primitives::{ContractId, Decimal6, parse_currency, parse_date};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Highest term number.
pub(super) const TERMS_MAX: u32 = 1000;

/// Reads contracts.csv.
pub(super) fn read_contracts(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    for (row, contract) in each_row(sheet, work, contract) {
        work.places.contracts.insert(contract.id, row);
        work.touched.insert(contract.account);
        let before = work.before.contracts.get(&contract.id);
        work.changes.record(sheet.schema, contract.reference.clone(), (before, contract), Write::Contract);
    }
}

fn contract(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Contract> {
    let reference = cells.text("id");
    let id = work.names.contracts.get(cells.raw("id"));
    let before = id.and_then(|id| work.before.contracts.get(&id));
    let account = cells.known("account", &work.names.accounts);
    let currency = cells.read("currency", parse_currency);
    let auto_renew = cells.read("auto_renew", flag);
    let days = |text: &str| whole(0, 65_535)(text).map(|days| u16::try_from(days).ok());
    let notice_days = cells.optional("notice_days", (before.map(|c| c.notice_days), None), days);
    let renewal_months = cells.read("renewal_months", whole(1, 1200));
    let cap = |text: &str| whole(0, 100_000)(text).map(Some);
    let uplift_cap_bps = cells.optional("uplift_cap_bps", (before.map(|c| c.uplift_cap_bps), None), cap);
    let uplift_bps = cells.optional("uplift_bps", (before.map(|c| c.uplift_bps), 0), whole(0, 100_000));
    let kind = cells.optional("term_kind", (before.map(|c| c.kind), ContractKind::Fixed), str::parse);
    Some(Contract {
        id: id?,
        reference: reference?,
        account: account?,
        currency: currency?,
        auto_renew: auto_renew?,
        notice_days: notice_days?,
        renewal_months: u16::try_from(renewal_months?).ok()?,
        uplift_cap_bps: uplift_cap_bps?,
        uplift_bps: uplift_bps?,
        kind: kind?,
        co_term_lead: before.and_then(|c| c.co_term_lead),
    })
}

fn flag(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "is neither true nor false".into())
}

/// Reads terms.csv.
pub(super) fn read_terms(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let rows = each_row(sheet, work, term);
    let sound: std::collections::BTreeSet<usize> = rows.iter().map(|(row, _)| *row).collect();
    let refused = sheet.rows().filter(|row| !sound.contains(&row.line));
    work.doubtful.extend(refused.map(|row| sheet.cell(row, "contract").to_string()));
    for (row, (term, contract, undecided)) in rows {
        let key = (term.contract, term.number);
        if let Some(first) = work.places.terms.insert(key, row) {
            work.refusals.push(twice(sheet, row, ("number", &term.number.to_string()), first));
            work.doubtful.insert(contract);
            continue;
        }
        if undecided {
            work.undecided.insert(key);
        }
        touch(work, term.contract);
        let before = work.before.terms.get(&key);
        let reference = format!("{contract} term {}", term.number);
        work.changes.record(sheet.schema, reference, (before, term), Write::Term);
    }
}

fn term(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Term, String, bool)> {
    let contract = cells.known("contract", &work.names.contracts);
    let number = cells.read("number", whole(1, TERMS_MAX));
    let (start_on, end_on) = (cells.read("start_on", parse_date), cells.read("end_on", parse_date));
    refuse_backwards(cells, start_on, end_on);
    let undecided = cells.optional("undecided", (None, false), flag)?;
    let (contract, number) = (contract?, number?);
    let before = work.before.terms.get(&(contract, number));
    let received = |text: &str| parse_date(text).map(Some);
    let opt_out_received_on = cells.optional("opt_out_received_on", (before.map(|t| t.opt_out_received_on), None), received)?;
    let signature = before.and_then(|term| term.signature.clone());
    let term = Term { contract, number, start_on: start_on?, end_on: end_on?, opt_out_received_on, signature };
    Some((term, cells.raw("contract").to_string(), undecided))
}

fn refuse_backwards(cells: &mut Cells<'_, '_>, start_on: Option<Date>, end_on: Option<Date>) {
    if let (Some(start_on), Some(end_on)) = (start_on, end_on)
        && end_on <= start_on
    {
        cells.refuse("end_on", format!("is not after the start, {start_on}"), "The end is the first day no longer in service.");
    }
}

/// A contract that the book speaks of brings its account into the plan.
pub(super) fn touch(work: &mut Work<'_>, contract: ContractId) {
    work.touched.extend(work.before.contracts.get(&contract).map(|contract| contract.account));
}

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
    let unit_price = cells.read("unit_price", not_negative);
    let price_period = cells.word("price_period");
    let discount_bps = cells.optional("discount_bps", (before.map(|l| l.discount_bps), 0), whole(0, 10_000));
    let dated = |text: &str| parse_date(text).map(Some);
    let start_on = cells.optional("start_on", (before.map(|l| Some(l.start_on)), span.map(|(start, _)| start)), dated);
    let end_on = cells.optional("end_on", (before.map(|l| Some(l.end_on)), span.map(|(_, end)| end)), dated);
    refuse_backwards(cells, start_on.flatten(), end_on.flatten());
    let (contract, term_number) = (contract?, term_number?);
    if span.is_none() && work.judges_terms_of(cells.raw("contract")) {
        cells.refuse("term", format!("is not a term of contract {}", cells.raw("contract")), "Add it to terms.csv, or correct it here.");
    }
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
        discount_span: before.and_then(|before| before.discount_span),
        start_on: start_on??,
        end_on: end_on??,
        economic_buyer: before.map_or_else(String::new, |before| before.economic_buyer.clone()),
        origin: before.map_or(LineOrigin::Sold, |before| before.origin),
        follows: before.and_then(|before| before.follows),
    };
    Some(line)
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

fn not_negative(text: &str) -> Result<Decimal6, String> {
    let decimal: Decimal6 = text.parse()?;
    if decimal.millionths() >= 0 { Ok(decimal) } else { Err("is below zero".into()) }
}

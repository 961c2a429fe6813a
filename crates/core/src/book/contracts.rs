//! Contracts and their terms.

use super::export::{account_reference, contract_reference, text};
use super::import::{Work, each_row};
use super::names::twice;
use super::sheet::{Cells, Sheet, at, flag, whole, words};
use crate::commands::went;
use crate::contract::{Contract, ContractKind, Signature, Term};
use crate::facts::{Facts, Write};
use crate::primitives::{ContractId, parse_currency, parse_date};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Highest term number.
pub(super) const TERMS_MAX: u32 = 1000;

/// Reads contracts.csv.
pub(super) fn read_contracts(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    for (row, contract) in each_row(sheet, work, contract) {
        work.places.contracts.insert(contract.id, row);
        work.touched.insert(contract.account);
        let before = work.before.contracts.get(&contract.id);
        if let Some(before) = before.filter(|before| before.account != contract.account) {
            work.touched.insert(before.account);
            work.changes.writes.push(went(before, contract.account, &work.planning.cause.reason, work.planning.moment));
        }
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
    let co_term_lead = cells.known_or_none("co_term_with", before.map(|c| c.co_term_lead), &work.names.contracts);
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
        co_term_lead: co_term_lead?,
    })
}

/// Reads terms.csv.
pub(super) fn read_terms(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let rows = each_row(sheet, work, term);
    let sound: BTreeSet<usize> = rows.iter().map(|(row, _)| *row).collect();
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
    let cancelled_on = cells.optional("cancelled_on", (before.map(|t| t.cancelled_on), None), received)?;
    let signature = signature(cells, before)?;
    let term = Term { contract, number, start_on: start_on?, end_on: end_on?, opt_out_received_on, cancelled_on, signature };
    Some((term, cells.raw("contract").to_string(), undecided))
}

/// How the term was signed; the outer `None` means refused.
fn signature(cells: &mut Cells<'_, '_>, before: Option<&Term>) -> Option<Option<Signature>> {
    let before = before.map(|term| term.signature.clone());
    let known = before.clone().flatten();
    let signed_on = cells.optional("signed_on", (before.map(|s| s.map(|s| s.signed_on)), None), |text| parse_date(text).map(Some));
    let kept = known.as_ref().filter(|_| signed_on.is_some_and(|day| day.is_some()));
    let reason = cells.optional("signed_because", (kept.map(|s| s.reason), None), |text| text.parse().map(Some));
    let told = cells.optional("signed_words", (kept.map(|s| s.words.clone()), String::new()), words);
    let (signed_on, reason, words) = (signed_on?, reason?, told?);
    if signed_on.is_none() && (reason.is_some() || !words.is_empty()) {
        cells.refuse("signed_on", "is empty where the row says why the customer signed", "Add the day of the signature.");
    }
    Some(signed_on.map(|signed_on| Signature { signed_on, reason, words }))
}

pub(super) fn refuse_backwards(cells: &mut Cells<'_, '_>, start_on: Option<Date>, end_on: Option<Date>) {
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

/// A co-term group is of one account and one currency, and its leader follows nobody.
pub(super) fn check_groups(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    for contract in after.contracts.values() {
        let Some(lead) = contract.co_term_lead.and_then(|lead| after.contracts.get(&lead)) else { continue };
        let row_of = |contract: &Contract| work.places.contracts.get(&contract.id).copied();
        let place = match (row_of(contract), row_of(lead)) {
            (Some(row), _) => at("contracts.csv", row, "co_term_with", &lead.reference),
            (None, Some(row)) => at("contracts.csv", row, "id", &lead.reference),
            (None, None) => continue,
        };
        let refuse = |problem: String, remedy: &str| Refusal { problem, remedy: remedy.into(), ..place };
        if lead.account != contract.account || lead.currency != contract.currency {
            let problem = format!("cannot lead {}: they differ in account or currency", contract.reference);
            found.push(refuse(problem, "A co-term group is of one account and one currency."));
        } else if lead.co_term_lead.is_some() {
            let problem = format!("cannot lead {}: it follows another contract itself", contract.reference);
            found.push(refuse(problem, "Name the contract that leads the whole group."));
        }
    }
}

/// Rows of contracts.csv.
pub(super) fn contracts(facts: &Facts) -> Vec<Vec<String>> {
    let mut contracts: Vec<&Contract> = facts.contracts.values().collect();
    contracts.sort_by_key(|c| &c.reference);
    let row = |c: &Contract| {
        vec![
            c.reference.clone(),
            account_reference(facts, c.account),
            c.currency.code().into(),
            c.auto_renew.to_string(),
            text(c.notice_days),
            c.renewal_months.to_string(),
            text(c.uplift_cap_bps),
            c.uplift_bps.to_string(),
            c.kind.to_string(),
            text(c.co_term_lead.map(|lead| contract_reference(facts, lead))),
        ]
    };
    contracts.into_iter().map(row).collect()
}

/// Rows of terms.csv.
pub(super) fn terms(facts: &Facts) -> Vec<Vec<String>> {
    let open: BTreeSet<(ContractId, u32)> = facts.renewals.values().filter(|r| r.is_open()).map(|r| (r.contract, r.term_number)).collect();
    let mut terms: Vec<(String, &Term)> = facts.terms.values().map(|term| (contract_reference(facts, term.contract), term)).collect();
    terms.sort_by(|(left, a), (right, b)| (left, a.number).cmp(&(right, b.number)));
    let cells = |(contract, term): (String, &Term)| {
        let undecided = if open.contains(&(term.contract, term.number)) { "true" } else { "" };
        let signature = term.signature.as_ref();
        vec![
            contract,
            term.number.to_string(),
            term.start_on.to_string(),
            term.end_on.to_string(),
            text(term.opt_out_received_on),
            undecided.into(),
            text(signature.map(|signature| signature.signed_on)),
            text(signature.and_then(|signature| signature.reason)),
            text(signature.map(|signature| signature.words.clone())),
            text(term.cancelled_on),
        ]
    };
    terms.into_iter().map(cells).collect()
}

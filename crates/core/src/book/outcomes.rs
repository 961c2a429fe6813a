//! Outcomes that people told: read from their file, then put on the renewals whose outcome the terms alone only let infer.

use super::changes::{Change, RecordChange};
use super::contracts::{TERMS_MAX, touch};
use super::export::{contract_reference, text};
use super::import::{Work, each_row};
use super::names::Seen;
use super::schema::file_schema;
use super::sheet::{Cells, Sheet, at, whole, words};
use crate::facts::{Facts, Write};
use crate::primitives::{ContractId, RenewalId, parse_date};
use crate::refusal::Refusal;
use crate::renewal::{Outcome, OutcomeReason, Renewal, State, Task, TaskState};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The file.
pub(super) const FILE: &str = "outcomes.csv";

/// One sound row.
pub(super) struct Told {
    row: usize,
    contract: ContractId,
    contract_reference: String,
    term: u32,
    outcome: Outcome,
    closed_on: Date,
    reason: Option<OutcomeReason>,
    words: String,
}

/// Reads the rows; whether an outcome fits the terms is judged once renewals are planned.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<Told> {
    let before: BTreeMap<(ContractId, u32), &Renewal> = work.before.renewals.values().map(|r| ((r.contract, r.term_number), r)).collect();
    let mut seen = Seen::new();
    let mut sound = Vec::new();
    for (row, told) in each_row(sheet, work, |cells, work| told(cells, work, &before)) {
        if seen.is_first(sheet, work, row, ((told.contract, told.term), ("term", &told.term.to_string()))) {
            touch(work, told.contract);
            sound.push(told);
        }
    }
    sound
}

fn told(cells: &mut Cells<'_, '_>, work: &Work<'_>, before: &BTreeMap<(ContractId, u32), &Renewal>) -> Option<Told> {
    let contract = cells.known("contract", &work.names.contracts);
    let term = cells.read("term", whole(1, TERMS_MAX));
    let outcome = cells.read("outcome", decision);
    let today = work.planning.moment.today;
    let passed =
        |text: &str| parse_date(text).and_then(|day| if day <= today { Ok(day) } else { Err(format!("lies after today, {today}")) });
    let closed_on = cells.read("closed_on", passed);
    let known = contract.zip(term).and_then(|key| before.get(&key)).map(|renewal| &renewal.state);
    let (kept_reason, kept_words) = match known {
        Some(State::Closed { reason, words, inferred: false, .. }) => (Some(*reason), Some(words.clone())),
        _ => (None, None),
    };
    let reason = cells.optional("reason", (kept_reason, None), |text| text.parse().map(Some));
    let words = cells.optional("words", (kept_words, String::new()), words);
    Some(Told {
        row: cells.row.line,
        contract: contract?,
        contract_reference: cells.raw("contract").into(),
        term: term?,
        outcome: outcome?,
        closed_on: closed_on?,
        reason: reason?,
        words: words?,
    })
}

/// An outcome that a customer decided.
fn decision(text: &str) -> Result<Outcome, String> {
    let decisions = || Outcome::ALL.iter().copied().filter(|outcome| outcome.is_decision());
    let found = text.parse().ok().filter(|outcome: &Outcome| outcome.is_decision());
    found.ok_or_else(|| format!("is not one of: {}", decisions().map(Outcome::code).collect::<Vec<_>>().join(", ")))
}

/// Puts the outcomes on the planned renewals; what is open of their tasks falls away.
pub(super) fn place(after: &mut Facts, told: Vec<Told>, work: &mut Work<'_>) {
    if told.is_empty() {
        return;
    }
    let renewals: BTreeMap<(ContractId, u32), &Renewal> = after.renewals.values().map(|r| ((r.contract, r.term_number), r)).collect();
    let mut open_tasks: BTreeMap<RenewalId, Vec<&Task>> = BTreeMap::new();
    for task in after.tasks.values().filter(|task| task.state == TaskState::Open) {
        open_tasks.entry(task.renewal).or_default().push(task);
    }
    let mut writes = Vec::new();
    for row in told {
        let renewal = match fitting(after, &row, renewals.get(&(row.contract, row.term)).copied(), work) {
            Ok(renewal) => renewal,
            Err(refusal) => {
                work.refusals.push(refusal);
                continue;
            }
        };
        let Told { outcome, closed_on, reason, words, .. } = row;
        let state = State::Closed { outcome, closed_on, inferred: false, reason, words };
        if state == renewal.state {
            work.changes.count(FILE, None);
            continue;
        }
        let known = work.before.renewals.get(&renewal.id).is_some_and(is_told);
        let change = if known { Change::Updated } else { Change::Created };
        work.changes.count(FILE, Some(change));
        let reference = format!("{} term {}", row.contract_reference, row.term);
        work.changes.records.push(RecordChange { kind: file_schema(FILE).map_or("outcome", |schema| schema.kind), reference, change });
        writes.push(Write::Renewal(Renewal { state, ..renewal.clone() }));
        let tasks = open_tasks.get(&renewal.id).into_iter().flatten();
        writes.extend(tasks.map(|task| Write::Task(Task { state: TaskState::Withdrawn, ..(*task).clone() })));
    }
    work.extend(after, writes);
}

const fn is_told(renewal: &Renewal) -> bool {
    matches!(renewal.state, State::Closed { inferred: false, .. })
}

/// The renewal that a row decides, or why the terms say otherwise.
fn fitting<'a>(after: &Facts, row: &Told, renewal: Option<&'a Renewal>, work: &Work<'_>) -> Result<&'a Renewal, Refusal> {
    let contract = &row.contract_reference;
    let refusal = |column: &str, value: &str, problem: String, remedy: &str| {
        Err(Refusal { problem, remedy: remedy.into(), ..at(FILE, row.row, column, value) })
    };
    let term = row.term.to_string();
    let Some(renewal) = renewal.filter(|_| after.terms.contains_key(&(row.contract, row.term))) else {
        let problem = format!("is not a term of contract {contract}");
        return refusal("term", &term, problem, "Add it to terms.csv, or correct it here.");
    };
    if matches!(renewal.state, State::Closed { outcome, .. } if !outcome.is_decision()) {
        let problem = format!("of contract {contract} is decided in the renewal of the contract that leads its co-term group");
        return refusal("term", &term, problem, "Take the row out; the outcome belongs to the leader.");
    }
    if work.undecided.contains(&(row.contract, row.term)) {
        let problem = format!("of contract {contract} is undecided, as terms.csv says");
        return refusal("term", &term, problem, "Empty undecided in terms.csv, or take the row out here.");
    }
    let followed = after.terms.contains_key(&(row.contract, row.term + 1));
    match (row.outcome, followed) {
        (Outcome::Churned, true) => {
            let problem = format!("does not fit: contract {contract} goes on with term {}", row.term + 1);
            refusal("outcome", row.outcome.code(), problem, "Write how it was renewed, or take that term out of terms.csv.")
        }
        (Outcome::Churned, false) | (_, true) => Ok(renewal),
        (_, false) => {
            let problem = format!("does not fit: contract {contract} has no term {}", row.term + 1);
            refusal("outcome", row.outcome.code(), problem, "Add the next term to terms.csv, or write churned.")
        }
    }
}

/// No term follows one whose renewal was told to be lost.
pub(super) fn check(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    let lost = work
        .before
        .renewals
        .values()
        .filter(|renewal| matches!(renewal.state, State::Closed { inferred: false, outcome: Outcome::Churned, .. }));
    for renewal in lost {
        let next = (renewal.contract, renewal.term_number + 1);
        if let Some(row) = work.places.terms.get(&next).filter(|_| after.terms.contains_key(&next)) {
            let problem = format!("follows term {}, whose renewal {} was lost", renewal.term_number, renewal.reference());
            let remedy = "Reopen that renewal first, or give the customer who comes back a new contract.".to_string();
            found.push(Refusal { problem, remedy, ..at("terms.csv", *row, "number", &next.1.to_string()) });
        }
    }
}

/// Rows of outcomes.csv: what people told, of terms that stand.
pub(super) fn outcomes(facts: &Facts) -> Vec<Vec<String>> {
    let told = facts.renewals.values().filter(|r| is_told(r) && facts.terms.contains_key(&(r.contract, r.term_number)));
    let mut rows: Vec<(String, u32, Vec<String>)> = Vec::new();
    for renewal in told {
        let State::Closed { outcome, closed_on, reason, words, .. } = &renewal.state else { continue };
        let rest = vec![outcome.to_string(), closed_on.to_string(), text(*reason), words.clone()];
        rows.push((contract_reference(facts, renewal.contract), renewal.term_number, rest));
    }
    rows.sort();
    rows.into_iter().map(|(contract, term, rest)| [vec![contract, term.to_string()], rest].concat()).collect()
}

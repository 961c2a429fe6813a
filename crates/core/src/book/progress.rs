//! Completed tasks: read from their file, then placed on the tasks that the planner made.

use super::changes::{Change, RecordChange};
use super::contracts::{TERMS_MAX, touch};
use super::export::{contract_reference, text};
use super::import::{Work, each_row};
use super::names::twice;
use super::schema::file_schema;
use super::sheet::{Cells, Sheet, at, note, whole};
use crate::facts::{Facts, Write};
use crate::playbook::Step;
use crate::primitives::{ContractId, IdSource, RenewalId, TaskId};
use crate::refusal::Refusal;
use crate::renewal::{Renewal, Task, TaskState};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The file.
pub(super) const FILE: &str = "completed_tasks.csv";

/// One sound row.
pub(super) struct Completed {
    row: usize,
    contract: ContractId,
    contract_reference: String,
    term: u32,
    step: String,
    state: TaskState,
    by: String,
    at: Timestamp,
    evidence: String,
}

/// Reads the rows; whether there is such a task is judged once renewals are planned.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<Completed> {
    let mut seen: BTreeMap<(ContractId, u32, String), usize> = BTreeMap::new();
    let mut sound = Vec::new();
    for (row, completed) in each_row(sheet, work, completed) {
        match seen.insert((completed.contract, completed.term, completed.step.clone()), row) {
            Some(first) => work.refusals.push(twice(sheet, row, ("step", &completed.step), first)),
            None => {
                touch(work, completed.contract);
                sound.push(completed);
            }
        }
    }
    sound
}

fn completed(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Completed> {
    let contract = cells.known("contract", &work.names.contracts);
    let term = cells.read("term", whole(1, TERMS_MAX));
    let step = cells.text("step");
    let state = cells.read("state", |text| match text {
        "done" => Ok(TaskState::Done),
        "not_needed" => Ok(TaskState::NotNeeded),
        _ => Err("is not one of: done, not_needed".into()),
    });
    let by = cells.text("completed_by");
    let at = cells.read("completed_at", |text| instant(text, work));
    let evidence = cells.read("evidence", note);
    Some(Completed {
        row: cells.row.line,
        contract: contract?,
        contract_reference: cells.raw("contract").into(),
        term: term?,
        step: step?,
        state: state?,
        by: by?,
        at: at?,
        evidence: evidence?,
    })
}

/// An instant that has passed, by the clock or by a sample company's own today.
pub(super) fn instant(text: &str, work: &Work<'_>) -> Result<Timestamp, String> {
    let instant: Timestamp = text.parse().map_err(|_| "is not an instant such as 2026-11-02T09:30:00Z".to_string())?;
    let moment = work.planning.moment;
    let passed = instant <= moment.recorded_at || instant.to_zoned(TimeZone::UTC).date() <= moment.today;
    if passed { Ok(instant) } else { Err("lies in the future".into()) }
}

/// Completes the planned tasks.
pub(super) fn place(after: &mut Facts, completed: Vec<Completed>, work: &mut Work<'_>) {
    if completed.is_empty() {
        return;
    }
    let mut writes = Vec::new();
    let renewals: BTreeMap<(ContractId, u32), &Renewal> = after.renewals.values().map(|r| ((r.contract, r.term_number), r)).collect();
    let tasks: BTreeMap<(RenewalId, &str), &Task> = after.tasks.values().map(|t| ((t.renewal, t.step.as_str()), t)).collect();
    for row in completed {
        let renewal = renewals.get(&(row.contract, row.term)).copied();
        let task = renewal.and_then(|renewal| tasks.get(&(renewal.id, row.step.as_str())).copied());
        let gone = renewal.filter(|_| task.is_none()).and_then(|renewal| no_longer_asked(after, renewal, &row, work.planning.ids));
        let task = task.or(gone.as_ref());
        let placed = task.map(|task| completed_as(task, &row));
        if placed.as_ref() == task && task.is_some() {
            work.changes.count(FILE, None);
            continue;
        }
        if let Some(refusal) = refuse(after, &row, renewal, task) {
            work.refusals.push(refusal);
            continue;
        }
        let Some(placed) = placed else { continue };
        let tracked = |task: &&Task| matches!(task.state, TaskState::Done | TaskState::NotNeeded);
        let change = if work.before.tasks.get(&placed.id).filter(tracked).is_some() { Change::Updated } else { Change::Created };
        work.changes.count(FILE, Some(change));
        let reference = format!("{} term {} {}", row.contract_reference, row.term, row.step);
        let kind = file_schema(FILE).map_or("task", |schema| schema.kind);
        work.changes.records.push(RecordChange { kind, reference, change });
        writes.push(Write::Task(placed));
    }
    work.extend(after, writes);
}

/// The step of a renewal as its playbook has it, else as another one has it that the renewal followed when the step was done.
fn step_done<'a>(facts: &'a Facts, renewal: &Renewal, code: &str) -> Option<&'a Step> {
    let decided = renewal.decided.as_ref()?;
    let follows = facts.playbook(&decided.playbook).and_then(|playbook| playbook.step(code));
    follows.or_else(|| facts.playbooks.iter().find_map(|playbook| playbook.step(code)))
}

/// The task of a step that is not asked for now: it was completed while the account had another colour, or the renewal another motion or
/// playbook.
fn no_longer_asked(after: &Facts, renewal: &Renewal, row: &Completed, ids: &dyn IdSource) -> Option<Task> {
    let step = step_done(after, renewal, &row.step).filter(|_| renewal.is_open())?;
    Some(Task {
        id: TaskId::new(ids),
        renewal: renewal.id,
        step: row.step.clone(),
        title: step.title.clone(),
        lead: step.lead,
        due_on: row.at.to_zoned(TimeZone::UTC).date(),
        state: TaskState::Open,
        evidence: String::new(),
        completed_by: String::new(),
        completed_at: None,
        put_off: None,
        given: None,
    })
}

fn completed_as(task: &Task, row: &Completed) -> Task {
    Task { state: row.state, evidence: row.evidence.clone(), completed_by: row.by.clone(), completed_at: Some(row.at), ..task.clone() }
}

/// Why a row has no task that could be completed.
fn refuse(after: &Facts, row: &Completed, renewal: Option<&Renewal>, task: Option<&Task>) -> Option<Refusal> {
    let refusal = |column: &str, value: &str, problem: String, remedy: &str| {
        Some(Refusal { problem, remedy: remedy.into(), ..at(FILE, row.row, column, value) })
    };
    let Some(renewal) = renewal else {
        let problem = format!("is not a term of contract {}", row.contract_reference);
        return refusal("term", &row.term.to_string(), problem, "Add it to terms.csv, or correct it here.");
    };
    let Some(decided) = renewal.decided.as_ref().filter(|_| renewal.is_open()) else {
        let problem = format!("belongs to renewal {}, which is decided and has no tasks to complete", renewal.reference());
        return refusal("term", &row.term.to_string(), problem, "Take the row out; only open renewals have tasks.");
    };
    let Some(task) = task.filter(|task| step_done(after, renewal, &task.step).is_some()) else {
        let steps = after.playbook(&decided.playbook).map(|p| p.steps.iter().map(|step| step.code.as_str()).collect::<Vec<_>>().join(", "));
        let problem = format!("is not a step of playbook {}, which this renewal follows, nor of another", decided.playbook);
        return refusal("step", &row.step, problem, &format!("Steps: {}.", steps.unwrap_or_default()));
    };
    // The renewal may have followed another playbook when the step was skipped, one in which it was optional.
    let optional = after.playbooks.iter().filter_map(|playbook| playbook.step(&task.step)).any(|step| step.optional);
    if row.state == TaskState::NotNeeded && !optional {
        return refusal(
            "state",
            row.state.code(),
            format!("does not fit {}, which is not an optional step", row.step),
            "Write done with what happened.",
        );
    }
    None
}

/// Rows of completed_tasks.csv: those of open renewals, where a playbook still has the step.
pub(super) fn completed_tasks(facts: &Facts) -> Vec<Vec<String>> {
    let completed = facts.tasks.values().filter(|task| matches!(task.state, TaskState::Done | TaskState::NotNeeded));
    let mut rows: Vec<(String, u32, Vec<String>)> = Vec::new();
    for task in completed {
        let of = facts.renewals.get(&task.renewal).filter(|renewal| renewal.is_open() && step_done(facts, renewal, &task.step).is_some());
        let Some(renewal) = of else { continue };
        let contract = contract_reference(facts, renewal.contract);
        let rest =
            vec![task.step.clone(), task.state.to_string(), task.completed_by.clone(), text(task.completed_at), task.evidence.clone()];
        rows.push((contract, renewal.term_number, rest));
    }
    rows.sort();
    rows.into_iter().map(|(contract, term, rest)| [vec![contract, term.to_string()], rest].concat()).collect()
}

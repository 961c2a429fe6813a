//! Completing playbook steps, and taking a completion back.

use super::{NOTE_MAX, check_note, field};
use crate::facts::{Facts, Moment, Write};
use crate::playbook::base_code;
use crate::primitives::{TaskId, TeammateId, days_between};
use crate::refusal::Refusal;
use crate::renewal::{Given, PutOff, Task, TaskState};
use jiff::civil::Date;

/// How a task is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It took place.
    Done,
    /// An optional step that this renewal did not need.
    NotNeeded,
}

/// Completes a task with what its step asks to be written down.
///
/// # Errors
/// A task that is not open, no evidence, or "not needed" for a step that is not optional.
pub fn complete_task(
    facts: &Facts,
    task: TaskId,
    completion: Completion,
    evidence: &str,
    by: (&str, Moment),
) -> Result<Vec<Write>, Refusal> {
    let found = open_task(facts, task)?;
    let evidence = evidence.trim();
    if evidence.is_empty() || evidence.chars().count() > NOTE_MAX {
        return Err(field("evidence", "", format!("must say in 1 to {NOTE_MAX} characters what happened")));
    }
    let evidence = check_note("evidence", evidence)?;
    if let Some(waits) = waits_for(facts, found).first() {
        return Err(Refusal::general(format!("{} waits for {}, which is open", found.title, waits.title), "Complete that first."));
    }
    let optional = step_of(facts, found).is_some_and(|step| step.optional);
    if completion == Completion::NotNeeded && !optional {
        return Err(Refusal::general(format!("{} is not an optional step", found.title), "Complete it with what happened."));
    }
    let state = if completion == Completion::Done { TaskState::Done } else { TaskState::NotNeeded };
    let (name, moment) = by;
    let done = Task { state, evidence, completed_by: name.into(), completed_at: Some(moment.recorded_at), ..found.clone() };
    Ok(vec![Write::Task(done)])
}

/// Opens a completed task again: the undo of a completion.
///
/// # Errors
/// A task that was not completed, or whose renewal is decided by now.
pub fn reopen_task(facts: &Facts, task: TaskId) -> Result<Vec<Write>, Refusal> {
    let found = facts.tasks.get(&task).ok_or_else(|| Refusal::general("that task does not exist", ""))?;
    let completed = matches!(found.state, TaskState::Done | TaskState::NotNeeded);
    let open = facts.renewals.get(&found.renewal).is_some_and(crate::renewal::Renewal::is_open);
    if !completed || !open {
        return Err(Refusal::general("only a completed task of an open renewal can be opened again", ""));
    }
    let reopened =
        Task { state: TaskState::Open, evidence: String::new(), completed_by: String::new(), completed_at: None, ..found.clone() };
    Ok(vec![Write::Task(reopened)])
}

/// The longest time for which a task is put off, in days.
pub const PUT_OFF_MAX_DAYS: i64 = 30;

/// Puts an open task out of the way until a day. Its due day stays, and so does what escalates.
///
/// # Errors
/// A task that is not open, a day that is not ahead, lies past the decision or more than [`PUT_OFF_MAX_DAYS`] away, no reason.
pub fn put_off_task(facts: &Facts, task: TaskId, (until, reason): (Date, &str), by: (&str, Moment)) -> Result<Vec<Write>, Refusal> {
    let found = open_task(facts, task)?;
    let (by, moment) = by;
    let decision_on = facts.renewals.get(&found.renewal).map(|renewal| renewal.target.decision_on);
    let ahead = days_between(moment.today, until);
    if !(1..=PUT_OFF_MAX_DAYS).contains(&ahead) {
        return Err(field("until", &until.to_string(), format!("must lie 1 to {PUT_OFF_MAX_DAYS} days ahead")));
    }
    if let Some(decision_on) = decision_on.filter(|decision_on| moment.today < *decision_on && *decision_on < until) {
        return Err(field("until", &until.to_string(), format!("lies past the decision on {decision_on}")));
    }
    let put_off = PutOff { until, reason: reason_of(reason)?, by: by.into() };
    Ok(vec![Write::Task(Task { put_off: Some(put_off), ..found.clone() })])
}

/// Brings a task back that was put off.
///
/// # Errors
/// A task that was not put off.
pub fn bring_back_task(facts: &Facts, task: TaskId) -> Result<Vec<Write>, Refusal> {
    let found = open_task(facts, task)?;
    if found.put_off.is_none() {
        return Err(Refusal::general("this task was not put off", ""));
    }
    Ok(vec![Write::Task(Task { put_off: None, ..found.clone() })])
}

/// Gives a task to somebody who does it for its holder; the holder stays accountable.
///
/// # Errors
/// A task that is not open, somebody who is not active or holds it already, no reason.
pub fn give_task(facts: &Facts, task: TaskId, (to, reason): (TeammateId, &str), by: (&str, Moment)) -> Result<Vec<Write>, Refusal> {
    let found = open_task(facts, task)?;
    let (by, moment) = by;
    let person = facts.teammates.get(&to).ok_or_else(|| field("to", "", "is nobody here".into()))?;
    if !person.is_active_on(moment.today) {
        return Err(field("to", &person.reference, "is not active".into()));
    }
    if facts.holder(found.renewal, found.lead) == Some(to) {
        return Err(field("to", &person.reference, "holds this task already".into()));
    }
    let given = Given { to, reason: reason_of(reason)?, by: by.into() };
    Ok(vec![Write::Task(Task { given: Some(given), put_off: None, ..found.clone() })])
}

/// Takes a task back that was given away.
///
/// # Errors
/// A task that nobody else does.
pub fn take_back_task(facts: &Facts, task: TaskId) -> Result<Vec<Write>, Refusal> {
    let found = open_task(facts, task)?;
    if found.given.is_none() {
        return Err(Refusal::general("nobody else does this task", ""));
    }
    Ok(vec![Write::Task(Task { given: None, ..found.clone() })])
}

fn open_task(facts: &Facts, task: TaskId) -> Result<&Task, Refusal> {
    let found = facts.tasks.get(&task).ok_or_else(|| Refusal::general("that task does not exist", ""))?;
    if found.state != TaskState::Open {
        let problem = format!("this task is not open but {}", found.state.label().to_lowercase());
        return Err(Refusal::general(problem, "Reload to see where it stands."));
    }
    Ok(found)
}

fn reason_of(reason: &str) -> Result<String, Refusal> {
    let reason = check_note("reason", reason)?;
    if reason.is_empty() { Err(field("reason", "", "must say why".into())) } else { Ok(reason) }
}

/// Open tasks of the same renewal that must be settled before this one is completed.
pub fn waits_for<'a>(facts: &'a Facts, task: &Task) -> Vec<&'a Task> {
    let Some(step) = step_of(facts, task) else { return Vec::new() };
    let before = |other: &&Task| other.state == TaskState::Open && step.depends_on.iter().any(|code| code == base_code(&other.step));
    facts.tasks_of(task.renewal).into_iter().filter(before).collect()
}

/// The playbook step behind a task.
pub fn step_of<'a>(facts: &'a Facts, task: &Task) -> Option<&'a crate::playbook::Step> {
    let decided = facts.renewals.get(&task.renewal)?.decided.as_ref()?;
    facts.playbook(&decided.playbook)?.step(&task.step)
}

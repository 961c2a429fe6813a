//! Completing playbook steps, and taking a completion back.

use super::{NOTE_MAX, check_note, field};
use crate::facts::{Facts, Moment, Write};
use crate::playbook::base_code;
use crate::primitives::TaskId;
use crate::refusal::Refusal;
use crate::renewal::{Task, TaskState};

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
    let found = facts.tasks.get(&task).ok_or_else(|| Refusal::general("that task does not exist", ""))?;
    if found.state != TaskState::Open {
        return Err(Refusal::general(
            format!("this task is not open but {}", found.state.label().to_lowercase()),
            "Reload to see where it stands.",
        ));
    }
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

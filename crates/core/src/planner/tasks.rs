//! Places playbook steps on a renewal. What was done is kept; what is still open follows the dates.

use super::Planning;
use crate::facts::{Facts, Write};
use crate::playbook::{Anchor, Playbook};
use crate::primitives::TaskId;
use crate::refusal::Refusal;
use crate::renewal::{Renewal, Target, Task, TaskState};
use jiff::civil::Date;

/// The day that a playbook's offsets count from on this renewal.
pub fn anchor_on(playbook: &Playbook, target: &Target) -> Date {
    match playbook.anchor {
        Anchor::DecisionDate => target.decision_on,
        Anchor::EndDate => target.end_on,
    }
}

/// The writes that bring the tasks of a renewal in line with its playbook and dates.
pub(super) fn place(facts: &Facts, renewal: &Renewal, existing: &[&Task], planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let Some(decided) = &renewal.decided else { return Ok(Vec::new()) };
    let playbook =
        facts.playbook(&decided.playbook).ok_or_else(|| Refusal::general(format!("playbook {} does not exist", decided.playbook), ""))?;
    let anchor = anchor_on(playbook, &renewal.target);
    let mut writes = Vec::new();
    for step in &playbook.steps {
        let due_on = step.due_on(anchor, &facts.calendar);
        match existing.iter().find(|task| task.step == step.code) {
            None => writes.push(Write::Task(Task {
                id: TaskId::new(planning.ids),
                renewal: renewal.id,
                step: step.code.clone(),
                title: step.title.clone(),
                lead: step.lead,
                due_on,
                state: if due_on < renewal.scheduled_on { TaskState::BeforeTracking } else { TaskState::Open },
                evidence: String::new(),
                completed_by: String::new(),
                completed_at: None,
            })),
            Some(task) => writes.extend(moved(task, due_on, renewal.scheduled_on).map(Write::Task)),
        }
    }
    let gone = existing.iter().copied().filter(|task| playbook.step(&task.step).is_none()).collect::<Vec<_>>();
    writes.extend(withdraw(&gone));
    Ok(writes)
}

/// A task with its new due date, or nothing where it is finished or already stands there.
fn moved(task: &Task, due_on: Date, scheduled_on: Date) -> Option<Task> {
    let state = match task.state {
        TaskState::Done | TaskState::NotNeeded => return None,
        TaskState::Open | TaskState::Withdrawn | TaskState::BeforeTracking if due_on < scheduled_on => TaskState::BeforeTracking,
        TaskState::Open | TaskState::Withdrawn | TaskState::BeforeTracking => TaskState::Open,
    };
    let planned = Task { due_on, state, ..task.clone() };
    (planned != *task).then_some(planned)
}

/// Open tasks fall away.
pub(super) fn withdraw(tasks: &[&Task]) -> Vec<Write> {
    let open = tasks.iter().filter(|task| task.state == TaskState::Open);
    open.map(|task| Write::Task(Task { state: TaskState::Withdrawn, ..(*task).clone() })).collect()
}

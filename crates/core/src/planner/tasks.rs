//! Places playbook steps on a renewal. What was done is kept; what is still open follows the dates and the playbook.

use super::Planning;
use crate::account::{Account, risk_since};
use crate::facts::{Facts, Write};
use crate::playbook::{Days, Placed, Variant};
use crate::primitives::TaskId;
use crate::refusal::Refusal;
use crate::renewal::{Renewal, RenewalKind, Task, TaskState};
use jiff::civil::Date;

/// The writes that bring the tasks of a renewal in line with its playbook and dates.
pub(super) fn place(facts: &Facts, renewal: &Renewal, existing: &[&Task], planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let Some(decided) = &renewal.decided else { return Ok(Vec::new()) };
    let playbook =
        facts.playbook(&decided.playbook).ok_or_else(|| Refusal::general(format!("playbook {} does not exist", decided.playbook), ""))?;
    let account = facts.accounts.get(&renewal.account).ok_or_else(|| Refusal::general("a renewal has no account", ""))?;
    let (of, days) =
        variant_of(facts, (renewal, account), planning.moment.today).ok_or_else(|| Refusal::general("a renewal was not decided", ""))?;
    let placed = playbook.placed(of, days, &facts.calendar);
    let mut writes = Vec::new();
    for step in &placed {
        match existing.iter().find(|task| task.step == step.code) {
            None => writes.push(Write::Task(first(step, renewal, planning))),
            Some(task) => writes.extend(moved((facts, planning.moment.today), task, step, renewal.scheduled_on).map(Write::Task)),
        }
    }
    let gone = existing.iter().copied().filter(|task| placed.iter().all(|step| step.code != task.step)).collect::<Vec<_>>();
    writes.extend(withdraw(&gone));
    Ok(writes)
}

/// What the steps of a playbook ask of a renewal, and the days they count from; `None` for one that no policy decided.
pub fn variant_of(facts: &Facts, (renewal, account): (&Renewal, &Account), today: Date) -> Option<(Variant, Days)> {
    let decided = renewal.decided.as_ref()?;
    let calls = facts.risk_calls.get(&account.id).map_or(&[][..], Vec::as_slice);
    let of = Variant {
        risk: account.risk,
        tier: renewal.frozen_tier.unwrap_or(account.tier),
        motion: decided.motion,
        risk_since: risk_since(calls, today),
    };
    Some((of, days_of(facts, renewal)))
}

/// The days that a playbook counts from on a renewal.
fn days_of(facts: &Facts, renewal: &Renewal) -> Days {
    let target = &renewal.target;
    let term =
        facts.terms.get(&(renewal.contract, renewal.term_number)).filter(|term| term.number > 1 && renewal.kind == RenewalKind::Renewal);
    let signed_on = term.map(|term| term.signature.as_ref().map_or(term.start_on, |signature| signature.signed_on));
    Days { decision_on: target.decision_on, end_on: target.end_on, signed_on }
}

fn first(placed: &Placed<'_>, renewal: &Renewal, planning: Planning<'_>) -> Task {
    Task {
        id: TaskId::new(planning.ids),
        renewal: renewal.id,
        step: placed.code.clone(),
        title: placed.step.title.clone(),
        lead: placed.step.lead,
        due_on: placed.due_on,
        state: if placed.due_on < renewal.scheduled_on { TaskState::BeforeTracking } else { TaskState::Open },
        evidence: String::new(),
        completed_by: String::new(),
        completed_at: None,
        put_off: None,
        given: None,
    }
}

/// A task as its step has it now, or nothing where it is finished or already stands there.
fn moved((facts, today): (&Facts, Date), task: &Task, placed: &Placed<'_>, scheduled_on: Date) -> Option<Task> {
    let due_on = placed.due_on;
    let state = match task.state {
        TaskState::Done | TaskState::NotNeeded => return None,
        TaskState::Open | TaskState::Withdrawn | TaskState::BeforeTracking if due_on < scheduled_on => TaskState::BeforeTracking,
        TaskState::Open | TaskState::Withdrawn | TaskState::BeforeTracking => TaskState::Open,
    };
    // Whoever left does nothing for others any more.
    let active = |id| facts.teammates.get(&id).is_some_and(|person| person.is_active_on(today));
    let given = task.given.clone().filter(|given| active(given.to));
    let planned = Task { due_on, state, title: placed.step.title.clone(), lead: placed.step.lead, given, ..task.clone() };
    (planned != *task).then_some(planned)
}

/// Open tasks fall away.
pub(super) fn withdraw(tasks: &[&Task]) -> Vec<Write> {
    let open = tasks.iter().filter(|task| task.state == TaskState::Open);
    open.map(|task| Write::Task(Task { state: TaskState::Withdrawn, ..(*task).clone() })).collect()
}

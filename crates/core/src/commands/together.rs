//! One deed on several steps: all of them or none, and each that cannot be done is named.

use super::{Completion, bring_back_task, complete_task, field, give_task, put_off_task, reopen_task, take_back_task};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::{TaskId, TeammateId};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Steps that one deed takes at most.
pub const STEPS_MAX: usize = 100;

/// What is done with each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed<'a> {
    /// Completed, with what happened.
    Complete(&'a str),
    /// Opened again.
    Reopen,
    /// Put off until a day, and why.
    PutOff(Date, &'a str),
    /// Brought back.
    BringBack,
    /// Given to somebody, and why.
    Give(TeammateId, &'a str),
    /// Taken back from whoever does it for its holder.
    TakeBack,
}

/// Does one deed on several steps. One that waits for another of them is completed after it.
///
/// # Errors
/// No step or more than [`STEPS_MAX`]; what the deed refuses, once where every step is refused for the same value, else with the step named.
pub fn steps_together(facts: &Facts, steps: &[TaskId], deed: Deed<'_>, by: (&str, Moment)) -> Result<Vec<Write>, Vec<Refusal>> {
    let mut left: BTreeSet<TaskId> = steps.iter().copied().collect();
    if left.is_empty() || left.len() > STEPS_MAX {
        return Err(vec![field("tasks", "", format!("must name 1 to {STEPS_MAX} steps"))]);
    }
    let all = left.len();
    let mut facts = facts.clone();
    let mut writes = Vec::new();
    loop {
        let before = left.len();
        let mut refused = Vec::new();
        for step in left.clone() {
            match on_one(&facts, step, deed, by) {
                Ok(done) => {
                    facts.apply_all(&done);
                    writes.extend(done);
                    left.remove(&step);
                }
                Err(refusal) => refused.push((step, refusal)),
            }
        }
        if left.is_empty() {
            return Ok(writes);
        }
        if left.len() == before {
            return Err(told(&facts, refused, all));
        }
    }
}

fn on_one(facts: &Facts, step: TaskId, deed: Deed<'_>, by: (&str, Moment)) -> Result<Vec<Write>, Refusal> {
    match deed {
        Deed::Complete(evidence) => complete_task(facts, step, Completion::Done, evidence, by),
        Deed::Reopen => reopen_task(facts, step),
        Deed::PutOff(until, reason) => put_off_task(facts, step, (until, reason), by),
        Deed::BringBack => bring_back_task(facts, step),
        Deed::Give(to, reason) => give_task(facts, step, (to, reason), by),
        Deed::TakeBack => take_back_task(facts, step),
    }
}

/// A value that no step accepts is refused once, beside its field; anything else names its step.
fn told(facts: &Facts, refused: Vec<(TaskId, Refusal)>, all: usize) -> Vec<Refusal> {
    if let Some((_, first)) = refused.first() {
        let same = first.column.is_some() && refused.len() == all && refused.iter().all(|(_, refusal)| refusal == first);
        if same {
            return vec![first.clone()];
        }
    }
    let named = |(step, refusal): (TaskId, Refusal)| {
        let value = refusal.value.filter(|value| !value.is_empty()).map(|value| format!("{value} ")).unwrap_or_default();
        let problem = format!("{}: {value}{}", name_of(facts, step), refusal.problem);
        Refusal { column: Some("tasks".into()), value: None, problem, ..refusal }
    };
    refused.into_iter().map(named).collect()
}

/// `Signature push of Kestrel Foods (R-1042)`, or the id of a step that is not there.
fn name_of(facts: &Facts, step: TaskId) -> String {
    let Some(task) = facts.tasks.get(&step) else { return format!("step {step}") };
    let renewal = facts.renewals.get(&task.renewal);
    let account = renewal.and_then(|renewal| facts.accounts.get(&renewal.account)).map_or("", |account| account.name.as_str());
    format!("{} of {account} ({})", task.title, renewal.map(|renewal| renewal.reference()).unwrap_or_default())
}

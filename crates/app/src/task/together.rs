//! One deed on several steps, in one transaction: all of them or none.

use super::{authorise, first_line, found};
use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, Told, carry_out_together};
use crate::error::AppError;
use crate::identity::teammate;
use jiff::civil::Date;
use std::collections::BTreeSet;
use tenure_core::commands::{self, Deed};
use tenure_core::primitives::{TaskId, display_date};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::Task;
use tenure_store::Scope;

/// What is done with each of several steps. People are named by reference or e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepsDeed {
    /// Completed, with what happened.
    Complete(String),
    /// Opened again.
    Reopen,
    /// Put off until a day, and why.
    PutOff(Date, String),
    /// Brought back.
    BringBack,
    /// Given to somebody, and why.
    Give(String, String),
    /// Taken back.
    TakeBack,
}

/// What became of several steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepsDone {
    /// The renewals they belong to.
    pub renewals: String,
    /// The deed that restores every step as it was; `None` where one had been put off or given before, which would be lost.
    pub undo: Option<StepsDeed>,
}

impl App {
    /// Does one deed on several steps, all of them or none. Each step is allowed to whom it would be alone.
    ///
    /// # Errors
    /// See [`commands::steps_together`]. Whoever may act on none of the steps is forbidden; where it is some of them, those are named.
    pub async fn steps_together(&self, actor: &Actor, steps: &[TaskId], deed: &StepsDeed) -> Result<StepsDone, AppError> {
        let mut undo = None;
        let renewals = carry_out_together(self, actor, Scope::Tasks(steps.to_vec()), |context| {
            authorise_all(context, actor, steps)?;
            undo = undone_by(context, steps, deed);
            let what = in_core(context, deed)?;
            let writes = commands::steps_together(context.facts, steps, what, (&actor.name(), context.moment))?;
            let told = told(context, steps, deed)?;
            let renewals: BTreeSet<&str> = told.iter().map(|(renewal, _)| renewal.as_str()).collect();
            let subject = renewals.into_iter().collect::<Vec<_>>().join(", ");
            let summary = format!("{} steps together", told.len());
            Ok((Decided { writes, kind: kind(deed), subject, summary }, told))
        })
        .await?;
        Ok(StepsDone { renewals, undo })
    }
}

fn in_core<'a>(context: &Context<'_>, deed: &'a StepsDeed) -> Result<Deed<'a>, AppError> {
    Ok(match deed {
        StepsDeed::Complete(evidence) => Deed::Complete(evidence),
        StepsDeed::Reopen => Deed::Reopen,
        StepsDeed::PutOff(until, reason) => Deed::PutOff(*until, reason),
        StepsDeed::BringBack => Deed::BringBack,
        StepsDeed::Give(to, reason) => Deed::Give(teammate(context.facts.teammates.values(), to)?.id, reason),
        StepsDeed::TakeBack => Deed::TakeBack,
    })
}

const fn kind(deed: &StepsDeed) -> &'static str {
    match deed {
        StepsDeed::Complete(_) => "task_completed",
        StepsDeed::Reopen => "task_reopened",
        StepsDeed::PutOff(..) => "task_put_off",
        StepsDeed::BringBack => "task_brought_back",
        StepsDeed::Give(..) => "task_given",
        StepsDeed::TakeBack => "task_taken_back",
    }
}

/// Refuses steps of others, each by name.
fn authorise_all(context: &Context<'_>, actor: &Actor, steps: &[TaskId]) -> Result<(), AppError> {
    let mut allowed = 0;
    let mut refused = Vec::new();
    for id in steps.iter().collect::<BTreeSet<_>>() {
        // A step that is not there is refused by the verb, with its id.
        let Ok((task, renewal)) = found(context, *id) else { continue };
        match authorise(context, actor, task) {
            Ok(()) => allowed += 1,
            Err(AppError::Forbidden(why)) => {
                refused.push(format!("{} ({}): {}", task.title, renewal.reference(), why.trim_end_matches('.')))
            }
            Err(other) => return Err(other),
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    if allowed == 0 {
        return Err(AppError::Forbidden(format!("{}.", refused.join(". "))));
    }
    let named = |problem| Refusal { column: Some("tasks".into()), problem, remedy: "Leave it out.".into(), ..Refusal::default() };
    Err(AppError::Refused(refused.into_iter().map(named).collect()))
}

/// What takes the deed back without losing anything that was there before.
fn undone_by(context: &Context<'_>, steps: &[TaskId], deed: &StepsDeed) -> Option<StepsDeed> {
    let tasks = || steps.iter().filter_map(|id| context.facts.tasks.get(id));
    let none = |was: fn(&Task) -> bool| !tasks().any(was);
    match deed {
        StepsDeed::Complete(_) => Some(StepsDeed::Reopen),
        StepsDeed::PutOff(..) => none(|task| task.put_off.is_some()).then_some(StepsDeed::BringBack),
        StepsDeed::Give(..) => none(|task| task.given.is_some() || task.put_off.is_some()).then_some(StepsDeed::TakeBack),
        StepsDeed::Reopen | StepsDeed::BringBack | StepsDeed::TakeBack => None,
    }
}

/// What the log says of each step.
fn told(context: &Context<'_>, steps: &[TaskId], deed: &StepsDeed) -> Result<Told, AppError> {
    let said = |task: &Task, renewal: &str| -> Result<String, AppError> {
        match deed {
            StepsDeed::Complete(evidence) => Ok(format!("{} on {renewal}: {}", task.title, first_line(evidence))),
            StepsDeed::Reopen => Ok(format!("{} on {renewal} was opened again", task.title)),
            StepsDeed::PutOff(until, reason) => {
                Ok(format!("{} was put off until {}: {} ({renewal})", task.title, display_date(*until), first_line(reason)))
            }
            StepsDeed::BringBack => Ok(format!("{} is due again ({renewal})", task.title)),
            StepsDeed::Give(to, reason) => {
                let person = teammate(context.facts.teammates.values(), to)?;
                Ok(format!("{} was given to {}: {} ({renewal})", task.title, person.name, first_line(reason)))
            }
            StepsDeed::TakeBack => Ok(format!("{} was taken back ({renewal})", task.title)),
        }
    };
    let mut told = Vec::new();
    for id in steps.iter().collect::<BTreeSet<_>>() {
        let (task, renewal) = found(context, *id)?;
        let renewal = renewal.reference();
        let summary = said(task, &renewal)?;
        told.push((renewal, summary));
    }
    Ok(told)
}

/// A step that was picked among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedStep {
    /// Identity.
    pub id: TaskId,
    /// What to do.
    pub title: String,
    /// Account name.
    pub account: String,
    /// `R-1042`.
    pub renewal: String,
    /// Due day.
    pub due_on: Date,
    /// What to write down on completion.
    pub evidence_asked: String,
}

impl App {
    /// The steps of some ids, by due day; one that does not exist is left out.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn picked_steps(&self, steps: &[TaskId]) -> Result<Vec<PickedStep>, AppError> {
        let facts = self.store.read().await?.facts(&Scope::Tasks(steps.to_vec()), self.playbooks.clone()).await?;
        let picked = |id: &TaskId| {
            let task = facts.tasks.get(id)?;
            let renewal = facts.renewals.get(&task.renewal)?;
            Some(PickedStep {
                id: *id,
                title: task.title.clone(),
                account: facts.accounts.get(&renewal.account)?.name.clone(),
                renewal: renewal.reference(),
                due_on: task.due_on,
                evidence_asked: commands::step_of(&facts, task).map(|step| step.evidence.clone()).unwrap_or_default(),
            })
        };
        let mut items: Vec<PickedStep> = steps.iter().collect::<BTreeSet<_>>().into_iter().filter_map(picked).collect();
        items.sort_by_key(|item| (item.due_on, item.id));
        Ok(items)
    }
}

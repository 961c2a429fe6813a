//! Verbs on tasks: complete with evidence, reopen, put off, give to somebody.

mod together;

pub use together::{PickedStep, StepsDeed, StepsDone};

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::may_do;
use jiff::civil::Date;
use tenure_core::commands::{self, Completion};
use tenure_core::facts::Write;
use tenure_core::primitives::TaskId;
use tenure_core::renewal::{Renewal, Task};
use tenure_store::Scope;

impl App {
    /// Completes a task. Its holder may, the holder's managers, the desk lead and administrators.
    ///
    /// # Errors
    /// See [`commands::complete_task`].
    pub async fn complete_task(&self, actor: &Actor, id: TaskId, completion: Completion, evidence: &str) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Task(id), |context| {
            let (task, renewal) = found(context, id)?;
            authorise(context, actor, task)?;
            let writes = commands::complete_task(context.facts, id, completion, evidence, (&actor.name(), context.moment))?;
            let summary = format!("{} on {}: {}", task.title, renewal.reference(), first_line(evidence));
            Ok(Decided { writes, kind: "task_completed", subject: renewal.reference(), summary })
        })
        .await
    }

    /// Opens a completed task again.
    ///
    /// # Errors
    /// See [`commands::reopen_task`].
    pub async fn reopen_task(&self, actor: &Actor, id: TaskId) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Task(id), |context| {
            let (task, renewal) = found(context, id)?;
            authorise(context, actor, task)?;
            let writes = commands::reopen_task(context.facts, id)?;
            let summary = format!("{} on {} was opened again", task.title, renewal.reference());
            Ok(Decided { writes, kind: "task_reopened", subject: renewal.reference(), summary })
        })
        .await
    }

    /// Puts a task out of the way of whoever does it, until a day.
    ///
    /// # Errors
    /// See [`commands::put_off_task`].
    pub async fn put_off_task(&self, actor: &Actor, id: TaskId, (until, reason): (Date, &str)) -> Result<String, AppError> {
        self.task_verb(actor, id, "task_put_off", |context, task| {
            let writes = commands::put_off_task(context.facts, id, (until, reason), (&actor.name(), context.moment))?;
            Ok((writes, format!("{} was put off until {until}: {}", task.title, first_line(reason))))
        })
        .await
    }

    /// Brings a task back that was put off.
    ///
    /// # Errors
    /// See [`commands::bring_back_task`].
    pub async fn bring_back_task(&self, actor: &Actor, id: TaskId) -> Result<String, AppError> {
        self.task_verb(actor, id, "task_brought_back", |context, task| {
            Ok((commands::bring_back_task(context.facts, id)?, format!("{} is due again", task.title)))
        })
        .await
    }

    /// Gives a task to somebody, named by reference or e-mail, who does it for its holder.
    ///
    /// # Errors
    /// See [`commands::give_task`].
    pub async fn give_task(&self, actor: &Actor, id: TaskId, (to, reason): (&str, &str)) -> Result<String, AppError> {
        self.task_verb(actor, id, "task_given", |context, task| {
            let person = teammate(context.facts.teammates.values(), to)?;
            let writes = commands::give_task(context.facts, id, (person.id, reason), (&actor.name(), context.moment))?;
            Ok((writes, format!("{} was given to {}: {}", task.title, person.name, first_line(reason))))
        })
        .await
    }

    /// Takes a task back from whoever does it for its holder.
    ///
    /// # Errors
    /// See [`commands::take_back_task`].
    pub async fn take_back_task(&self, actor: &Actor, id: TaskId) -> Result<String, AppError> {
        self.task_verb(actor, id, "task_taken_back", |context, task| {
            Ok((commands::take_back_task(context.facts, id)?, format!("{} was taken back", task.title)))
        })
        .await
    }

    async fn task_verb<D>(&self, actor: &Actor, id: TaskId, kind: &'static str, decide: D) -> Result<String, AppError>
    where
        D: FnOnce(&Context<'_>, &Task) -> Result<(Vec<Write>, String), AppError> + Send,
    {
        carry_out(self, actor, Scope::Task(id), |context| {
            let (task, renewal) = found(context, id)?;
            authorise(context, actor, task)?;
            let (writes, what) = decide(context, task)?;
            Ok(Decided { writes, kind, subject: renewal.reference(), summary: format!("{what} ({})", renewal.reference()) })
        })
        .await
    }
}

fn found<'a>(context: &Context<'a>, id: TaskId) -> Result<(&'a Task, &'a Renewal), AppError> {
    let task = context.facts.tasks.get(&id).ok_or_else(|| AppError::not_found("task", &id.to_string()))?;
    let renewal = context.facts.renewals.get(&task.renewal).ok_or_else(|| AppError::not_found("renewal of task", &id.to_string()))?;
    Ok((task, renewal))
}

fn authorise(context: &Context<'_>, actor: &Actor, task: &Task) -> Result<(), AppError> {
    let facts = context.facts;
    let Some(holder) = facts.holder(task.renewal, task.lead) else {
        return Err(AppError::Forbidden("Nobody holds this task.".into()));
    };
    if may_do(actor, (task, holder), facts, context.moment.today) {
        return Ok(());
    }
    Err(AppError::Forbidden(format!(
        "{} holds this task; only they, who stands in for them, their managers and the desk lead may complete it.",
        facts.name_of(holder)
    )))
}

fn first_line(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().chars().take(160).collect()
}

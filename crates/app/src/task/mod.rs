//! Verbs on tasks: complete with evidence, reopen.

use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::permission::may_act;
use tenure_core::commands::{self, Completion};
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
    if may_act(actor, holder, facts, context.moment.today) {
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

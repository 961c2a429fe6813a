//! Tasks: complete with evidence, open again, put off, give to somebody.

use super::super::body::ChangeBody;
use super::super::change::Change;
use super::super::extract::Named;
use super::super::input::DayText;
use super::super::problem::Problem;
use crate::server::WebState;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_core::commands::Completion;
use tenure_core::primitives::TaskId;
use utoipa::ToSchema;

/// How a task was completed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompletionBody {
    /// `done` or `not_needed`.
    #[garde(skip)]
    outcome: CompletionWord,
    /// What the step asks to be written down.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    evidence: String,
}

/// The two ways to complete a task.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CompletionWord {
    /// It took place.
    Done,
    /// An optional step that was not needed.
    NotNeeded,
}

/// Completes a task with its evidence.
#[utoipa::path(post, path = "/tasks/{task}/completion", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid, max_length = 36)), request_body = CompletionBody, responses((status = 200, description = "Completed", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn complete_task(
    State(state): State<WebState>,
    Named(task): Named,
    change: Change<CompletionBody>,
) -> Result<Response, Problem> {
    let completion = match change.body.outcome {
        CompletionWord::Done => Completion::Done,
        CompletionWord::NotNeeded => Completion::NotNeeded,
    };
    state.app.complete_task(&change.actor(), task_id(&task)?, completion, &change.body.evidence).await?;
    change.answer()
}

/// Opens a completed task again.
#[utoipa::path(delete, path = "/tasks/{task}/completion", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid, max_length = 36)), responses((status = 200, description = "Open again", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn reopen_task(State(state): State<WebState>, Named(task): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.reopen_task(&change.actor(), task_id(&task)?).await?;
    change.answer()
}

/// Until when a task is out of the way.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutOffBody {
    /// First day on which it is there again: 1 to 30 days ahead, not past the decision.
    #[garde(skip)]
    until: DayText,
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Who does a task for its holder.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenBody {
    /// Reference or e-mail of a teammate.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    to: String,
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Puts a task out of the way until a day. Its due day stays.
#[utoipa::path(post, path = "/tasks/{task}/postponement", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid, max_length = 36)), request_body = PutOffBody, responses((status = 200, description = "Put off", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn put_off_task(
    State(state): State<WebState>,
    Named(task): Named,
    change: Change<PutOffBody>,
) -> Result<Response, Problem> {
    let until = (change.body.until.0, change.body.reason.as_str());
    state.app.put_off_task(&change.actor(), task_id(&task)?, until).await?;
    change.answer()
}

/// Brings a task back that was put off.
#[utoipa::path(delete, path = "/tasks/{task}/postponement", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid, max_length = 36)), responses((status = 200, description = "Due again", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn bring_back_task(State(state): State<WebState>, Named(task): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.bring_back_task(&change.actor(), task_id(&task)?).await?;
    change.answer()
}

/// Gives a task to somebody who does it for its holder; the holder stays accountable.
#[utoipa::path(post, path = "/tasks/{task}/delegation", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid, max_length = 36)), request_body = GivenBody, responses((status = 200, description = "Given", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn give_task(State(state): State<WebState>, Named(task): Named, change: Change<GivenBody>) -> Result<Response, Problem> {
    let to = (change.body.to.as_str(), change.body.reason.as_str());
    state.app.give_task(&change.actor(), task_id(&task)?, to).await?;
    change.answer()
}

/// Takes a task back from whoever does it for its holder.
#[utoipa::path(delete, path = "/tasks/{task}/delegation", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid, max_length = 36)), responses((status = 200, description = "Taken back", body = ChangeBody, headers(("ETag" = String, description = "Revision of the account, for If-Match")))))]
pub(crate) async fn take_back_task(State(state): State<WebState>, Named(task): Named, change: Change<()>) -> Result<Response, Problem> {
    state.app.take_back_task(&change.actor(), task_id(&task)?).await?;
    change.answer()
}

fn task_id(text: &str) -> Result<TaskId, Problem> {
    text.parse().map_err(|_| Problem::not_found(&format!("There is no task {text}.")))
}

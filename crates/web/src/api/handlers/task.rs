//! Tasks: complete with evidence, open again.

use super::super::body::ChangeBody;
use super::super::change::Change;
use super::super::extract::Named;
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

fn task_id(text: &str) -> Result<TaskId, Problem> {
    text.parse().map_err(|_| Problem::not_found(&format!("There is no task {text}.")))
}

//! One deed on several tasks, in one transaction: all of them or none.

use super::super::body::ChangeBody;
use super::super::change::Change;
use super::super::input::DayText;
use super::super::problem::Problem;
use crate::server::WebState;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use tenure_app::{Actor, StepsDeed};
use tenure_core::primitives::TaskId;
use utoipa::ToSchema;

/// Task id.
#[derive(ToSchema)]
#[schema(format = Uuid, max_length = 36)]
#[expect(dead_code, reason = "describes the items of a list")]
pub(crate) struct TaskText(String);

/// Several tasks completed with one evidence.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompletionsBody {
    /// Task ids.
    #[garde(length(min = 1, max = 100), inner(length(chars, min = 1, max = 36)))]
    #[schema(min_items = 1, max_items = 100, value_type = Vec<TaskText>)]
    tasks: Vec<String>,
    /// What happened; it is kept with each of them.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    evidence: String,
}

/// Several tasks put out of the way.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutOffsBody {
    /// Task ids.
    #[garde(length(min = 1, max = 100), inner(length(chars, min = 1, max = 36)))]
    #[schema(min_items = 1, max_items = 100, value_type = Vec<TaskText>)]
    tasks: Vec<String>,
    /// First day on which they are there again: 1 to 30 days ahead, not past the decision of any of them.
    #[garde(skip)]
    until: DayText,
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Several tasks given to one person.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelegationsBody {
    /// Task ids.
    #[garde(length(min = 1, max = 100), inner(length(chars, min = 1, max = 36)))]
    #[schema(min_items = 1, max_items = 100, value_type = Vec<TaskText>)]
    tasks: Vec<String>,
    /// Reference or e-mail of a teammate.
    #[garde(length(chars, min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    to: String,
    /// Why.
    #[garde(length(chars, min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

async fn act(state: &WebState, actor: &Actor, (tasks, deed): (&[String], StepsDeed)) -> Result<(), Problem> {
    let named = |id: &String| id.parse().map_err(|_| Problem::not_found(&format!("There is no task {id}.")));
    let tasks: Vec<TaskId> = tasks.iter().map(named).collect::<Result<_, _>>()?;
    state.app.steps_together(actor, &tasks, &deed).await?;
    Ok(())
}

/// Completes several tasks with one evidence, all of them or none. One that waits for another of them is completed after it.
#[utoipa::path(post, path = "/tasks/completions", tag = "tasks", request_body = CompletionsBody, responses((status = 200, description = "Completed", body = ChangeBody)))]
pub(crate) async fn complete_tasks(State(state): State<WebState>, change: Change<CompletionsBody>) -> Result<Response, Problem> {
    let deed = StepsDeed::Complete(change.body.evidence.clone());
    act(&state, &change.actor(), (&change.body.tasks, deed)).await?;
    change.answer()
}

/// Puts several tasks out of the way until a day, all of them or none. Their due days stay.
#[utoipa::path(post, path = "/tasks/postponements", tag = "tasks", request_body = PutOffsBody, responses((status = 200, description = "Put off", body = ChangeBody)))]
pub(crate) async fn put_off_tasks(State(state): State<WebState>, change: Change<PutOffsBody>) -> Result<Response, Problem> {
    let deed = StepsDeed::PutOff(change.body.until.0, change.body.reason.clone());
    act(&state, &change.actor(), (&change.body.tasks, deed)).await?;
    change.answer()
}

/// Gives several tasks to somebody who does them for their holders, all of them or none.
#[utoipa::path(post, path = "/tasks/delegations", tag = "tasks", request_body = DelegationsBody, responses((status = 200, description = "Given", body = ChangeBody), (status = 404, description = "There is no such teammate")))]
pub(crate) async fn give_tasks(State(state): State<WebState>, change: Change<DelegationsBody>) -> Result<Response, Problem> {
    let deed = StepsDeed::Give(change.body.to.clone(), change.body.reason.clone());
    act(&state, &change.actor(), (&change.body.tasks, deed)).await?;
    change.answer()
}

//! The operations of the API by noun. Each reads its request, calls one verb and answers with a body.

pub(super) mod account;
pub(super) mod activity;
pub(super) mod advice;
pub(super) mod backup;
pub(super) mod care;
pub(super) mod contract;
pub(super) mod desk;
pub(super) mod event;
pub(super) mod expansion;
pub(super) mod forecast;
pub(super) mod handoff;
pub(super) mod import;
pub(super) mod listed;
pub(super) mod money;
pub(super) mod notice;
pub(super) mod organisation;
pub(super) mod outcome;
pub(super) mod person;
pub(super) mod playbook;
pub(super) mod policy;
pub(super) mod proposal;
pub(super) mod renewal;
pub(super) mod report;
pub(super) mod room;
pub(super) mod stakeholder;
pub(super) mod talk;
pub(super) mod task;
pub(super) mod task_together;
pub(super) mod value;

use super::problem::Problem;
use axum::Json;

/// What an operation that reads answers.
type Answer<T> = Result<Json<T>, Problem>;

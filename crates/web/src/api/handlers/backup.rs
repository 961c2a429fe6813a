//! Backups over the API, for administrators.

use super::super::extract::{NoParams, Params};
use super::super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use tenure_app::{AppError, Backup};
use utoipa::ToSchema;

/// A backup.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackupBody {
    /// Name of its file.
    pub(crate) file: String,
    /// When it was made, in UTC.
    #[schema(format = DateTime)]
    pub(crate) made_at: Option<String>,
    /// Bytes.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub(crate) size: u64,
    /// SHA-256 of its seal, written after it was proven; none where the seal is absent.
    pub(crate) sha256: Option<String>,
}

/// Backups, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackupList {
    /// The backups.
    pub(crate) items: Vec<BackupBody>,
}

impl From<&Backup> for BackupBody {
    fn from(backup: &Backup) -> Self {
        let made_at = backup.made_at.map(|at| format!("{at:.0}"));
        Self { file: backup.name.clone(), made_at, size: backup.size, sha256: backup.sha256.clone() }
    }
}

/// Lists the backups of the instance. Only for administrators.
#[utoipa::path(get, path = "/backups", tag = "operations", responses((status = 200, description = "Backups", body = BackupList), (status = 403, description = "Only administrators may, where the server keeps backups")))]
pub(crate) async fn list_backups(
    State(state): State<WebState>,
    user: ApiUser,
    Params(NoParams {}): Params<NoParams>,
) -> Result<Json<BackupList>, Problem> {
    let Some(backups) = state.app.backups(&user.actor())? else {
        return Err(AppError::Forbidden("Only administrators see backups, where the server keeps any.".into()).into());
    };
    Ok(Json(BackupList { items: backups.iter().map(BackupBody::from).collect() }))
}

/// Makes a backup, proven before it is answered. Only for administrators.
#[utoipa::path(post, path = "/backups", tag = "operations", responses((status = 201, description = "Made and proven", body = BackupBody), (status = 403, description = "Only administrators may, where the server keeps backups")))]
pub(crate) async fn make_backup(
    State(state): State<WebState>,
    user: ApiUser,
    Params(NoParams {}): Params<NoParams>,
) -> Result<(StatusCode, Json<BackupBody>), Problem> {
    let made = state.app.back_up_now(&user.actor()).await?;
    Ok((StatusCode::CREATED, Json((&made).into())))
}

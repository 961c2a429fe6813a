//! How the API says that something failed: RFC 9457 problem details.

use super::body::EventBody;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tenure_app::{AppError, Stale};
use tenure_core::refusal::Refusal;
use utoipa::ToSchema;

/// Problem details.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A stable word for the kind of problem.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The kind in words.
    pub title: &'static str,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// Each refused value, where the input was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<RefusedValue>,
    /// Where the account was changed since it was read: its revision now, and the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<CurrentBody>>,
}

/// The state that a stale request did not know.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentBody {
    /// Reference of the account.
    pub account: String,
    /// Its revision now.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub revision: u64,
    /// The change that made it: who, what and when.
    pub event: Option<EventBody>,
}

impl From<&Stale> for CurrentBody {
    fn from(stale: &Stale) -> Self {
        Self { account: stale.account.clone(), revision: stale.revision, event: stale.changed.as_ref().map(EventBody::from) }
    }
}

/// One refused value.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedValue {
    /// File, where the input is a file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Line of the file, from 1.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub row: Option<u64>,
    /// Column or field.
    pub column: Option<String>,
    /// The value given.
    pub value: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl From<&Refusal> for RefusedValue {
    fn from(refusal: &Refusal) -> Self {
        Self {
            file: refusal.file.clone(),
            row: refusal.row.map(|row| row as u64),
            column: refusal.column.clone(),
            value: refusal.value.clone(),
            problem: refusal.problem.clone(),
            remedy: refusal.remedy.clone(),
        }
    }
}

impl Problem {
    pub(crate) fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, title, status: status.as_u16(), detail: detail.into(), errors: Vec::new(), current: None }
    }

    pub(crate) fn unauthorised() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorised", "Sign in", "Send a working API token: Authorization: Bearer tnr_...")
    }

    pub(crate) fn not_found(detail: &str) -> Self {
        AppError::NotFound(detail.into()).into()
    }

    pub(crate) fn fault() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", "Failed", "The change is saved, but could not be answered. Read it again.")
    }

    pub(crate) fn invalid(field: &str, problem: &str) -> Self {
        let refusal = Refusal { column: Some(field.into()), problem: problem.into(), ..Refusal::default() };
        AppError::refused(refusal).into()
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusals) => {
                let detail = refusals.first().map(ToString::to_string).unwrap_or_default();
                let errors = refusals.iter().map(RefusedValue::from).collect();
                Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", "Not accepted; nothing was changed", detail) }
            }
            AppError::NotFound(detail) => Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail),
            AppError::Forbidden(detail) => Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail),
            AppError::Stale(stale) => {
                let detail = format!("{stale} Read it again, then decide whether your change still fits. Nothing was changed.");
                let current = Some(Box::new(CurrentBody::from(stale.as_ref())));
                Self { current, ..Self::new(StatusCode::PRECONDITION_FAILED, "stale", "Changed meanwhile", detail) }
            }
            AppError::Fault(fault) => {
                tracing::error!(%fault, "a request failed");
                let detail = "The database did not answer as it should. Nothing was changed; the log of the server says more.";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "fault", "Failed", detail)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let text = serde_json::to_string(&self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], text).into_response()
    }
}

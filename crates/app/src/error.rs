//! How a verb fails: refused (the user can mend it), not found, forbidden, or a fault of the world.

use crate::request::Stale;
use tenure_core::refusal::Refusal;
use tenure_store::StoreError;

/// Why a verb did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// What was given cannot be accepted; each refusal says why.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// What was named does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The person may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// The account was changed since the caller read it.
    #[error("{0}")]
    Stale(Box<Stale>),
    /// The database failed.
    #[error(transparent)]
    Fault(StoreError),
}

impl AppError {
    /// One refusal.
    pub fn refused(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }

    /// A refusal of one value.
    pub(crate) fn field(column: &str, value: &str, problem: &str) -> Self {
        let (column, value) = (Some(column.into()), Some(value.into()));
        Self::refused(Refusal { column, value, problem: problem.into(), ..Refusal::default() })
    }

    pub(crate) fn not_found(kind: &str, reference: &str) -> Self {
        Self::NotFound(format!("There is no {kind} {reference}."))
    }

    pub(crate) fn empty() -> Self {
        Self::refused(Refusal::general(
            "this instance has no organisation yet",
            "Import a book, or load the sample company with: tenure demo",
        ))
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Empty => Self::empty(),
            StoreError::Newer { .. } => Self::refused(Refusal::general(error.to_string(), "Use the later program; nothing was changed.")),
            StoreError::File(problem) => Self::refused(Refusal::general(problem, "")),
            other => Self::Fault(other),
        }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal)
    }
}

impl From<Vec<Refusal>> for AppError {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

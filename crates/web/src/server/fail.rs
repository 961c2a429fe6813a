//! The one place where a failed page request becomes an answer.

use crate::pages;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tenure_app::AppError;

/// A failure on a page, shown without the shell: it may be the shell's own facts that cannot be read.
pub(crate) fn bare(error: AppError) -> Response {
    let (status, title, sentence, remedy) = match error {
        AppError::Refused(refusals) => {
            let sentence = refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            (StatusCode::UNPROCESSABLE_ENTITY, "Not accepted", sentence, "Go back, mend it, and try again. Nothing was changed.")
        }
        AppError::NotFound(sentence) => {
            (StatusCode::NOT_FOUND, "Not found", sentence, "It may have another reference. Search for it in the list.")
        }
        AppError::Forbidden(sentence) => {
            (StatusCode::FORBIDDEN, "Not allowed", sentence, "Ask an administrator or the person who holds it.")
        }
        AppError::Stale(stale) => {
            let remedy = "Go back, load the page again, and decide whether your change still fits. Nothing was changed.";
            (StatusCode::PRECONDITION_FAILED, "Changed meanwhile", stale.to_string(), remedy)
        }
        AppError::Fault(fault) => {
            tracing::error!(%fault, "a page failed");
            let sentence = "The database did not answer as it should.".to_string();
            (StatusCode::SERVICE_UNAVAILABLE, "Failed", sentence, "Nothing was changed. Try again; the log of the server says more.")
        }
    };
    (status, pages::error::error(None, status.as_u16(), title, &sentence, remedy)).into_response()
}

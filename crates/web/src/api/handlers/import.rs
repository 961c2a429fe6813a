//! Imports over the API, for administrators: files in one request, rehearsed or saved.

use super::super::body::ImportBody;
use super::super::change::{Asked, Change};
use super::super::problem::Problem;
use crate::server::WebState;
use crate::server::upload::{self, Upload, UploadFault};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tenure_app::{AppError, Mode, Receipt};
use utoipa::ToSchema;

/// The parts of an import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "described here, read by the server's upload")]
pub(crate) struct ImportForm {
    /// The files, each with its name: CSV files of a book, or those that a mapping reads.
    #[schema(min_items = 1, max_items = 200)]
    files: Vec<FileContent>,
    /// Name of a shipped mapping. Without one, and without a file of one, the files say what they are.
    #[schema(max_length = 200)]
    mapping: Option<String>,
    /// A mapping of your own: a TOML file.
    mapping_file: Option<FileContent>,
    /// `rehearse`, as where it is absent, does everything but save; `save` imports.
    #[schema(value_type = Option<ModeWord>, inline)]
    mode: Option<String>,
    /// `true` leaves out faulty rows and what refers to them; else one of them stops the import.
    #[schema(value_type = Option<FlagWord>, inline)]
    skip_refused: Option<String>,
}

/// What a file holds.
#[derive(ToSchema)]
#[schema(value_type = String, content_media_type = "application/octet-stream", max_length = 33_554_432)]
#[expect(dead_code, reason = "described here, read by the server's upload")]
struct FileContent(Vec<u8>);

/// Whether anything is saved.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by the server's upload")]
enum ModeWord {
    Rehearse,
    Save,
}

/// A yes or no in a form.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "described here, read by the server's upload")]
enum FlagWord {
    True,
    False,
}

impl FromRequest<WebState> for Change<Upload> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let asked = Asked::of(&mut parts, state).await?;
        let bytes = upload::read(body).await?;
        let taken = upload::take(&parts.headers, bytes.clone()).await?;
        Ok(asked.change(&bytes, taken, worded))
    }
}

impl From<UploadFault> for Problem {
    fn from(fault: UploadFault) -> Self {
        match fault {
            UploadFault::TooLarge => {
                let detail =
                    format!("An import takes {} at most. Split it, or import it on the server: tenure import FOLDER", upload::limit());
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large", detail)
            }
            UploadFault::NotAForm => {
                let detail = "Send the files as multipart/form-data with its boundary.";
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "Not a form with files", detail)
            }
            UploadFault::Broken(says) => Self::new(StatusCode::BAD_REQUEST, "malformed", "Not readable", says),
            UploadFault::Refused(refusals) => AppError::Refused(refusals).into(),
        }
    }
}

/// How an import is answered: with its report.
fn worded(receipt: &Receipt) -> (u16, String) {
    let body = receipt.import.as_ref().map(|summary| ImportBody { event: receipt.event, ..ImportBody::from(summary.as_ref()) });
    (StatusCode::OK.as_u16(), body.and_then(|body| serde_json::to_string(&body).ok()).unwrap_or_default())
}

/// Imports files, or rehearses it: in one transaction, or nothing. A rehearsal keeps no key. For administrators.
#[utoipa::path(post, path = "/imports", tag = "operations", request_body(content = ImportForm, content_type = "multipart/form-data"), responses((status = 200, description = "What was done, or would be", body = ImportBody)))]
pub(crate) async fn import_book(State(state): State<WebState>, change: Change<Upload>) -> Result<Response, Problem> {
    let Upload { sent, mode, faulty } = &change.body;
    let summary = state.app.import_sent(&change.actor(), sent, (*mode, *faulty)).await?;
    match (mode, summary) {
        (Mode::Rehearse, Some(summary)) => Ok(Json(ImportBody::from(&summary)).into_response()),
        _ => change.answer(),
    }
}

//! A request with files: read within a limit, its parts taken strictly. What is in the files is for the import to judge.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use std::future::poll_fn;
use std::pin::Pin;
use tenure_app::{ChosenMapping, Faulty, Mode, NamedFile, SENT_FILES_MAX, SentFiles};
use tenure_core::refusal::Refusal;

/// Largest request with files, in bytes.
pub(crate) const UPLOAD_BYTES_MAX: usize = 32 * 1024 * 1024;
/// A request that is too large is read to its end up to here, since a browser shows no answer to what it is still sending.
const DISCARDED_BYTES_MAX: usize = 1024 * 1024 * 1024;
/// Longest text beside the files, in bytes.
const TEXT_BYTES_MAX: usize = 200;

/// The largest request in words.
pub(crate) fn limit() -> String {
    format!("{} MiB", UPLOAD_BYTES_MAX / 1024 / 1024)
}

/// Why a request with files was not taken.
#[derive(Debug)]
pub(crate) enum UploadFault {
    /// More than [`UPLOAD_BYTES_MAX`].
    TooLarge,
    /// Not declared as a form with files.
    NotAForm,
    /// Cut off, or not what it is declared as.
    Broken(String),
    /// A part that does not fit.
    Refused(Vec<Refusal>),
}

/// An import that was asked for.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The files and what reads them.
    pub(crate) sent: SentFiles,
    /// Rehearsed unless it says otherwise.
    pub(crate) mode: Mode,
    /// What a faulty row does.
    pub(crate) faulty: Faulty,
}

/// The bytes of a body.
pub(crate) async fn read(mut body: Body) -> Result<Bytes, UploadFault> {
    let (mut bytes, mut seen) = (Vec::new(), 0_usize);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|error| UploadFault::Broken(error.to_string()))?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if seen > DISCARDED_BYTES_MAX {
            break;
        }
        if seen <= UPLOAD_BYTES_MAX {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
        }
    }
    if seen > UPLOAD_BYTES_MAX { Err(UploadFault::TooLarge) } else { Ok(bytes.into()) }
}

/// The import that a body asks for.
pub(crate) async fn take(headers: &HeaderMap, bytes: Bytes) -> Result<Upload, UploadFault> {
    let declared = headers.get(header::CONTENT_TYPE).filter(|value| value.as_bytes().starts_with(b"multipart/form-data"));
    let mut request = Request::new(Body::from(bytes));
    request.headers_mut().insert(header::CONTENT_TYPE, declared.ok_or(UploadFault::NotAForm)?.clone());
    // The bytes were counted when they were read; the general limit is for bodies without files.
    DefaultBodyLimit::disable().apply(&mut request);
    let broken = |says: String| UploadFault::Broken(says);
    let mut form = Multipart::from_request(request, &()).await.map_err(|rejection| broken(rejection.body_text()))?;
    let mut parts = Parts::default();
    while let Some(field) = form.next_field().await.map_err(|error| broken(error.body_text()))? {
        let (name, file) = (field.name().unwrap_or_default().to_string(), field.file_name().map(str::to_string));
        let bytes = field.bytes().await.map_err(|error| broken(error.body_text()))?;
        parts.add(&name, file, &bytes);
        if parts.files.len() > SENT_FILES_MAX || parts.refused.len() > SENT_FILES_MAX {
            break;
        }
    }
    parts.upload().map_err(UploadFault::Refused)
}

/// What the parts of a form say.
#[derive(Default)]
struct Parts {
    files: Vec<NamedFile>,
    mapping_file: Option<NamedFile>,
    texts: Vec<(&'static str, String)>,
    refused: Vec<Refusal>,
}

const TEXTS: [&str; 3] = ["mapping", "mode", "skip_refused"];

impl Parts {
    fn refuse(&mut self, name: &str, value: &str, problem: &str) {
        let (column, value) = (Some(name.to_string()), (!value.is_empty()).then(|| value.to_string()));
        self.refused.push(Refusal { column, value, problem: problem.into(), ..Refusal::default() });
    }

    fn add(&mut self, name: &str, file: Option<String>, bytes: &[u8]) {
        let text = TEXTS.iter().find(|known| **known == name);
        match (name, file, text) {
            // A browser sends an empty part where no file was chosen.
            ("files" | "mapping_file", Some(file), _) if file.is_empty() && bytes.is_empty() => {}
            ("files", Some(file), _) => self.files.push(NamedFile { name: file, bytes: bytes.to_vec() }),
            ("mapping_file", Some(_), _) if self.mapping_file.is_some() => self.refuse(name, "", "is given twice"),
            ("mapping_file", Some(file), _) => self.mapping_file = Some(NamedFile { name: file, bytes: bytes.to_vec() }),
            ("files" | "mapping_file", None, _) => self.refuse(name, "", "has no file name"),
            (_, None, Some(_)) if self.texts.iter().any(|(known, _)| *known == name) => self.refuse(name, "", "is given twice"),
            (_, None, Some(known)) => match std::str::from_utf8(bytes) {
                Ok(text) if text.len() <= TEXT_BYTES_MAX => self.texts.push((known, text.trim().to_string())),
                _ => self.refuse(name, "", "is no text of at most 200 bytes"),
            },
            (_, Some(_), Some(_)) => self.refuse(name, "", "is a file where a text is expected"),
            _ => self.refuse("form", name, "is not a part of this form"),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text.as_str())
    }

    fn upload(mut self) -> Result<Upload, Vec<Refusal>> {
        let mode = match self.text("mode") {
            "" | "rehearse" => Mode::Rehearse,
            "save" => Mode::Save,
            other => {
                let other = other.to_string();
                self.refuse("mode", &other, "is neither rehearse nor save");
                Mode::Rehearse
            }
        };
        let faulty = match self.text("skip_refused") {
            "" | "false" => Faulty::Stop,
            "true" => Faulty::LeaveOut,
            other => {
                let other = other.to_string();
                self.refuse("skip_refused", &other, "is neither true nor false");
                Faulty::Stop
            }
        };
        let mapping = match (self.text("mapping").to_string(), self.mapping_file.take()) {
            (name, Some(_)) if !name.is_empty() => {
                self.refuse("mapping", &name, "is named, and a file of a mapping was sent as well: choose one of them");
                ChosenMapping::Recognised
            }
            (_, Some(file)) => ChosenMapping::Own(file),
            (name, None) if name.is_empty() => ChosenMapping::Recognised,
            (name, None) => ChosenMapping::Shipped(name),
        };
        let sent = SentFiles::new(self.files, mapping);
        match sent {
            Ok(sent) if self.refused.is_empty() => Ok(Upload { sent, mode, faulty }),
            Ok(_) => Err(self.refused),
            Err(more) => Err(self.refused.into_iter().chain(more).collect()),
        }
    }
}

//! A request that changes something: who asks, under which key, on what they have seen; and how it is answered.

use super::body::ChangeBody;
use super::extract::{NoParams, Params, typed, unreadable};
use super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tenure_app::{Actor, Receipt, RequestKey, RequestTerms, User, Wording};

/// The header that carries the key of a request.
pub(super) const KEY_HEADER: &str = "Idempotency-Key";
/// Characters that a key has at most.
pub(super) const KEY_LENGTH: usize = 200;
/// Says that the answer was given before, and that nothing was changed this time.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// A change that somebody asks for, with its body. `Change<()>` is one without a body.
pub(crate) struct Change<T> {
    user: User,
    terms: RequestTerms,
    pub(crate) body: T,
}

impl<T> Change<T> {
    /// On whose behalf and on which terms the verb runs.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Request(Box::new(self.user.clone()), self.terms.clone())
    }

    /// The answer, after the verb was carried out or found to have been.
    pub(crate) fn answer(&self) -> Result<Response, Problem> {
        let answer = self.terms.answer().ok_or_else(Problem::fault)?;
        let status = StatusCode::from_u16(answer.status).map_err(|_| Problem::fault())?;
        let mut response = (status, [(header::CONTENT_TYPE, "application/json")], answer.body.clone()).into_response();
        if let Some(revision) = answer.receipt.revision {
            response.headers_mut().extend(etag(revision));
        }
        if answer.replayed {
            response.headers_mut().insert(REPLAYED, header::HeaderValue::from_static("true"));
        }
        Ok(response)
    }
}

impl<T: DeserializeOwned + Validate<Context = ()>> FromRequest<WebState> for Change<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let asked = Asked::of(&mut parts, state).await?;
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state)
            .await
            .map_err(|rejection| Problem::new(rejection.status(), "unreadable", "Not readable", rejection.body_text()))?;
        let value = match bytes.is_empty() {
            true => Value::Null,
            false => {
                let request = Request::from_parts(parts, Body::from(bytes.clone()));
                Json::<Value>::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?.0
            }
        };
        Ok(asked.change(&bytes, typed(value)?, worded))
    }
}

/// What the head of a request says of a change.
pub(super) struct Asked {
    user: User,
    key: Option<String>,
    seen: Option<Vec<u64>>,
    request: String,
}

impl Asked {
    /// Reads the head of a request.
    pub(super) async fn of(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let user = ApiUser::from_request_parts(parts, state).await?.into_user();
        let Params(NoParams {}) = Params::from_request_parts(parts, state).await?;
        let (key, seen) = (key(&parts.headers)?, seen(&parts.headers)?);
        let path = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri).path();
        Ok(Self { user, key, seen, request: format!("{} {path}", parts.method) })
    }

    /// The change, with its body as it came and as it was read, and how it is answered.
    pub(super) fn change<T>(self, bytes: &[u8], body: T, wording: Wording) -> Change<T> {
        let key = self.key.map(|key| RequestKey { key, request: self.request, body: bytes.to_vec() });
        Change { user: self.user, terms: RequestTerms::new(key, self.seen, wording), body }
    }
}

/// How every change is answered.
fn worded(receipt: &Receipt) -> (u16, String) {
    let body = serde_json::to_string(&ChangeBody::from(receipt)).unwrap_or_default();
    (StatusCode::OK.as_u16(), body)
}

/// The key of the request, if it has one.
fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = single(headers, KEY_HEADER)? else { return Ok(None) };
    let fits = (1..=KEY_LENGTH).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(Some(key)) } else { Err(Problem::invalid(KEY_HEADER, "is not 1 to 200 visible ASCII characters")) }
}

/// The revisions that the caller accepts; `None` where any will do.
fn seen(headers: &HeaderMap) -> Result<Option<Vec<u64>>, Problem> {
    let Some(value) = single(headers, header::IF_MATCH.as_str())? else { return Ok(None) };
    if value == "*" {
        return Ok(None);
    }
    // A proxy that compresses marks an ETag as weak; the revision is the same.
    let revision = |tag: &str| {
        let quoted = tag.trim_matches(' ');
        let digits = quoted.strip_prefix("W/").unwrap_or(quoted).strip_prefix('"')?.strip_suffix('"')?;
        let fits = digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { digits.parse::<u64>().ok() } else { None }
    };
    let revisions: Option<Vec<u64>> = value.split(',').map(revision).collect();
    revisions.map(Some).ok_or_else(|| Problem::invalid("If-Match", "is neither * nor an ETag that was sent, such as \"42\""))
}

fn single(headers: &HeaderMap, name: &str) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Problem::invalid(name, "is given twice"));
    }
    value.to_str().map(|text| Some(text.to_string())).map_err(|_| Problem::invalid(name, "is not visible ASCII"))
}

/// What was read, with the revision to send back when changing it.
pub(crate) struct Revised<T>(pub(crate) u64, pub(crate) T);

impl<T: Serialize> IntoResponse for Revised<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.1).into_response();
        response.headers_mut().extend(etag(self.0));
        response
    }
}

fn etag(revision: u64) -> Option<(HeaderName, header::HeaderValue)> {
    header::HeaderValue::from_str(&format!("\"{revision}\"")).ok().map(|value| (header::ETAG, value))
}

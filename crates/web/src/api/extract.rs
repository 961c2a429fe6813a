//! What a request says, read strictly: a query, a name in the path, a JSON body. Whatever cannot be read is a problem that names it.

use super::problem::Problem;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use garde::Validate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The query. A parameter that is unknown, given twice or out of bounds is refused, so that a typing error never widens an answer.
pub(crate) struct Params<T>(pub(crate) T);

/// The query of an operation that has no parameters.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParams {}

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context = ()>> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let unreadable = |problem: String| Problem::invalid("query", &problem);
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|rejection| unreadable(rejection.body_text()))?.0;
        checked(&pairs)?;
        let Query(params) = Query::<T>::try_from_uri(&parts.uri).map_err(|rejection| unreadable(rejection.body_text()))?;
        check(&params)?;
        Ok(Self(params))
    }
}

/// Refuses parameters that are given twice, or that hold what no text needs.
pub(super) fn checked(pairs: &[(String, String)]) -> Result<(), Problem> {
    for (at, (name, value)) in pairs.iter().enumerate() {
        if pairs[..at].iter().any(|(other, _)| other == name) {
            return Err(Problem::invalid(name, "is given twice"));
        }
        if name.chars().chain(value.chars()).any(char::is_control) {
            return Err(Problem::invalid("query", "holds a control character"));
        }
    }
    Ok(())
}

/// The one name in the path. A path that is no text names nothing.
pub(crate) struct Named(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let name = Path::<String>::from_request_parts(parts, state).await.map(|Path(name)| name).unwrap_or_default();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Problem::not_found("There is no such thing."));
        }
        Ok(Self(name))
    }
}

/// The two names in the path: of a thing, and of something that is part of it.
pub(crate) struct NamedIn(pub(crate) String, pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for NamedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let names = Path::<(String, String)>::from_request_parts(parts, state).await.map(|Path(names)| names).unwrap_or_default();
        if [&names.0, &names.1].iter().any(|name| name.is_empty() || name.chars().any(char::is_control)) {
            return Err(Problem::not_found("There is no such thing."));
        }
        Ok(Self(names.0, names.1))
    }
}

/// A JSON body that was read and validated.
pub(crate) struct Valid<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context = ()>> FromRequest<S> for Valid<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(value) = Json::<Value>::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?;
        typed(value).map(Self)
    }
}

/// Reads a body from its JSON, and checks it.
pub(super) fn typed<T: DeserializeOwned + Validate<Context = ()>>(value: Value) -> Result<T, Problem> {
    if holds_nul(&value) {
        return Err(Problem::invalid("body", "holds the character U+0000, which no text needs"));
    }
    let body: T = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        Problem::invalid(if path == "." { "body" } else { &path }, &error.inner().to_string())
    })?;
    check(&body)?;
    Ok(body)
}

/// Why a body is no JSON.
pub(super) fn unreadable(rejection: &JsonRejection) -> Problem {
    let detail = rejection.body_text();
    match rejection.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "Not JSON", detail),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large", detail),
        StatusCode::UNPROCESSABLE_ENTITY => Problem::invalid("body", &detail),
        _ => Problem::new(StatusCode::BAD_REQUEST, "malformed", "Not readable", detail),
    }
}

fn check(given: &impl Validate<Context = ()>) -> Result<(), Problem> {
    given.validate().map_err(|report| {
        let (path, error) = report.iter().next().map_or_else(Default::default, |(path, error)| (path.to_string(), error.to_string()));
        Problem::invalid(&path, &error)
    })
}

/// PostgreSQL stores no U+0000.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

//! Who is calling: a signed-in person for pages, a token for the API.

use super::WebState;
use crate::api::Problem;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use tenure_app::{Actor, User};
use tower_sessions::Session;

/// Where the session keeps who signed in.
pub(crate) const USER_KEY: &str = "user";

/// The person behind a page request; anybody else is sent to sign in.
pub(crate) struct SignedIn {
    pub(crate) user: User,
    pub(crate) session: Session,
}

impl SignedIn {
    pub(crate) fn actor(&self) -> Actor {
        Actor::User(Box::new(self.user.clone()))
    }
}

impl FromRequestParts<WebState> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let id: Option<String> = session.get(USER_KEY).await.unwrap_or(None);
        if let Some(id) = id.and_then(|text| text.parse().ok())
            && let Some(user) = state.app.user(id).await.map_err(super::fail::bare)?
        {
            return Ok(Self { user, session });
        }
        let anybody = !state.app.users().await.map_err(super::fail::bare)?.is_empty();
        let back = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let target = if anybody { format!("/signin?back={}", encode(back)) } else { "/welcome".to_string() };
        Err(Redirect::to(&target).into_response())
    }
}

/// The user behind an API request.
pub(crate) struct ApiUser(User);

impl ApiUser {
    pub(crate) fn into_user(self) -> User {
        self.0
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor::User(Box::new(self.0.clone()))
    }
}

impl FromRequestParts<WebState> for ApiUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let sent = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let secret = sent.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(Problem::unauthorised)?;
        let user = state.app.user_of_token(secret.trim()).await.map_err(Problem::from)?;
        user.map(Self).ok_or_else(Problem::unauthorised)
    }
}

/// Percent-encodes a path for use as a query value.
pub(crate) fn encode(path: &str) -> String {
    path.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() || b"-_./~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

/// A place of this site to go back to; anything that could lead elsewhere becomes Today.
pub(crate) fn safe_back(back: Option<&str>) -> &str {
    match back {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']) => path,
        _ => "/today",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_of_this_site_are_gone_back_to() {
        assert_eq!(safe_back(Some("/renewals?q=a")), "/renewals?q=a");
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "renewals", "/a\r\nb"] {
            assert_eq!(safe_back(Some(elsewhere)), "/today", "{elsewhere}");
        }
    }
}

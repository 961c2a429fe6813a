//! The HTTP server: routes, sessions, sign-in, headers, and the one place where failures become answers.

mod assets;
mod auth;
mod fail;
mod handlers;
mod rehearsals;
mod routes;
mod sessions;
pub(crate) mod upload;
mod verbs;

pub(crate) use auth::ApiUser;
pub use routes::router;

use tenure_app::App;

/// How the server is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WebConfig {
    /// Whether people reach it by HTTPS; cookies are then sent over HTTPS only.
    pub https: bool,
}

/// What every handler shares.
#[derive(Clone)]
pub struct WebState {
    pub(crate) app: App,
    /// Imports between their two steps.
    rehearsals: rehearsals::Rehearsals,
}

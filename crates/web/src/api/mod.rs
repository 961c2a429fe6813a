//! The JSON API under `/api/v1`: the same verbs as the pages, described by an OpenAPI document.
//!
//! # Adding an operation
//! A handler in the noun's file under `handlers/`, its body under `body/`, and a line in [`described`]. What changes something takes
//! a [`change::Change`], what reads takes [`extract::Params`]; `document.rs` adds what all operations have in common. Then say in
//! `tests/api_access.rs` who may call it.

pub mod body;
mod change;
mod document;
mod extract;
mod handlers;
mod problem;

pub use problem::Problem;

use crate::server::WebState;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use handlers::{account, backup, desk, event, organisation, policy, renewal, task};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

fn described() -> OpenApiRouter<WebState> {
    OpenApiRouter::with_openapi(document::head())
        .routes(routes!(organisation::read_organisation))
        .routes(routes!(renewal::list_renewals))
        .routes(routes!(renewal::read_renewal))
        .routes(routes!(renewal::explain_renewal))
        .routes(routes!(desk::read_today))
        .routes(routes!(account::list_accounts))
        .routes(routes!(account::read_account))
        .routes(routes!(organisation::list_people))
        .routes(routes!(desk::list_findings))
        .routes(routes!(desk::run_check))
        .routes(routes!(policy::check_policy))
        .routes(routes!(task::complete_task, task::reopen_task))
        .routes(routes!(event::list_events))
        .routes(routes!(backup::list_backups, backup::make_backup))
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    document::complete(OpenApiRouter::<WebState>::new().nest("/api/v1", described()).split_for_parts().1)
}

/// Every operation, nested under `/api/v1`, with the document at `/api/v1/openapi.json`.
pub(crate) fn router() -> Router<WebState> {
    let (router, _) = described().split_for_parts();
    let operations = router
        .route("/openapi.json", get(|| async { Json(document()) }))
        .fallback(no_such_operation)
        .method_not_allowed_fallback(no_such_method)
        // What a token may read is for its bearer alone.
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Router::new().nest("/api/v1", operations).route("/api/{*rest}", axum::routing::any(no_such_operation))
}

async fn no_such_operation() -> Problem {
    Problem::not_found("There is no such operation; /api/v1/openapi.json lists them all.")
}

async fn no_such_method() -> Problem {
    let detail = "This address does not take that method; the Allow header lists those it takes.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "Method not allowed", detail)
}

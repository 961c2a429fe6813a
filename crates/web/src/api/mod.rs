//! The JSON API under `/api/v1`: the same verbs as the pages, described by an OpenAPI document.

mod backups;
pub mod body;
mod handlers;
mod problem;

pub use problem::Problem;

use crate::server::WebState;
use axum::routing::get;
use axum::{Json, Router};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(title = "Tenure", description = "Who owns every renewal. Send a token of your settings page as a bearer token."),
    modifiers(&BearerToken),
    security(("token" = []))
)]
struct Document;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

fn described() -> OpenApiRouter<WebState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(handlers::read_organisation))
        .routes(routes!(handlers::list_renewals))
        .routes(routes!(handlers::read_renewal))
        .routes(routes!(handlers::explain_renewal))
        .routes(routes!(handlers::read_today))
        .routes(routes!(handlers::list_accounts))
        .routes(routes!(handlers::read_account))
        .routes(routes!(handlers::list_people))
        .routes(routes!(handlers::list_findings))
        .routes(routes!(handlers::run_check))
        .routes(routes!(handlers::check_policy))
        .routes(routes!(backups::list_backups, backups::make_backup))
        .routes(routes!(handlers::complete_task, handlers::reopen_task))
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    OpenApiRouter::<WebState>::new().nest("/api/v1", described()).split_for_parts().1
}

/// Every operation, nested under `/api/v1`, with the document at `/api/v1/openapi.json`.
pub(crate) fn router() -> Router<WebState> {
    let (router, _) = described().split_for_parts();
    Router::new().nest("/api/v1", router.route("/openapi.json", get(|| async { Json(document()) })))
}

//! Browser assets: embedded, named by their content, cached for ever.

use crate::assets::ASSETS;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One embedded file.
pub(crate) async fn asset(Path(file): Path<String>) -> Response {
    let path = format!("/assets/{file}");
    match ASSETS.iter().find(|asset| asset.path == path) {
        Some(asset) => {
            ([(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], asset.bytes)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

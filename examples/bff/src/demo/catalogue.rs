//! The catalogue service.

use std::sync::Arc;

use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::service::Counts;

/// Lists the products. The first price says how often the service was asked, so that one can see whether
/// a response is new.
pub(super) fn routes(counts: Arc<Counts>) -> Router {
    let products = get(async move || {
        Json(json!([
            { "name": "Tea", "cents": 400 + counts.requests() },
            { "name": "Coffee", "cents": 650 },
            { "name": "Cocoa", "cents": 525 },
        ]))
    });
    Router::new().route("/products", products)
}

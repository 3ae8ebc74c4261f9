//! A route that scripts of any origin may call (CORS).

use frontdesk::{Router, get};
use tower_http::cors::CorsLayer;

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/cors/hello", get(async || "hello"))
        .layer(CorsLayer::permissive())
}

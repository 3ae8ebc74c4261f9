//! A cookie that browsers accept from the host itself only.

use frontdesk::{Cookies, NoContent, Router, get};

use super::App;

const SESSION: &str = "__Host-session";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/session/start", get(start))
        .route("/session/end", get(end))
}

async fn start(cookies: Cookies) -> NoContent {
    cookies.set(SESSION, "s");
    NoContent
}

async fn end(cookies: Cookies) -> NoContent {
    cookies.remove(SESSION);
    NoContent
}

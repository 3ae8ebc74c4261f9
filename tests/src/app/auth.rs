//! Responses with 401 and 403, as RFC 9110 defines them.

use frontdesk::http::HeaderValue;
use frontdesk::http::header::AUTHORIZATION;
use frontdesk::{HeaderMap, Message, Problem, Router, get};

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/auth", get(auth))
}

async fn auth(headers: HeaderMap) -> Result<&'static str, Problem> {
    match headers.get(AUTHORIZATION).map(HeaderValue::as_bytes) {
        Some(b"Bearer admin") => Ok("welcome"),
        Some(b"Bearer guest") => {
            Err(Problem::forbidden().with_detail(Message::new("no-access.guests", "Guests have no access.")))
        }
        _ => Err(Problem::unauthorized("Bearer")),
    }
}

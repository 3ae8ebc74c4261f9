//! Cookies and headers, read and set.

use std::time::Duration;

use frontdesk::http::header::USER_AGENT;
use frontdesk::{Cookie, Cookies, HeaderMap, Json, Problem, Query, Redirect, Router, SameSite, State, get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{App, Base};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/whoami", get(whoami))
        .route("/cookie/set", get(set))
}

async fn whoami(headers: HeaderMap, cookies: Cookies) -> Json<Value> {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    Json(json!({ "user_agent": agent, "theme": cookies.get("theme") }))
}

#[derive(Deserialize)]
struct Pair {
    name: String,
    value: String,
}

async fn set(cookies: Cookies, State(base): State<Base>, Query(pair): Query<Pair>) -> Result<Redirect, Problem> {
    if !is_token(&pair.name) || !is_cookie_value(&pair.value) {
        return Err(Problem::bad_request("invalid-cookie").with_detail("A cookie can't have that name or value."));
    }
    let mut cookie = Cookie::build((pair.name, pair.value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .build();
    cookie.set_max_age(DAY.try_into().ok());
    cookies.add(cookie);
    Ok(Redirect::to(base.join("/whoami")))
}

/// [RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2).
fn is_token(text: &str) -> bool {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(token)
}

/// [RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1).
pub(super) fn is_cookie_value(text: &str) -> bool {
    let octet = |b: u8| b.is_ascii_graphic() && !b"\",;\\".contains(&b);
    text.bytes().all(octet)
}

//! Which methods are supported.

use frontdesk::Method;

use super::way::{Found, GOOD, OWN_PAGE, Way, is_supported};

const METHODS: [Method; 7] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
];

pub(super) async fn probe(way: &Way) -> Found {
    let mut supported = Vec::new();
    let mut allow = None;
    for method in METHODS {
        // As a page of our own sends it; other callers are another probe.
        let response = way.send(way.call_by(method.clone(), GOOD).headers(OWN_PAGE)).await?;
        if is_supported(&response) {
            supported.push(method.to_string());
        } else {
            allow = response.header("allow").map(str::to_owned);
        }
    }
    Ok(vec![
        ("methods supported", supported.join(", ")),
        ("Allow of a 405", allow.unwrap_or_else(|| "none".to_owned())),
    ])
}

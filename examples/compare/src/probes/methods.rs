//! Which methods are answered.

use frontdesk::Method;

use super::{Found, OWN_PAGE, Way, is_answered};

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
    let mut answered = Vec::new();
    let mut allow = None;
    for method in METHODS {
        // As a page of ours would ask: that others may not is another question.
        let answer = way
            .send(way.ask_by(method.clone(), super::GOOD).headers(OWN_PAGE))
            .await?;
        if is_answered(&answer) {
            answered.push(method.to_string());
        } else {
            allow = answer.header("allow").map(str::to_owned);
        }
    }
    Ok(vec![
        ("methods answered", answered.join(", ")),
        ("Allow of a 405", allow.unwrap_or_else(|| "none".to_owned())),
    ])
}

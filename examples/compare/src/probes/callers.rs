//! Which callers are accepted.

use super::way::{Found, GOOD, Way};
use crate::client::Headers;
use crate::desk::TRUSTED;

const CALLERS: [(&str, &Headers); 7] = [
    ("called by a program (curl)", &[]),
    ("called by our own page", &[("sec-fetch-site", "same-origin")]),
    (
        "called by another site",
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    ),
    (
        "called by a sibling subdomain",
        &[("sec-fetch-site", "same-site"), ("origin", "https://blog.site.example")],
    ),
    (
        "called by a trusted origin",
        &[("sec-fetch-site", "cross-site"), ("origin", TRUSTED)],
    ),
    (
        "called by an old browser, other site",
        &[("origin", "https://evil.example")],
    ),
    ("called from a sandboxed frame", &[("origin", "null")]),
];

pub(super) async fn probe(way: &Way) -> Found {
    let mut found = Vec::new();
    for (caller, headers) in CALLERS {
        let response = way.send(way.call(GOOD).headers(headers)).await?;
        found.push((caller, response.summary()));
    }
    Ok(found)
}

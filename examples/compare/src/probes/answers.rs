//! What comes back.

use super::{BAD, BROWSER, Found, GOOD, SCRIPT, Way};
use crate::client::{Answer, Headers};

const CASES: [(&str, &Headers, &str); 4] = [
    ("to a script, success", SCRIPT, GOOD),
    ("to a script, error", SCRIPT, BAD),
    ("to a browser, success", BROWSER, GOOD),
    ("to a browser, error", BROWSER, BAD),
];

pub(super) async fn probe(way: &Way) -> Found {
    let mut found = Vec::new();
    for (name, headers, title) in CASES {
        let answer = way.send(way.ask(title).headers(headers)).await?;
        found.push((name, describe(&answer)));
    }
    Ok(found)
}

fn describe(answer: &Answer) -> String {
    let status = answer.status.as_u16();
    if let Some(location) = answer.header("location") {
        return format!("{status} to {}", without_id(location));
    }
    let kind = answer.header("content-type").unwrap_or("nothing");
    let kind = kind.split(';').next().unwrap_or(kind);
    format!("{status} {kind}")
}

/// The id of the form state is another each time.
fn without_id(location: &str) -> String {
    match location.split_once("_fd=") {
        Some((before, _)) => format!("{before}_fd=…"),
        None => location.to_owned(),
    }
}

//! The responses to scripts and to browsers.

use super::way::{BAD, BROWSER, Found, GOOD, SCRIPT, Way};
use crate::client::{Headers, Response};

const CASES: [(&str, &Headers, &str); 4] = [
    ("to a script, success", SCRIPT, GOOD),
    ("to a script, error", SCRIPT, BAD),
    ("to a browser, success", BROWSER, GOOD),
    ("to a browser, error", BROWSER, BAD),
];

pub(super) async fn probe(way: &Way) -> Found {
    let mut found = Vec::new();
    for (name, headers, title) in CASES {
        let response = way.send(way.call(title).headers(headers)).await?;
        found.push((name, describe(&response)));
    }
    Ok(found)
}

fn describe(response: &Response) -> String {
    let status = response.status.as_u16();
    if let Some(location) = response.header("location") {
        return format!("{status} to {}", without_id(location));
    }
    let kind = response.header("content-type").unwrap_or("nothing");
    let kind = kind.split(';').next().unwrap_or(kind);
    format!("{status} {kind}")
}

/// Removes the id of the form state, which is different each time.
fn without_id(location: &str) -> String {
    match location.split_once("_fd=") {
        Some((before, _)) => format!("{before}_fd=…"),
        None => location.to_owned(),
    }
}

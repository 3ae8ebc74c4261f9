//! Requests one after the other, each with the response that is expected.

use serde_json::{Value, json};

use crate::site::{Response, Site};

pub(super) const JSON: (&str, &str) = ("content-type", "application/json");
/// The methods of a todo.
pub(super) const ALLOW: (&str, &str) = ("allow", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
pub(super) const PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");

/// A request, and what the response has: its status, headers (`-`: it hasn't this one) and body.
pub(super) struct Step {
    call: &'static str,
    /// `{etag}` is that of todo 1 before the request.
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
    /// `{etag}` is that of todo 1 after the request.
    has: &'static [(&'static str, &'static str)],
    json: Value,
}

pub(super) fn step(
    call: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    status: u16,
    has: &'static [(&'static str, &'static str)],
    json: Value,
) -> Step {
    Step {
        call,
        headers,
        body,
        status,
        has,
        json,
    }
}

/// Sends the requests one after the other, and checks each response.
pub(super) async fn run(site: &Site, steps: Vec<Step>) {
    for step in steps {
        let before = site.etag(1).await;
        let headers = step
            .headers
            .iter()
            .map(|(name, value)| (*name, value.replace("{etag}", &before)));
        let headers: Vec<_> = headers.collect();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
        let response = site.call(step.call, &headers, step.body).await;
        let case = format!(
            "{}: {} {:?} {:.60}\n{response:?}",
            site.host, step.call, headers, step.body
        );
        assert_eq!(response.status, step.status, "{case}");
        let after = site.etag(1).await;
        for (name, value) in step.has {
            let expected = Some(value.replace("{etag}", &after)).filter(|value| value != "-");
            assert_eq!(response.header(name), expected.as_deref(), "{case}");
        }
        assert_body(&response, &step.json, &case);
    }
}

/// Checks a body: that it is empty if `null` is expected; that it has the members of an object; else that
/// it is equal.
fn assert_body(response: &Response, expected: &Value, case: &str) {
    match expected {
        Value::Null => assert_eq!(response.body, "", "{case}"),
        Value::Object(members) => {
            let body = response.json();
            for (name, value) in members {
                assert_eq!(body.get(name).unwrap_or(&Value::Null), value, "{case}");
            }
        }
        other => assert_eq!(&response.json(), other, "{case}"),
    }
    if response.status >= 400 && !response.body.is_empty() {
        assert_eq!(
            response.header("content-type"),
            Some("application/problem+json"),
            "{case}"
        );
    }
}

pub(super) fn todo(title: &str, due: Option<&str>, urgent: bool, notes: &str, done: bool) -> Value {
    json!({ "id": 1, "title": title, "due": due, "urgent": urgent, "notes": notes, "done": done })
}

pub(super) fn code(code: &str) -> Value {
    json!({ "code": code })
}

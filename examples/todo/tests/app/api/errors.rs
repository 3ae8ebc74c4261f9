//! Requests that the API refuses.

use serde_json::{Value, json};

use super::steps::{ALLOW, JSON, PATCH, Step, code, run, step, todo};
use crate::site::sites;

#[tokio::test]
async fn errors_are_problems_and_change_nothing() {
    for site in sites().await {
        site.add("Rest").await;
        run(&site, refusals()).await;
        let too_long = json!({ "title": "x".repeat(201), "notes": "x".repeat(2001) }).to_string();
        let response = site.call("POST /api/todos", &[JSON], too_long).await;
        assert_eq!(
            (response.status, &response.json()["errors"]),
            (
                422,
                &json!({
                    "title": ["must have at most 200 characters"],
                    "notes": ["must have at most 2000 characters"],
                })
            )
        );
        let too_large = vec![b' '; 2 * 1024 * 1024 + 1];
        let response = site.call("POST /api/todos", &[JSON], too_large).await;
        assert_eq!(
            (response.status, &response.json()["code"]),
            (413, &json!("body-too-large"))
        );
        assert_eq!(
            site.get("/api/todos").await.json(),
            json!([todo("Rest", None, false, "", false)])
        );
    }
}

/// Requests that the API refuses, while todo 1 is `Rest`.
fn refusals() -> Vec<Step> {
    let limits = json!({ "limit": ["must be at most 100"] });
    vec![
        // A todo has one URL.
        step("GET /api/todos/one", &[], "", 404, &[], code("not-found")),
        step("GET /api/todos/01", &[], "", 404, &[], code("not-found")),
        step("GET /api/todos/+1", &[], "", 404, &[], code("not-found")),
        step("GET /api/todos/%201", &[], "", 404, &[], code("not-found")),
        step(
            "GET /api/todos/9223372036854775808",
            &[],
            "",
            404,
            &[],
            code("not-found"),
        ),
        step(
            "PUT /api/todos/01",
            &[JSON, ("if-match", "*")],
            r#"{ "title": "Sleep" }"#,
            404,
            &[],
            code("not-found"),
        ),
        step(
            "PATCH /api/todos/01",
            &[PATCH, ("if-match", "*")],
            "{}",
            404,
            &[],
            code("not-found"),
        ),
        step("DELETE /api/todos/01", &[], "", 404, &[], code("not-found")),
        step(
            "GET /api/todos?show=some&limit=0&after=x",
            &[],
            "",
            400,
            &[("cache-control", "no-store")],
            json!({ "code": "invalid-query", "errors": {
                "show": ["must be one of: all, open, done"],
                "limit": ["must be at least 1"],
                "after": ["not a number"],
            } }),
        ),
        step(
            "GET /api/todos?limit=101",
            &[],
            "",
            400,
            &[],
            json!({ "code": "invalid-query", "errors": limits }),
        ),
        step("POST /api/todos", &[JSON], "", 400, &[], code("invalid-json")),
        step("POST /api/todos", &[JSON], "{", 400, &[], code("invalid-json")),
        step("POST /api/todos", &[JSON], "[]", 400, &[], code("invalid-json")),
        step("GET /api/todo", &[], "", 404, &[], code("not-found")),
        step("GET /api/todos/2", &[], "", 404, &[], code("not-found")),
        // There is no version of it to name.
        step(
            "PUT /api/todos/2",
            &[JSON],
            r#"{ "title": "Sleep" }"#,
            404,
            &[],
            code("not-found"),
        ),
        step("PATCH /api/todos/2", &[PATCH], "{}", 404, &[], code("not-found")),
        step(
            "DELETE /api/todos/2",
            &[("if-match", "*")],
            "",
            404,
            &[],
            code("not-found"),
        ),
        step(
            "DELETE /api/todos",
            &[],
            "",
            405,
            &[("allow", "GET, HEAD, OPTIONS, POST")],
            code("method-not-allowed"),
        ),
        step(
            "POST /api/todos/1",
            &[JSON],
            "{}",
            405,
            &[ALLOW],
            code("method-not-allowed"),
        ),
        step(
            "GET /api/todos",
            &[("accept", "text/csv, image/*;q=0.5")],
            "",
            406,
            &[],
            code("not-acceptable"),
        ),
        step(
            "GET /api/todos",
            &[("accept", "application/json;q=0")],
            "",
            406,
            &[],
            code("not-acceptable"),
        ),
        // The most specific range counts.
        step(
            "GET /api/todos/1",
            &[("accept", "application/json;q=0, */*")],
            "",
            406,
            &[],
            code("not-acceptable"),
        ),
        step(
            "GET /api/todos",
            &[("accept", "*/*;q=0, application/json;q=0.1")],
            "",
            200,
            &[],
            json!([todo("Rest", None, false, "", false)]),
        ),
        step(
            "POST /api/todos",
            &[JSON, ("accept", "text/csv")],
            "{}",
            406,
            &[],
            code("not-acceptable"),
        ),
        step(
            "POST /api/todos",
            &[("content-type", "application/x-www-form-urlencoded")],
            "title=Sleep",
            415,
            &[("accept", "application/json")],
            code("unsupported-media-type"),
        ),
        step("POST /api/todos", &[], "{}", 415, &[], code("unsupported-media-type")),
        step(
            "PATCH /api/todos/1",
            &[("content-type", "application/json-patch+json"), ("if-match", "*")],
            "[]",
            415,
            &[("accept-patch", "application/merge-patch+json, application/json")],
            code("unsupported-media-type"),
        ),
        step(
            "POST /api/todos",
            &[JSON],
            "{}",
            422,
            &[],
            invalid(json!({ "title": ["required"] })),
        ),
        step(
            "POST /api/todos",
            &[JSON],
            r#"{ "title": " ", "due": "0026-11-20", "notes": 7, "urgent": "maybe" }"#,
            422,
            &[],
            invalid(json!({
                "title": ["required"],
                "due": ["write the year with four digits"],
                "notes": ["must be text"],
                "urgent": ["must be true or false"],
            })),
        ),
        step(
            "POST /api/todos",
            &[JSON],
            r#"{ "title": "rest" }"#,
            422,
            &[],
            invalid(json!({ "title": ["is already on your list"] })),
        ),
        step(
            "PATCH /api/todos/1",
            &[PATCH, ("if-match", "{etag}")],
            r#"{ "title": null, "due": "tomorrow" }"#,
            422,
            &[],
            invalid(json!({ "title": ["required"], "due": ["must be a date"] })),
        ),
        step(
            "PUT /api/todos/1",
            &[JSON, ("if-match", "{etag}")],
            "{}",
            422,
            &[],
            invalid(json!({ "title": ["required"] })),
        ),
    ]
}

fn invalid(errors: Value) -> Value {
    json!({ "code": "invalid-fields", "errors": errors })
}

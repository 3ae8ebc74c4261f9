//! A todo from its creation to its end.

use serde_json::{Value, json};

use super::steps::{ALLOW, JSON, PATCH, Step, code, run, step, todo};
use crate::site::sites;

#[tokio::test]
async fn todo_is_created_read_changed_and_deleted() {
    for site in sites().await {
        run(&site, life_of_a_todo()).await;
    }
}

fn life_of_a_todo() -> Vec<Step> {
    let day = Some("2026-11-20");
    let first = todo("Rest", day, false, "", false);
    vec![
        step(
            "GET /api/todos",
            &[],
            "",
            200,
            &[JSON, ("link", "-"), ("cache-control", "no-cache")],
            json!([]),
        ),
        step(
            "POST /api/todos",
            &[JSON],
            r#"{ "title": " Rest ", "due": "2026-11-20", "color": "red" }"#,
            201,
            &[JSON, ("location", "/api/todos/1"), ("etag", "{etag}")],
            first.clone(),
        ),
        step(
            "GET /api/todos/1",
            &[],
            "",
            200,
            &[JSON, ("etag", "{etag}")],
            first.clone(),
        ),
        step(
            "GET /api/todos/1",
            &[("if-none-match", "{etag}")],
            "",
            304,
            &[("etag", "{etag}")],
            Value::Null,
        ),
        step(
            "GET /api/todos/1",
            &[("if-none-match", "\"old\"")],
            "",
            200,
            &[],
            first.clone(),
        ),
        step(
            "GET /api/todos",
            &[("if-none-match", "\"old\"")],
            "",
            200,
            &[],
            json!([first]),
        ),
        step(
            "HEAD /api/todos/1",
            &[],
            "",
            200,
            &[JSON, ("etag", "{etag}")],
            Value::Null,
        ),
        step("OPTIONS /api/todos/1", &[], "", 204, &[ALLOW], Value::Null),
        // A change names what it is based on: nothing, another version, a weak tag, a quoted star.
        step(
            "PATCH /api/todos/1",
            &[PATCH],
            r#"{ "done": true }"#,
            428,
            &[],
            code("precondition-required"),
        ),
        step(
            "PUT /api/todos/1",
            &[JSON],
            r#"{ "title": "Sleep" }"#,
            428,
            &[],
            code("precondition-required"),
        ),
        step(
            "PUT /api/todos/1",
            &[JSON, ("if-match", "\"old\"")],
            "{}",
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "PATCH /api/todos/1",
            &[PATCH, ("if-match", "W/{etag}")],
            "{}",
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "PATCH /api/todos/1",
            &[PATCH, ("if-match", "\"a,*,b\"")],
            "{}",
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "DELETE /api/todos/1",
            &[("if-match", "\"old\"")],
            "",
            412,
            &[],
            code("precondition-failed"),
        ),
        // Nor one that the client has already: `If-None-Match` excludes it, by weak comparison.
        step(
            "PUT /api/todos/1",
            &[JSON, ("if-none-match", "*")],
            r#"{ "title": "Sleep" }"#,
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "PATCH /api/todos/1",
            &[PATCH, ("if-match", "{etag}"), ("if-none-match", "\"old\", W/{etag}")],
            "{}",
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "DELETE /api/todos/1",
            &[("if-none-match", "{etag}")],
            "",
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "PUT /api/todos/1",
            &[JSON, ("if-none-match", "\"old\"")],
            r#"{ "title": "Sleep" }"#,
            428,
            &[],
            code("precondition-required"),
        ),
        // Todos have no dates, so those of a request are ignored.
        step(
            "PATCH /api/todos/1",
            &[
                PATCH,
                ("if-match", "{etag}"),
                ("if-none-match", "\"old\""),
                ("if-unmodified-since", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ],
            "{}",
            200,
            &[],
            json!({}),
        ),
        // Reading has the same preconditions.
        step("GET /api/todos/1", &[("if-match", "{etag}")], "", 200, &[], json!({})),
        step(
            "GET /api/todos/1",
            &[("if-match", "\"old\""), ("if-none-match", "{etag}")],
            "",
            412,
            &[],
            code("precondition-failed"),
        ),
        step(
            "HEAD /api/todos/1",
            &[("if-match", "\"old\"")],
            "",
            412,
            &[],
            Value::Null,
        ),
        step(
            "GET /api/todos/1",
            &[("if-match", "{etag}"), ("if-none-match", "{etag}")],
            "",
            304,
            &[],
            Value::Null,
        ),
        // PATCH changes the members it has, PUT everything.
        step(
            "PATCH /api/todos/1",
            &[PATCH, ("if-match", "\"old\", {etag}")],
            r#"{ "urgent": true, "notes": "8 hours" }"#,
            200,
            &[("etag", "{etag}")],
            todo("Rest", day, true, "8 hours", false),
        ),
        step(
            "PATCH /api/todos/1",
            &[JSON, ("if-match", "\"old\""), ("if-match", "{etag}")],
            r#"{ "due": null, "notes": null }"#,
            200,
            &[("etag", "{etag}")],
            todo("Rest", None, true, "", false),
        ),
        step(
            "PUT /api/todos/1",
            &[JSON, ("if-match", "*")],
            r#"{ "title": "Sleep", "done": true }"#,
            200,
            &[("content-location", "/api/todos/1"), ("etag", "-")],
            todo("Sleep", None, false, "", true),
        ),
        step(
            "GET /api/todos/1",
            &[],
            "",
            200,
            &[("etag", "{etag}")],
            todo("Sleep", None, false, "", true),
        ),
        step(
            "DELETE /api/todos/1",
            &[("if-match", "{etag}")],
            "",
            204,
            &[],
            Value::Null,
        ),
        step("GET /api/todos/1", &[], "", 404, &[], code("not-found")),
        step("GET /api/todos", &[], "", 200, &[], json!([])),
        // Ids are not used again, so an old URL never reaches a new todo.
        step(
            "POST /api/todos",
            &[JSON],
            r#"{ "title": "Next" }"#,
            201,
            &[("location", "/api/todos/2")],
            json!({}),
        ),
        // There is nothing that the client would have to accept.
        step(
            "DELETE /api/todos/2",
            &[("accept", "text/csv")],
            "",
            204,
            &[],
            Value::Null,
        ),
    ]
}

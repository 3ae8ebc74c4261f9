//! The JSON API.

use frontdesk::http::header::{CONTENT_TYPE, LOCATION};
use frontdesk::{Body, Desk, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::app;

/// Calls the API. A body of `null` is not sent.
async fn call(desk: &Desk, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let mut request = Request::builder().method(method).uri(path);
    if !body.is_null() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = desk.clone().oneshot(request).await.unwrap();
    let status = response.status();
    if status.is_client_error() {
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    }
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn todos_are_created_changed_and_deleted() {
    let (desk, _list) = app().await;
    let todo = |title: &str, due: Option<&str>, urgent: bool, done: bool| json!({ "id": 1, "title": title, "due": due, "urgent": urgent, "notes": "", "done": done });
    let day = Some("2026-11-20");
    let (created, ok) = (StatusCode::CREATED, StatusCode::OK);
    let gone = (StatusCode::NO_CONTENT, Value::Null);

    let first = todo("Rest", day, false, false);
    let body = json!({ "title": "Rest", "due": day });
    assert_eq!(call(&desk, "POST", "/api/todos", body).await, (created, first.clone()));
    assert_eq!(
        call(&desk, "GET", "/api/todos/1", Value::Null).await,
        (ok, first.clone())
    );
    assert_eq!(
        call(&desk, "GET", "/api/todos", Value::Null).await,
        (ok, json!([first]))
    );
    assert_eq!(
        call(&desk, "GET", "/api/todos?show=done", Value::Null).await,
        (ok, json!([]))
    );

    // PATCH changes the members it has, PUT everything.
    let patched = (ok, todo("Rest", day, true, true));
    assert_eq!(
        call(&desk, "PATCH", "/api/todos/1", json!({ "urgent": true, "done": true })).await,
        patched
    );
    let patched = (ok, todo("Rest", None, true, true));
    assert_eq!(
        call(&desk, "PATCH", "/api/todos/1", json!({ "due": null })).await,
        patched
    );
    let replaced = (ok, todo("Sleep", None, false, false));
    assert_eq!(
        call(&desk, "PUT", "/api/todos/1", json!({ "title": "Sleep" })).await,
        replaced
    );

    assert_eq!(call(&desk, "DELETE", "/api/todos/1", Value::Null).await, gone);
    assert_eq!(call(&desk, "GET", "/api/todos", Value::Null).await, (ok, json!([])));
}

#[tokio::test]
async fn new_todo_has_a_location() {
    let (desk, _list) = app().await;
    let request = Request::post("/api/todos").header(CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(r#"{ "title": "Rest" }"#)).unwrap();
    let response = desk.oneshot(request).await.unwrap();
    assert_eq!(response.headers()[LOCATION], "/api/todos/1");
}

#[tokio::test]
async fn errors_are_problems() {
    let (desk, _list) = app().await;
    call(&desk, "POST", "/api/todos", json!({ "title": "Rest" })).await;

    let (invalid, gone) = ((422, "invalid-fields"), (404, "not-found"));
    for (request, body, (status, code), errors) in [
        (
            "POST /api/todos",
            json!({ "title": " " }),
            invalid,
            json!({ "title": ["required"] }),
        ),
        ("POST /api/todos", json!({}), invalid, json!({ "title": ["required"] })),
        (
            "POST /api/todos",
            json!({ "title": "x".repeat(201), "due": "26-11-20", "notes": 7 }),
            invalid,
            json!({
                "title": ["must have at most 200 characters"],
                "due": ["must be a date"],
                "notes": ["must be text"],
            }),
        ),
        (
            "POST /api/todos",
            json!({ "title": "rest" }),
            invalid,
            json!({ "title": ["is already on your list"] }),
        ),
        (
            "PATCH /api/todos/1",
            json!({ "title": null, "due": "0026-11-20" }),
            invalid,
            json!({ "title": ["required"], "due": ["write the year with four digits"] }),
        ),
        (
            "PUT /api/todos/1",
            json!({ "title": "" }),
            invalid,
            json!({ "title": ["required"] }),
        ),
        (
            "POST /api/todos",
            Value::Null,
            (415, "unsupported-media-type"),
            Value::Null,
        ),
        ("GET /api/todos/2", Value::Null, gone, Value::Null),
        ("PUT /api/todos/2", json!({ "title": "Sleep" }), gone, Value::Null),
        ("PATCH /api/todos/2", json!({ "done": true }), gone, Value::Null),
        ("DELETE /api/todos/2", Value::Null, gone, Value::Null),
        ("GET /api/todos/two", Value::Null, (400, "invalid-path"), Value::Null),
        (
            "GET /api/todos?show=some",
            Value::Null,
            (400, "invalid-query"),
            json!({ "show": ["must be one of: all, open, done"] }),
        ),
        ("PATCH /api/todos", json!({}), (405, "method-not-allowed"), Value::Null),
    ] {
        let (method, path) = request.split_once(' ').unwrap();
        let (response_status, problem) = call(&desk, method, path, body.clone()).await;
        let case = format!("{request} {body}");
        assert_eq!(
            (response_status.as_u16(), &problem["code"]),
            (status, &json!(code)),
            "{case}"
        );
        assert_eq!(problem["errors"], errors, "{case}");
    }

    // None of these requests changed anything.
    let (_, list) = call(&desk, "GET", "/api/todos", Value::Null).await;
    assert_eq!(
        list,
        json!([{ "id": 1, "title": "Rest", "due": null, "urgent": false, "notes": "", "done": false }])
    );
}

/// Actions are for the app's own pages; programs use the API.
#[tokio::test]
async fn actions_refuse_programs() {
    let (desk, _list) = app().await;
    let (status, problem) = call(&desk, "POST", "/_actions/add_todo", json!({ "title": "Rest" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{problem}");
}

//! Types of bodies, and patches of each form (RFC 7396, RFC 5789).

use serde_json::json;

use super::steps::{JSON, PATCH, Step, code, run, step, todo};
use crate::site::sites;

/// The types that a patch may have.
const ACCEPT_PATCH: (&str, &str) = ("accept-patch", "application/merge-patch+json, application/json");

#[tokio::test]
async fn patch_is_not_taken_for_the_whole_todo() {
    for site in sites().await {
        site.add("Rest").await;
        let mut steps = vec![step(
            "PATCH /api/todos/1",
            &[("content-type", "text/plain"), ("if-match", "*")],
            "{}",
            415,
            &[ACCEPT_PATCH, ("accept", ACCEPT_PATCH.1)],
            code("unsupported-media-type"),
        )];
        for (name, headers) in [
            ("PUT /api/todos/1", &[PATCH, ("if-match", "*")][..]),
            (
                "PUT /api/todos/1",
                &[("content-type", "application/json-patch+json"), ("if-match", "*")],
            ),
            ("POST /api/todos", &[PATCH]),
        ] {
            let has = &[("accept", "application/json"), ("accept-patch", "-")];
            steps.push(step(
                name,
                headers,
                r#"{ "title": "Sleep" }"#,
                415,
                has,
                code("unsupported-media-type"),
            ));
        }
        // Every other JSON is the whole.
        steps.push(step(
            "PUT /api/todos/1",
            &[("content-type", "application/vnd.todo.v1+json"), ("if-match", "*")],
            r#"{ "title": "Rest" }"#,
            200,
            &[],
            todo("Rest", None, false, "", false),
        ));
        steps.push(step(
            "OPTIONS /api/todos/1",
            &[("accept", "text/csv")],
            "",
            204,
            &[ACCEPT_PATCH],
            json!(null),
        ));
        steps.push(step(
            "OPTIONS /api/todos",
            &[],
            "",
            204,
            &[("accept-patch", "-")],
            json!(null),
        ));
        run(&site, steps).await;
    }
}

#[tokio::test]
async fn malformed_patch_has_the_error_of_a_malformed_todo() {
    const NOT_AN_OBJECT: &str = "The JSON body must be an object.";
    const EMPTY: &str = "The body is empty. Send JSON.";
    for site in sites().await {
        site.add("Rest").await;
        for (body, status, code, detail) in [
            ("", 400, "invalid-json", Some(EMPTY)),
            (" \n", 400, "invalid-json", Some(EMPTY)),
            (
                "{\n",
                400,
                "invalid-json",
                None, // the line and the column
            ),
            ("[]", 400, "invalid-json", Some(NOT_AN_OBJECT)),
            ("null", 400, "invalid-json", Some(NOT_AN_OBJECT)),
            ("7", 400, "invalid-json", Some(NOT_AN_OBJECT)),
            (r#"{ "\ud800": 1 }"#, 400, "invalid-json", None),
            (r#"{ "title": "\ud800" }"#, 422, "invalid-fields", None),
            (r#"{ "title": "a", "title": "b" }"#, 422, "invalid-fields", None),
        ] {
            for (call, kind) in [
                ("POST /api/todos", JSON),
                ("PUT /api/todos/1", JSON),
                ("PATCH /api/todos/1", JSON),
                ("PATCH /api/todos/1", PATCH),
            ] {
                let response = site.call(call, &[kind, ("if-match", "*")], body).await;
                let case = format!("{} {call} {body}: {response:?}", site.host);
                let problem = response.json();
                assert_eq!(
                    (response.status, problem["code"].as_str()),
                    (status, Some(code)),
                    "{case}"
                );
                let own = problem["detail"].as_str();
                assert!(own.is_none_or(is_sentence), "{case}");
                assert!(own.is_none_or(|own| !own.contains("column 0")), "{case}");
                assert!(detail.is_none_or(|detail| own == Some(detail)), "{case}");
            }
        }
        assert_eq!(site.get("/api/todos").await.titles(), ["Rest"]);
    }
}

fn is_sentence(text: &str) -> bool {
    text.starts_with(|first: char| first.is_uppercase()) && text.ends_with('.')
}

#[tokio::test]
async fn member_that_a_patch_has_twice_is_an_error_of_its_own() {
    fn twice(body: &'static str, name: &str) -> Step {
        step(
            "PATCH /api/todos/1",
            &[PATCH, ("if-match", "*")],
            body,
            422,
            &[],
            json!({ "errors": { name: ["sent more than once"] } }),
        )
    }
    for site in sites().await {
        site.add("Rest").await;
        let steps = vec![
            twice(r#"{ "title": "a", "done": true, "title": "b" }"#, "title"),
            twice(r#"{ "title": "a", "title": "a" }"#, "title"),
            twice(r#"{ "due": null, "due": "2026-11-20" }"#, "due"),
            twice(r#"{ "color": 1, "c\u006flor": 2 }"#, "color"),
            step(
                "PATCH /api/todos/1",
                &[PATCH, ("if-match", "*")],
                r#"{ "notes": "\ud800" }"#,
                422,
                &[],
                json!({ "errors": { "notes": ["is not valid UTF-8 text"] } }),
            ),
            step(
                "PATCH /api/todos/1",
                &[PATCH, ("if-match", "*")],
                r#"{ "notes": "\ud83d\ude00", "color": [{}] }"#,
                200,
                &[],
                todo("Rest", None, false, "😀", false),
            ),
        ];
        run(&site, steps).await;
    }
}

//! Checks of forms while they are filled in: where they are, their verdicts, and `once`.

use std::sync::{Arc, Mutex};

use frontdesk::adapter::Mount as _;
use frontdesk::testing::Browser;
use frontdesk::{Desk, Forms, Html, Message, Router, State, server_action};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::fixtures::{Runs, builder, json as json_of, post, text, with_body};

mod layers;
mod libraries;
mod names;
#[cfg(feature = "garde")]
mod property;

/// Titles that are taken, and how often the functions and the checks ran.
#[derive(Clone, Default)]
struct App {
    taken: Arc<Mutex<Vec<String>>>,
    runs: Runs,
    checks: Runs,
}

async fn is_free(State(app): State<App>, title: &str) -> Result<(), Message> {
    app.checks.add();
    match app.taken.lock().unwrap().iter().any(|taken| taken == title) {
        true => Err(Message::new("taken", "already taken")),
        false => Ok(()),
    }
}

#[server_action(once)]
async fn take(#[extract] State(app): State<App>, #[field(check = is_free)] title: String, n: u32) -> u32 {
    app.taken.lock().unwrap().push(title);
    app.runs.add() + n
}

#[server_action(state = App, deny_unknown)]
async fn rename(#[field(check = is_free)] title: String, n: u32) -> u32 {
    drop(title);
    n
}

#[server_action(origin = "any")]
async fn anyone(text: String) -> usize {
    text.len()
}

#[server_action(path = "/notes/{id}")]
async fn change(text: String) -> usize {
    text.len()
}

#[server_action(path = "/notes")]
async fn create(text: String) -> usize {
    text.len()
}

#[server_action(path = "/rest/{*rest}")]
async fn rest(text: String) -> usize {
    text.len()
}

/// The second of two clicks on a form that runs once gets the response of the first. Its check, which
/// would refuse the title now, doesn't run.
#[tokio::test]
async fn check_is_inside_the_claim_of_a_form_that_runs_once() {
    let app = App::default();
    let page = async |forms: Forms| {
        let form = forms.of::<Take>();
        Html(format!("{}<input name=title><input name=n></form>", form.open()))
    };
    let routes = Router::new().page("/", page);
    let desk = builder(app.clone()).routes(routes).action::<Take>().build().unwrap();
    let page = Browser::new(desk.clone()).get("/").await;
    let token = page.form::<Take>().raw("__fd_once").unwrap().to_owned();
    let send = |title: &str| {
        let token = utf8_percent_encode(&token, NON_ALPHANUMERIC);
        desk.respond(with_body(post("take"), &format!("__fd_once={token}&title={title}&n=1")))
    };
    app.taken.lock().unwrap().push("bread".to_owned());
    // A form that a check refused has not run, and its token is still valid.
    assert_eq!(send("bread").await.status(), 422);
    for _ in 0..2 {
        let response = send("milk").await;
        assert_eq!(
            (response.status().as_u16(), text(response).await),
            (200, "2".to_owned())
        );
    }
    assert_eq!((app.runs.get(), app.checks.get()), (1, 2));
}

#[tokio::test]
async fn check_runs_for_each_right_field_at_submit() {
    let app = App::default();
    app.taken.lock().unwrap().push("milk".to_owned());
    let desk = builder(app.clone()).action::<Rename>().build().unwrap();
    for (body, errors, checks) in [
        ("title=milk&n=1", json!({"title": ["already taken"]}), 1),
        (
            "title=milk&n=x",
            json!({"n": ["not a number"], "title": ["already taken"]}),
            1,
        ),
        ("title=a&n=x", json!({"n": ["not a number"]}), 1),
        ("n=x", json!({"n": ["not a number"], "title": ["required"]}), 0),
        (
            "title=milk&n=1&x=2",
            json!({"title": ["already taken"], "x": ["is not a field of this form"]}),
            1,
        ),
    ] {
        for (path, expected) in [("rename", errors.clone()), ("rename/check", errors)] {
            let before = app.checks.get();
            let response = desk.respond(with_body(post(path), body)).await;
            assert_eq!(response.status(), 422, "{path} {body}");
            assert_eq!(json_of(response).await["errors"], expected, "{path} {body}");
            assert_eq!(app.checks.get() - before, checks, "{path} {body}");
        }
    }
    // Only what is asked for is checked.
    let before = app.checks.get();
    desk.respond(with_body(post("rename/check?field=n"), "title=milk&n=1"))
        .await;
    assert_eq!(app.checks.get(), before);
}

/// What has no names has the same verdict.
#[tokio::test]
async fn check_runs_for_postcard() {
    #[server_action(state = App)]
    async fn add(#[field(check = is_free)] title: String, #[field(required)] terms: bool) -> usize {
        usize::from(terms) + title.len()
    }

    let app = App::default();
    app.taken.lock().unwrap().push("milk".to_owned());
    let desk = builder(app).action::<Add>().build().unwrap();
    for (title, terms, messages) in [
        ("milk", true, &["title"][..]),
        ("milk", false, &["terms", "title"]),
        ("tea", false, &["terms"]),
        ("tea", true, &[]),
    ] {
        let request = post("add").header("content-type", "application/postcard");
        let mut request = request
            .body(postcard::to_stdvec(&(title, terms)).unwrap().into())
            .unwrap();
        request.headers_mut().remove("content-type");
        request
            .headers_mut()
            .insert("content-type", "application/postcard".parse().unwrap());
        let response = desk.respond(request).await;
        let status = if messages.is_empty() { 200 } else { 422 };
        assert_eq!(response.status(), status, "{title} {terms}");
        if status == 422 {
            let problem: frontdesk::PostcardProblem =
                postcard::from_bytes(&crate::fixtures::bytes(response).await).unwrap();
            let fields: Vec<_> = problem.errors.into_iter().map(|(field, _)| field).collect();
            assert_eq!(fields, messages, "{title} {terms}");
        }
    }
}

fn desk() -> Desk {
    let routes = Router::new()
        .page("/notes/{id}", async || "note")
        .page("/notes/{id}/check", async || "checks of a note");
    let desk = builder(App::default()).routes(routes);
    let desk = desk.action::<Rename>().action::<Anyone>();
    desk.action::<Change>()
        .action::<Create>()
        .action::<Rest>()
        .build()
        .unwrap()
}

#[test]
fn boot_table_and_patterns_have_the_checks() {
    let desk = desk();
    let table = desk.table();
    let rows = table.actions().iter().map(|row| (row.name, row.has_check_url));
    let expected = [
        ("anyone", false),
        ("change", true),
        ("create", true),
        ("rename", true),
        ("rest", false),
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    let table = table.to_string();
    assert!(table.contains("/_actions/rename(title, n) [no layers]"), "{table}");
    assert!(
        table.contains("/_actions/anyone(text) !any origin !no check"),
        "{table}"
    );
    assert!(table.contains("/rest/{*rest}(text) !no check"), "{table}");
    assert!(table.contains("followed by `/check` checks its form"), "{table}");
    let patterns = desk.patterns();
    for (pattern, is_there) in [
        ("/_actions/rename/check", true),
        ("/_actions/anyone/check", false),
        ("/notes/check", true),
        ("/notes/{id}/check", true),
    ] {
        assert_eq!(patterns.iter().any(|own| own == pattern), is_there, "{pattern}");
    }
}

#[tokio::test]
async fn check_has_a_route_of_its_own() {
    let desk = desk();
    for (path, route) in [
        ("/_actions/rename/check", "/_actions/rename/check"),
        ("/_actions/anyone/check", "unmatched"),
        ("/_actions/rename/check/check", "unmatched"),
        ("/notes/7/check", "/notes/{id}/check"),
        ("/rest/check", "/rest/{*rest}"),
    ] {
        assert_eq!(desk.matched_route(path).as_str(), route, "{path}");
    }
    for (method, path, expected) in [
        ("GET", "/notes/check", "note"),
        ("GET", "/notes/7/check", "checks of a note"),
        ("POST", "/notes/check", ""),
        ("POST", "/notes/7/check", ""),
        ("POST", "/notes/7", "1"),
    ] {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let response = desk.respond(with_body(request, "text=a")).await;
        assert_eq!(text(response).await, expected, "{method} {path}");
    }
}

//! Frontdesk's own pages for problems: a desk without a page of the app.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use frontdesk::axum::RouterExt as _;
use frontdesk::http::HeaderValue;
use frontdesk::http::header::RETRY_AFTER;
use frontdesk::{Desk, Form, FromForm, Html, Path, Problem, Query, Router, StatusCode, get, post};
use german::{Fluent, GERMAN};
use serde::Deserialize;
use serde_json::json;
use todo::actions::AddTodo;
use todo::store::Todos;

use crate::axe::Axe;
use crate::host::Host;
use crate::visit::Visit;
use crate::webdriver::Tab;

/// The pages that a GET leads to, and the code on each.
const GETS: [(&str, &str); 12] = [
    ("/nothing", "404 not-found"),
    ("/items/x", "400 invalid-path"),
    ("/search?page=x", "400 invalid-query"),
    ("/_actions/add_todo", "405 method-not-allowed"),
    ("/unauthorized", "401 unauthorized"),
    ("/forbidden", "403 forbidden"),
    ("/conflict", "409 changed"),
    ("/gone", "410 gone"),
    ("/fields", "422 invalid-fields"),
    ("/many", "429 too-many"),
    ("/failed", "500 internal"),
    ("/busy", "503 busy"),
];

/// A form of a page that no problem leads back to.
struct Sent {
    id: &'static str,
    action: &'static str,
    enctype: &'static str,
    code: &'static str,
}

const FORM: &str = "application/x-www-form-urlencoded";

const POSTS: [Sent; 6] = [
    sent("type", "/form", "text/plain", "415 unsupported-media-type"),
    sent("fields", "/form", FORM, "422 invalid-fields"),
    sent("large", "/form", FORM, "413 body-too-large"),
    sent("unknown", "/_actions/nothing", FORM, "404 unknown-action"),
    sent(
        "type-action",
        "/_actions/add_todo",
        "text/plain",
        "415 unsupported-media-type",
    ),
    sent("large-action", "/_actions/add_todo", FORM, "413 body-too-large"),
];

const fn sent(id: &'static str, action: &'static str, enctype: &'static str, code: &'static str) -> Sent {
    Sent {
        id,
        action,
        enctype,
        code,
    }
}

#[derive(Deserialize, FromForm)]
#[allow(dead_code, reason = "it is only decoded")]
struct Page {
    page: u32,
    of: u32,
}

pub(crate) async fn pages(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let mut visit = Visit::new(tab, host().await, axe, scripts);
    for (path, code) in GETS {
        visit.open(path).await;
        look(&mut visit, code, code).await;
    }
    visit.finish();
}

pub(crate) async fn forms(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let mut visit = Visit::new(tab, host().await, axe, scripts);
    for Sent { id, action, code, .. } in POSTS {
        visit.open("/").await;
        if id.starts_with("large") {
            visit.tab.paste_into(&format!("#{id} textarea"), "x", 3_000_000).await;
        }
        visit.tab.click(&format!("#{id} button")).await;
        let of = if action == "/form" { "handler" } else { "action" };
        look(&mut visit, &format!("{code} ({of})"), code).await;
    }
    visit.open("/").await;
    visit.host.refuse(true);
    visit.tab.click("#type-action button").await;
    look(&mut visit, "403 cross-site (action)", "403 cross-site").await;

    let headers = json!({ "headers": { "Accept-Language": "de" } });
    visit.tab.command("Network.enable", json!({})).await;
    visit.tab.command("Network.setExtraHTTPHeaders", headers).await;
    visit.language = "de";
    for (path, code) in [("/failed", "500 internal"), ("/search?page=x", "400 invalid-query")] {
        visit.open(path).await;
        look(&mut visit, &format!("{code} in German"), code).await;
    }
    visit.finish();
}

async fn look(visit: &mut Visit, state: &str, code: &str) {
    let shown = format!("document.querySelector('small')?.textContent.startsWith({code:?})");
    visit.look("own page", state, &shown).await;
}

async fn host() -> Host {
    Host::start(async |files| {
        let todos = Todos::open(files.join("todo.db")).await.unwrap();
        axum::Router::new().desk(desk(todos))
    })
    .await
}

fn desk(todos: Todos) -> Desk {
    let routes = Router::new()
        .page("/", async || Html(page()))
        .route("/items/{id}", get(async |_: Path<u32>| "item"))
        .route("/search", get(async |_: Query<Page>| "found"))
        .route("/form", post(async |_: Form<Page>| "read"))
        .route("/unauthorized", get(async || Problem::unauthorized("Bearer")))
        .route(
            "/forbidden",
            get(async || Problem::forbidden().with_detail("Only for Ada.")),
        )
        .route("/conflict", get(async || Problem::conflict("changed")))
        .route("/gone", get(async || Problem::new(StatusCode::GONE, "gone")))
        .route("/fields", get(async || fields()))
        .route("/many", get(async || later(StatusCode::TOO_MANY_REQUESTS, "too-many")))
        .route("/busy", get(async || later(StatusCode::SERVICE_UNAVAILABLE, "busy")))
        .route(
            "/failed",
            get(async || Err::<String, Problem>(io::Error::other("secret").into())),
        );
    let words = Fluent::new(&[("de", GERMAN)]).unwrap();
    Desk::builder(todos)
        .routes(routes)
        .action::<AddTodo>()
        .words(words)
        .build()
        .unwrap()
}

fn later(status: StatusCode, code: &'static str) -> Problem {
    Problem::new(status, code).with_header(RETRY_AFTER, HeaderValue::from_static("7"))
}

/// Messages of many fields. One of them has a long name, which a client chose.
fn fields() -> Problem {
    let names = ["title".to_owned(), "lines[0].count".to_owned(), "n".repeat(300)];
    let problem = names.into_iter().fold(Problem::invalid_fields(), |problem, name| {
        problem.with_field(name, "must be a number")
    });
    problem.with_omitted(12)
}

/// The forms of [`POSTS`], without the URL to go back to.
fn page() -> String {
    let mut page =
        "<!DOCTYPE html><html lang=en><meta name=referrer content=no-referrer><title>Forms</title>".to_owned();
    for Sent {
        id, action, enctype, ..
    } in POSTS
    {
        let _ = write!(
            page,
            "<form id={id} method=post action={action} enctype={enctype}>\
             <textarea name=title></textarea><button>{id}</button></form>"
        );
    }
    page
}

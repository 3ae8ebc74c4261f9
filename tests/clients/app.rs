//! A small app: one list, and one form in the markup of each client.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use axum::routing::get;
use conformance::servers::Server;
use conformance::servers::axum::start;
use frontdesk::axum::RouterExt as _;
use frontdesk::http::{HeaderValue, Method};
use frontdesk::{Desk, Flashes, FormView, Forms, Html, Problem, Redirect, Request, Router, State, server_action};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use tower::util::MapRequestLayer;

use crate::client::Client;
use crate::packages::Scripts;

/// What the trials look at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    items: Arc<Mutex<Vec<String>>>,
    /// How often the function ran.
    runs: Arc<AtomicU32>,
    /// How often the form arrived.
    posts: Arc<AtomicU32>,
    /// Whether the origin guard refuses everything.
    refuses: Arc<AtomicBool>,
}

/// A running app.
#[derive(Debug)]
pub(crate) struct Site {
    seen: Seen,
    server: Server,
}

/// Adds an item to the list.
#[server_action(state = Seen)]
async fn add_item(#[extract] State(seen): State<Seen>, text: String) -> Result<Redirect, Problem> {
    seen.runs.fetch_add(1, Ordering::SeqCst);
    match &*text {
        "taken" => return Err(Problem::field("text", "There is one already.")),
        "away" => return Ok(Redirect::to("/elsewhere")),
        "busy" => return Err(Problem::conflict("busy").with_detail("Try again later.")),
        _ => seen.lock().push(text),
    }
    Ok(Redirect::to("/list").flash("Added"))
}

impl Seen {
    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    pub(crate) fn start(client: &'static Client, scripts: Scripts) -> Self {
        let seen = Seen::default();
        let desk = desk(client, &seen);
        let script = move |axum::extract::Path(name): axum::extract::Path<String>| {
            let text = scripts.get(&name).unwrap_or_default().to_owned();
            std::future::ready(([(CONTENT_TYPE, "text/javascript")], text).into_response())
        };
        let host = axum::Router::new().route("/scripts/{name}", get(script)).desk(desk);
        Self {
            seen,
            server: start(host, 0).unwrap(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    /// Makes the origin guard refuse everything from now on.
    pub(crate) fn refuse(&self) {
        self.seen.refuses.store(true, Ordering::SeqCst);
    }

    /// Returns how often the form arrived, and how often the function ran.
    pub(crate) fn counts(&self) -> (u32, u32) {
        let Seen { posts, runs, .. } = &self.seen;
        (posts.load(Ordering::SeqCst), runs.load(Ordering::SeqCst))
    }
}

fn desk(client: &'static Client, seen: &Seen) -> Desk {
    let page = move |forms: Forms, flashes: Flashes, State(seen): State<Seen>| {
        let html = page(client, &forms, &flashes, &seen);
        std::future::ready(Html(html.into_string()))
    };
    let elsewhere = async || Html("<!DOCTYPE html><title>Elsewhere</title><main>Another page</main>");
    let routes = Router::new().page("/list", page).page("/elsewhere", elsewhere);
    let mut builder = Desk::builder(seen.clone())
        .routes(routes)
        .action::<AddItem>()
        .layer(MapRequestLayer::new(count(seen)));
    if client.has_part {
        builder = builder.htmx_fragment(move |view: FormView<AddItem>| form(client, &view).into_string());
    }
    builder.build().unwrap()
}

/// Counts forms. To make the guard refuse them, each seems to be from another site.
fn count(seen: &Seen) -> impl Fn(Request) -> Request + Clone + use<> {
    let seen = seen.clone();
    move |mut request| {
        if request.method() == Method::POST {
            seen.posts.fetch_add(1, Ordering::SeqCst);
            if seen.refuses.load(Ordering::SeqCst) {
                let site = HeaderValue::from_static("cross-site");
                request.headers_mut().insert("sec-fetch-site", site);
            }
        }
        request
    }
}

fn page(client: &Client, forms: &Forms, flashes: &Flashes, seen: &Seen) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (client.name) }
                @for script in client.scripts { script src={ "/scripts/" (script) } defer {} }
            }
            body {
                main {
                    h1 { (client.name) }
                    div id="list" {
                        @for flash in flashes { p data-flash { (flash.text()) } }
                        ul { @for item in &*seen.lock() { li { (item) } } }
                    }
                    (PreEscaped(client.around[0]))
                    (form(client, &forms.of::<AddItem>()))
                    (PreEscaped(client.around[1]))
                }
            }
        }
    }
}

fn form(client: &Client, view: &FormView<AddItem>) -> Markup {
    let text = view.field(AddItem::TEXT);
    html! {
        (view.open_with(client.attributes))
        @if let Some(problem) = view.problem() {
            p data-problem { (problem.title) ": " (problem.detail.as_deref().unwrap_or_default()) }
        }
        (text.input("text"))
        (text.messages())
        button { "Add" }
        (view.close())
    }
}

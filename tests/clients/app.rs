//! A small app: a list with its form, and a row.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use conformance::servers::Server;
use conformance::servers::axum::start;
use frontdesk::axum::RouterExt as _;
use frontdesk::http::{HeaderValue, Method};
use frontdesk::{
    Desk, FormView, Forms, Html, Message, Problem, Redirect, Reply, Request, Router, State, server_action,
};
use serde_json::json;
use tokio::sync::Semaphore;
use tower::util::MapRequestLayer;

use crate::cell::Situation;
use crate::client::Client;
use crate::packages::Scripts;
use crate::page::{count, form, page, row};

/// What the trials look at.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Whose markup the page has.
    pub(crate) client: &'static Client,
    /// Whether the form is checked while it is filled in.
    pub(crate) is_checked: bool,
    items: Arc<Mutex<Vec<String>>>,
    /// How often the function ran.
    runs: Arc<AtomicU32>,
    /// How often the form arrived.
    posts: Arc<AtomicU32>,
    /// Whether the row is on.
    is_on: Arc<AtomicBool>,
    /// What the response of each check waits for.
    checks: Arc<Semaphore>,
    /// Whether the origin guard refuses everything.
    refuses: Arc<AtomicBool>,
}

/// More checks than there are in any trial.
const CHECKS: usize = 100;

/// A running app.
#[derive(Debug)]
pub(crate) struct Site {
    seen: Seen,
    server: Server,
}

/// Adds an item to the list.
#[server_action(state = Seen)]
pub(crate) async fn add_item(
    #[extract] State(seen): State<Seen>,
    #[field(check = is_unused)] text: String,
) -> Result<Redirect, Problem> {
    seen.runs.fetch_add(1, Ordering::SeqCst);
    match &*text {
        "taken" => return Err(Problem::field("text", "There is one already.")),
        "away" => return Ok(Redirect::to("/elsewhere")),
        "busy" => return Err(Problem::conflict("busy").with_detail("Try again later.")),
        _ => seen.lock().push(text),
    }
    Ok(Redirect::to("/list").flash("Added"))
}

async fn is_unused(text: &str) -> Result<(), Message> {
    match text {
        "used" => Err("That was used before.".into()),
        _ => Ok(()),
    }
}

/// Turns the row on or off.
#[server_action(state = Seen)]
pub(crate) async fn toggle(#[extract] forms: Forms, #[extract] State(seen): State<Seen>) -> Reply {
    seen.runs.fetch_add(1, Ordering::SeqCst);
    let is_on = !seen.is_on.fetch_xor(true, Ordering::SeqCst);
    Reply::back()
        .part(row(&seen, &forms))
        .at("#row")
        .also("#count", count(&seen))
        .event("row-toggled", json!({ "on": is_on }))
}

impl Seen {
    fn new(client: &'static Client, situation: Situation) -> Self {
        Self {
            client,
            is_checked: situation == Situation::Check,
            items: Arc::default(),
            runs: Arc::default(),
            posts: Arc::default(),
            is_on: Arc::default(),
            checks: Arc::new(Semaphore::new(CHECKS)),
            refuses: Arc::new((situation == Situation::Refused).into()),
        }
    }

    pub(crate) fn items(&self) -> Vec<String> {
        self.lock().clone()
    }

    pub(crate) fn is_on(&self) -> bool {
        self.is_on.load(Ordering::SeqCst)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    pub(crate) fn start(client: &'static Client, scripts: Scripts, situation: Situation) -> Self {
        let seen = Seen::new(client, situation);
        let desk = desk(&seen);
        let script = move |axum::extract::Path(name): axum::extract::Path<String>| {
            let text = scripts.get(&name).unwrap_or_default().to_owned();
            std::future::ready(([(CONTENT_TYPE, "text/javascript")], text).into_response())
        };
        let checks = Arc::clone(&seen.checks);
        let host = axum::Router::new().route("/scripts/{name}", get(script)).desk(desk);
        let host = host.layer(from_fn(move |request, next| hold(Arc::clone(&checks), request, next)));
        Self {
            seen,
            server: start(host, 0).unwrap(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    /// Holds the responses of checks until they are released.
    pub(crate) fn hold_checks(&self) {
        self.seen.checks.forget_permits(CHECKS);
    }

    pub(crate) fn release_checks(&self) {
        self.seen.checks.add_permits(CHECKS);
    }

    /// Returns how often the form arrived, and how often the function ran.
    pub(crate) fn counts(&self) -> (u32, u32) {
        let Seen { posts, runs, .. } = &self.seen;
        (posts.load(Ordering::SeqCst), runs.load(Ordering::SeqCst))
    }
}

async fn hold(checks: Arc<Semaphore>, request: Request, next: Next) -> Response {
    let is_check = request.uri().path().ends_with("/check");
    let response = next.run(request).await;
    if is_check {
        checks.acquire().await.unwrap().forget();
    }
    response
}

fn desk(seen: &Seen) -> Desk {
    let elsewhere = async || Html("<!DOCTYPE html><title>Elsewhere</title><main>Another page</main>");
    let routes = Router::new().page("/list", page).page("/elsewhere", elsewhere);
    let mut builder = Desk::builder(seen.clone())
        .routes(routes)
        .action::<AddItem>()
        .action::<Toggle>()
        .layer(MapRequestLayer::new(count_posts(seen)));
    if seen.client.has_part {
        let seen = seen.clone();
        builder = builder.form_fragment(move |view: FormView<AddItem>| form(&seen, &view).into_string());
    }
    builder.build().unwrap()
}

/// Counts forms. To make the guard refuse them, each seems to be from another site.
fn count_posts(seen: &Seen) -> impl Fn(Request) -> Request + Clone + use<> {
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

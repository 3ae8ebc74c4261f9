//! What each library does with the parts of a reply: one page, one set of actions, and the markup that
//! each library needs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use axum::routing::get;
use conformance::servers::Server;
use conformance::servers::axum::start;
use frontdesk::axum::RouterExt as _;
use frontdesk::{Action, Desk, FormView, Forms, Html, Problem, Reply, Router, State, server_action};
use maud::{DOCTYPE, Markup, html};
use serde_json::json;

use crate::packages::Scripts;
use crate::webdriver::Tab;

/// How long a change may take.
const CHANGE: Duration = Duration::from_secs(6);

/// A library, in the markup that it needs.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) name: &'static str,
    scripts: &'static [&'static str],
    /// The attributes of a form that gets an element of this id. `{}` is the id.
    attributes: &'static [(&'static str, &'static str)],
    /// The attributes of the form that shows a page.
    page: &'static [(&'static str, &'static str)],
    /// Whether it has events.
    has_events: bool,
    /// Whether it places elements without one that it asked for.
    only_out_of_band: bool,
    /// Whether it removes an element without loading the page again.
    removes: bool,
}

/// All libraries, and a browser without one.
pub(crate) static LIBRARIES: &[Library] = &[
    Library {
        name: "browser",
        scripts: &[],
        attributes: &[],
        page: &[],
        has_events: false,
        only_out_of_band: false,
        removes: false,
    },
    Library {
        name: "htmx_2",
        scripts: &["htmx-2"],
        attributes: HTMX,
        page: &[("hx-post", "/_actions/show_secret")],
        has_events: true,
        only_out_of_band: true,
        removes: true,
    },
    Library {
        name: "htmx_4",
        scripts: &["htmx-4"],
        attributes: HTMX,
        page: &[("hx-post", "/_actions/show_secret")],
        has_events: true,
        only_out_of_band: true,
        removes: true,
    },
    Library {
        name: "unpoly",
        scripts: &["unpoly"],
        attributes: &[("up-submit", ""), ("up-target", "#{}")],
        page: &[("up-submit", ""), ("up-target", ":main")],
        has_events: true,
        only_out_of_band: true,
        removes: false,
    },
    Library {
        name: "alpine",
        scripts: &["alpine-ajax", "alpine"],
        attributes: &[("x-target", "{}")],
        page: &[],
        has_events: false,
        only_out_of_band: false,
        removes: true,
    },
    Library {
        name: "turbo",
        scripts: &["turbo"],
        attributes: &[],
        page: &[],
        has_events: false,
        only_out_of_band: true,
        removes: true,
    },
];

const HTMX: &[(&str, &str)] = &[
    ("hx-post", "/_actions/{action}"),
    ("hx-target", "#{}"),
    ("hx-swap", "outerHTML"),
    ("hx-push-url", "true"),
];

/// The rows, and the library of the page.
#[derive(Debug, Clone)]
struct Rows {
    /// Whether each is on.
    all: Arc<Mutex<Vec<(u32, bool)>>>,
    library: &'static Library,
}

impl Rows {
    fn lock(&self) -> MutexGuard<'_, Vec<(u32, bool)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on(&self) -> usize {
        self.lock().iter().filter(|(_, is_on)| *is_on).count()
    }
}

/// Turns a row on or off. The page has no element `nowhere`.
#[server_action(state = Rows)]
async fn toggle(
    #[extract] forms: Forms,
    #[extract] State(rows): State<Rows>,
    #[sealed] id: u32,
) -> Result<Reply, Problem> {
    let is_on = {
        let mut all = rows.lock();
        let row = all.iter_mut().find(|(own, _)| *own == id);
        let (_, is_on) = row.ok_or_else(Problem::not_found)?;
        *is_on = !*is_on;
        *is_on
    };
    Ok(counted(&rows, Reply::back())
        .part(row(&rows, &forms, id, is_on))
        .at(&format!("#row-{id}"))
        .also("#nowhere", "<p id=nowhere></p>")
        .event("row:toggled", json!({ "id": id, "text": "ü\"'\\" })))
}

#[server_action(state = Rows)]
async fn delete(#[extract] State(rows): State<Rows>, #[sealed] id: u32) -> Reply {
    rows.lock().retain(|(own, _)| *own != id);
    let part = Reply::to("/rows").part("").at(&format!("#row-{id}")).remove();
    counted(&rows, part)
}

#[server_action(state = Rows)]
async fn add(#[extract] forms: Forms, #[extract] State(rows): State<Rows>) -> Reply {
    let id = {
        let mut all = rows.lock();
        let id = all.iter().map(|(id, _)| id + 1).max().unwrap_or(1);
        all.push((id, true));
        id
    };
    let part = Reply::to("/rows")
        .part(row(&rows, &forms, id, true))
        .at("#list")
        .append();
    counted(&rows, part)
}

/// Turns all rows on, and replies with elements out of band only: one is a row at the end of a table.
#[server_action(state = Rows)]
async fn turn_on(#[extract] State(rows): State<Rows>) -> Reply {
    rows.lock().iter_mut().for_each(|(_, is_on)| *is_on = true);
    let reply = counted(&rows, Reply::back());
    reply.also("#log", html! { tr { td { "turned on" } } }).append()
}

/// Shows a page that is no longer there after a reload.
#[server_action]
async fn show_secret() -> Reply {
    Reply::page("<!doctype html><title>Secret</title><main><p>the secret</p></main>")
}

/// Adds the elements that count the rows, one of them in a table.
fn counted(rows: &Rows, reply: Reply) -> Reply {
    reply.also("#count", count(rows)).also("#total", total(rows))
}

fn count(rows: &Rows) -> Markup {
    html! { b id="count" x-sync { (rows.on()) " on" } }
}

fn total(rows: &Rows) -> Markup {
    html! { tr id="total" x-sync { td { (rows.lock().len()) " rows" } } }
}

fn row(rows: &Rows, forms: &Forms, id: u32, is_on: bool) -> Markup {
    let (library, element) = (rows.library, format!("row-{id}"));
    let (toggle, delete) = (forms.of_key::<Toggle>(id), forms.of_key::<Delete>(id));
    html! {
        li id=(element) {
            span { "Row " (id) " is " (if is_on { "on" } else { "off" }) }
            (open(library, &toggle, &element)) (toggle.seal(Toggle::ID, &id)) button.toggle { "Toggle" } (toggle.close())
            (open(library, &delete, &element)) (delete.seal(Delete::ID, &id)) button.delete { "Delete" } (delete.close())
        }
    }
}

/// Returns the start tag of a form whose response has an element.
fn open<A: Action>(library: &Library, form: &FormView<A>, element: &str) -> frontdesk::Markup {
    let attributes = library.attributes.iter();
    let attributes: Vec<_> = attributes
        .map(|(name, value)| (*name, value.replace("{action}", A::NAME).replace("{}", element)))
        .collect();
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, &**value)).collect();
    form.open_with(&attributes)
}

async fn page(forms: Forms, State(rows): State<Rows>) -> Html<String> {
    let library = rows.library;
    let all = rows.lock().clone();
    let (add, turn_on, show_secret) = (forms.of::<Add>(), forms.of::<TurnOn>(), forms.of::<ShowSecret>());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (library.name) }
                @for script in library.scripts { script src={ "/scripts/" (script) } defer {} }
                script { (maud::PreEscaped(LISTEN)) }
            }
            body {
                main x-data {
                    ul id="list" x-merge="append" { @for (id, is_on) in all { (row(&rows, &forms, id, is_on)) } }
                    p { (count(&rows)) }
                    table { tbody { (total(&rows)) } }
                    table { tbody id="log" {} }
                    (open(library, &turn_on, "hint")) button id="all" { "All" } (turn_on.close())
                    p id="hint" { "The hint." }
                    (open(library, &add, "list")) button id="add" { "Add" } (add.close())
                    (show_secret.open_with(library.page)) button id="show" { "Show" } (show_secret.close())
                }
            }
        }
    };
    Html(page.into_string())
}

/// Records the events.
const LISTEN: &str = "window.seen = []; addEventListener('row:toggled', event => seen.push(event.detail?.id ?? event.id, \
                      event.detail?.text ?? event.text), true)";

/// A running app.
struct Site {
    rows: Rows,
    server: Server,
}

impl Site {
    fn start(library: &'static Library, scripts: Scripts) -> Self {
        let rows = Rows {
            all: Arc::new(Mutex::new(vec![(1, false), (2, false), (3, false)])),
            library,
        };
        let desk = Desk::builder(rows.clone()).routes(Router::new().page("/rows", page));
        let desk = desk
            .action::<Toggle>()
            .action::<Delete>()
            .action::<Add>()
            .action::<TurnOn>()
            .action::<ShowSecret>();
        let script = move |axum::extract::Path(name): axum::extract::Path<String>| {
            let text = scripts.get(&name).unwrap_or_default().to_owned();
            std::future::ready(([(CONTENT_TYPE, "text/javascript")], text).into_response())
        };
        let host = axum::Router::new()
            .route("/scripts/{name}", get(script))
            .desk(desk.build().unwrap());
        Self {
            rows,
            server: start(host, 0).unwrap(),
        }
    }
}

/// Presses every button of the page, and looks at what has changed.
pub(crate) async fn trial(library: &'static Library, scripts: Scripts, tab: Tab) {
    let site = Site::start(library, scripts);
    tab.open(&format!("http://{}/rows", site.server.address())).await;
    tab.evaluate("window.mark = 'here'").await;
    let in_place = !library.scripts.is_empty();

    tab.click("#row-2 .toggle").await;
    shows(&tab, &["Row 1 is off", "Row 2 is on", "Row 3 is off", "1 on", "3 rows"]).await;
    assert_eq!(is_in_place(&tab).await, in_place, "toggle");
    if library.has_events {
        assert!(
            tab.comes_true(
                "return JSON.stringify(seen) === JSON.stringify([2, 'ü\\\"\\'\\\\'])",
                CHANGE
            )
            .await
        );
    }
    // The form in the part works as well.
    tab.click("#row-2 .toggle").await;
    shows(
        &tab,
        &["Row 1 is off", "Row 2 is off", "Row 3 is off", "0 on", "3 rows"],
    )
    .await;

    tab.click("#add").await;
    shows(&tab, &["Row 3 is off", "Row 4 is on", "1 on", "4 rows"]).await;
    assert_eq!(is_in_place(&tab).await, in_place, "add");
    assert_eq!(tab.texts("#list > li").await.len(), 4);
    assert_eq!(site.rows.lock().len(), 4);

    tab.click("#row-1 .delete").await;
    let gone = "return !document.querySelector('#row-1')";
    assert!(tab.comes_true(gone, CHANGE).await, "{}", tab.text("body").await);
    shows(&tab, &["Row 2 is off", "Row 4 is on", "1 on", "3 rows"]).await;
    assert_eq!(tab.texts("#list > li").await.len(), 3);
    if library.removes {
        assert!(is_in_place(&tab).await, "delete");
    }
    tab.click("#row-4 .toggle").await;
    shows(&tab, &["Row 4 is off", "0 on"]).await;
    assert_eq!(tab.address().await, "/rows");

    tab.click("#all").await;
    shows(&tab, &["3 on", "The hint."]).await;
    if library.only_out_of_band {
        assert_eq!(tab.texts("#log tr").await, ["turned on"]);
        assert!(is_in_place(&tab).await || !library.removes, "out of band");
    }

    tab.click("#show").await;
    shows(&tab, &["the secret"]).await;
}

async fn is_in_place(tab: &Tab) -> bool {
    tab.evaluate("return window.mark === 'here'").await == true
}

/// Waits until the page has all these texts.
async fn shows(tab: &Tab, texts: &[&str]) {
    let texts = json!(texts);
    let script = format!("return {texts}.every(text => document.body.innerText.includes(text))");
    assert!(
        tab.comes_true(&script, CHANGE).await,
        "{texts} is not in {}",
        tab.text("body").await
    );
}

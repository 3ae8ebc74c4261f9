//! The pages of `examples/todo`, in every state.

use std::sync::Arc;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use frontdesk::Forms;
use frontdesk::axum::RouterExt as _;
use serde_json::json;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use todo::host::Welcome;
use todo::store::Todos;

use crate::axe::Axe;
use crate::host::Host;
use crate::visit::Visit;
use crate::webdriver::Tab;

pub(crate) const TITLE: &str = "[name=title]";
pub(crate) const NOTES: &str = "[name=notes]";
pub(crate) const ADD: &str = ".primary";

const TOKEN: &str = "document.querySelector('[name=__fd_once]').value";

/// Entries of every kind.
const ENTRIES: &str = "INSERT INTO todos (title, due, urgent, notes, done) VALUES
    ('Buy milk', '2020-02-29', 1, 'Two litres.
Oat milk will do.', 0),
    ('Donaudampfschifffahrtsgesellschaftskapitän anrufen', '2999-12-31', 0, '', 0),
    ('Call Ada', NULL, 0, '', 0),
    ('Buy milk', NULL, 0, 'From the farm.', 1)";

/// The file of the database.
const DATABASE: &str = "todo.db";

/// Starts the app, and a page of its host.
pub(crate) async fn host() -> Host {
    Host::start(async |files| {
        let todos = Todos::open(files.join(DATABASE)).await.unwrap();
        Router::new()
            .route("/welcome", get(welcome))
            .desk(todo::desk(todos).unwrap())
    })
    .await
}

async fn welcome(forms: Forms) -> Html<String> {
    Html(Welcome::new("axum", 1, &forms).to_string())
}

/// Changes the list without the app.
pub(crate) async fn execute(host: &Host, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(host.files().join(DATABASE));
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Adds entries of every kind.
pub(crate) async fn fill(host: &Host) {
    execute(host, ENTRIES).await;
}

/// The form for a new todo, and the search.
pub(crate) async fn forms(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let mut visit = Visit::new(tab, host().await, axe, scripts);
    visit.open("/todos").await;
    visit.look("list", "empty", "document.querySelector('.empty')").await;
    enter_bad_values(&visit).await;
    visit.tab.click(ADD).await;
    let three = "document.querySelectorAll('.error').length === 3";
    visit.look("list", "failed: three fields", three).await;

    visit.open("/todos").await;
    let token = visit.tab.evaluate(&format!("return {TOKEN}")).await;
    visit.tab.type_into(TITLE, "Rest").await;
    visit.tab.click(ADD).await;
    let flash = "document.querySelector('.flash')";
    visit.look("list", "a flash message", flash).await;
    // The form that was sent is sent once more, with another title.
    visit.tab.evaluate(&format!("{TOKEN} = {token}")).await;
    visit.tab.type_into(TITLE, "Sleep").await;
    visit.tab.click(ADD).await;
    let alert = "document.querySelector('.problem[role=alert]')";
    visit.look("list", "failed: already sent", alert).await;

    visit.open("/todos?q=bread").await;
    let nothing = "document.querySelector('.empty')?.textContent.includes('Nothing found')";
    visit.look("list", "nothing found", nothing).await;
    visit.open("/todos?show=some").await;
    visit
        .look("list", "failed: the search", "document.querySelector('.error')")
        .await;
    if scripts {
        waiting(&mut visit).await;
    }
    visit.finish();
}

/// A form that waits for its response, and one that never gets it.
async fn waiting(visit: &mut Visit) {
    visit.open("/todos").await;
    visit.host.hold(true);
    visit.tab.type_into(TITLE, "Slow").await;
    visit.tab.click(ADD).await;
    let pending = "document.querySelector('form[aria-busy=true] .primary:disabled')";
    visit.look("list", "pending", pending).await;
    visit.until("document.getAnimations().length === 1").await;
    visit.host.hold(false);
    visit.until("document.querySelector('.flash')").await;
    visit
        .until("!document.querySelector('[aria-busy], :disabled') && !document.getAnimations().length")
        .await;

    visit.tab.set_offline(true).await;
    visit.tab.type_into(TITLE, "Lost").await;
    visit.tab.click(ADD).await;
    let message = "document.querySelector('[data-frontdesk-failed]')";
    visit.look("list", "no network", message).await;
    visit.tab.set_offline(false).await;
}

/// The entries, and what can go wrong in their forms.
pub(crate) async fn entries(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let mut visit = Visit::new(tab, host().await, axe, scripts);
    fill(&visit.host).await;
    visit.open("/todos").await;
    let four = "document.querySelectorAll('.todos li').length === 4";
    visit.look("list", "entries", four).await;
    visit.tab.click(".todos summary").await;
    visit.tab.click(".card summary").await;
    let open = "document.querySelectorAll('details[open]').length === 2";
    visit.look("list", "entries, opened", open).await;

    // There is an open one of this title.
    visit.open("/todos").await;
    visit.tab.click(".done .tick").await;
    let in_row = "document.querySelector('.done .problem[role=alert]')";
    visit.look("list", "failed: an entry", in_row).await;
    visit.open("/todos").await;
    execute(&visit.host, "DELETE FROM todos WHERE title = 'Call Ada'").await;
    visit.tab.click("#todo-3 .tick").await;
    let below = "document.querySelector('main > .problem[role=alert]')";
    visit.look("list", "failed: no such entry", below).await;
    if scripts {
        visit.open("/todos").await;
        visit.host.hold(true);
        visit.tab.click(".tick").await;
        let pending = "document.querySelector('form[aria-busy=true] .tick:disabled')";
        visit.look("list", "pending entry", pending).await;
        visit.host.hold(false);
    }
    visit.finish();
}

/// The page of one todo, and the page of the host app.
pub(crate) async fn pages(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let mut visit = Visit::new(tab, host().await, axe, scripts);
    fill(&visit.host).await;
    visit.open("/todos/1/edit").await;
    visit
        .look("edit", "a todo", "document.querySelector('[name=id]')")
        .await;
    enter_bad_values(&visit).await;
    visit.tab.click(ADD).await;
    let three = "document.querySelectorAll('.error').length === 3";
    visit.look("edit", "failed: three fields", three).await;
    visit.open("/todos/1/edit").await;
    visit
        .tab
        .evaluate("document.querySelector('[name=id]').value = 'x'")
        .await;
    visit.tab.click(ADD).await;
    let alert = "document.querySelector('.problem[role=alert]')";
    visit.look("edit", "failed: expired", alert).await;

    visit.open("/welcome").await;
    visit.look("welcome", "empty", "document.querySelector('h1')").await;
    visit.tab.type_into(TITLE, "   ").await;
    visit.tab.click(ADD).await;
    visit
        .look("welcome", "failed: a field", "document.querySelector('.error')")
        .await;

    // In another language.
    let headers = json!({ "headers": { "Accept-Language": "de" } });
    visit.tab.command("Network.enable", json!({})).await;
    visit.tab.command("Network.setExtraHTTPHeaders", headers).await;
    visit.language = "de";
    visit.open("/todos").await;
    visit
        .look("list", "entries in German", "document.querySelector('.todos li')")
        .await;
    visit.open("/todos/1/edit").await;
    visit
        .look("edit", "in German", "document.querySelector('[name=id]')")
        .await;
    visit.finish();
}

/// The app's own pages for problems.
pub(crate) async fn problems(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let mut visit = Visit::new(tab, host().await, axe, scripts);
    fill(&visit.host).await;
    for (path, state) in [
        ("/nothing", "404"),
        ("/todos/seven/edit", "400"),
        ("/todos/7/edit", "404 with a detail"),
        ("/_actions/add_todo", "405"),
        ("/api/todos?limit=1000", "400 with fields (API)"),
        ("/api/todos/7", "404 (API)"),
    ] {
        visit.open(path).await;
        visit.look("problem", state, "document.querySelector('.back')").await;
    }
    visit.open("/todos").await;
    visit.host.refuse(true);
    visit.tab.type_into(TITLE, "Rest").await;
    visit.tab.click(ADD).await;
    // The script shows it in the form, where the text is.
    let refused = match scripts {
        true => "document.querySelector('form [data-frontdesk-failed][role=alert]')",
        false => "document.querySelector('.back') && !document.querySelector('form')",
    };
    visit.look("problem", "403, from another site", refused).await;
    execute(&visit.host, "DROP TABLE todos").await;
    visit.open("/todos").await;
    visit.look("problem", "500", "document.querySelector('code')").await;
    visit.finish();
}

/// A blank title, notes that are too long, and a year of two digits.
async fn enter_bad_values(visit: &Visit) {
    visit.tab.type_into(TITLE, "   ").await;
    visit.tab.paste_into("[name=due]", "0026-11-20", 1).await;
    visit.tab.paste_into(NOTES, "x", 2001).await;
}

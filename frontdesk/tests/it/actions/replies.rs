//! Replies: what the store has of them, what they leave behind, and mistakes in them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use frontdesk::testing::Browser;
use frontdesk::{
    Body, Desk, Flashes, Forms, Html, Problem, Redirect, Reply, Request, Response, Router, State, server_action,
};
use futures_util::FutureExt;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, SET_COOKIE};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::fixtures::{Runs, browser_post, builder, cookies, location, post, text, with_body};

#[derive(Clone)]
struct App {
    runs: Runs,
    /// Each run of `report` takes one permit.
    gate: Arc<Semaphore>,
}

impl App {
    fn new() -> Self {
        Self {
            runs: Runs::default(),
            gate: Arc::new(Semaphore::new(0)),
        }
    }
}

/// A download, whose head has more than the download.
#[server_action(once)]
async fn report(#[extract] State(app): State<App>, size: usize, stream: bool) -> Reply {
    let run = app.runs.add();
    app.gate.acquire().await.unwrap().forget();
    let text = format!("{run}{}", "x".repeat(size));
    let body = match stream {
        true => Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>(text)])),
        false => Body::from(text),
    };
    let head = [
        (CONTENT_TYPE, "text/csv"),
        (CONTENT_DISPOSITION, "attachment"),
        (SET_COOKIE, "secret=1"),
    ];
    Reply::response((head, [("x-own", "1")], body))
        .with([("x-more", "2")])
        .flash("Here it is")
}

/// Renames something, in a part of the page.
#[server_action]
async fn rename(#[extract] forms: Forms, name: String) -> Result<Reply, Problem> {
    if name.is_empty() {
        return Err(Problem::field("name", "What is it called?"));
    }
    Ok(Reply::back().part(part(&forms, &name)).at("#name").flash("Renamed"))
}

fn part(forms: &Forms, name: &str) -> String {
    let form = forms.of::<Rename>();
    let field = form.field(Rename::NAME);
    format!(
        "<div id=\"name\">{name}{}{}{}<button>Rename</button></form></div>",
        form.open(),
        field.input("text"),
        field.messages()
    )
}

/// Shows the name, without having done anything.
#[server_action]
async fn preview(name: String) -> Reply {
    Reply::page(format!("<p id=preview>{name}</p>"))
}

/// Makes a mistake.
#[server_action]
async fn mistaken(kind: String) -> Reply {
    let reply = Reply::to("/");
    match &*kind {
        "status" => reply.status(404),
        "status-of-nothing" => reply.status(1),
        "no-hash" => reply.part("<p id=x>").at("x"),
        "no-part" => reply.at("#x"),
        "append" => reply.append(),
        "text" => reply.also("#x", "text"),
        "other-id" => reply.part("<p id=y>").at("#x"),
        "long" => reply.event("e", "x".repeat(2000)),
        "header" => reply.with([("location", "/x")]),
        "none" => reply
            .part("<p class=y id='x'>")
            .at("#x")
            .also("#list", "text")
            .append()
            .also("#y", "")
            .remove(),
        other => panic!("{other}"),
    }
}

/// To another origin.
#[server_action]
async fn pay() -> Reply {
    Reply::from(Redirect::external("https://pay.example/1").flash("dropped")).value("x")
}

async fn page(forms: Forms, flashes: Flashes) -> Html<String> {
    let flashes: String = flashes.iter().map(|flash| flash.text().to_owned()).collect();
    let report = forms.of::<Report>();
    Html(format!(
        "<p id=flashes>{flashes}</p>{}{}</form>",
        part(&forms, "name"),
        report.open()
    ))
}

fn desk(app: &App) -> Desk {
    let desk = builder(app.clone()).routes(Router::new().page("/", page));
    let desk = desk.action::<Report>().action::<Rename>().action::<Preview>();
    desk.action::<Mistaken>().action::<Pay>().build().unwrap()
}

fn report_of(browser: &Browser, cookie: &str, fields: &str) -> Request {
    let token = browser.page().form::<Report>().raw("__fd_once").unwrap().to_owned();
    let request = post("report").header("cookie", cookie);
    with_body(request, &format!("{fields}&__fd_once={token}"))
}

fn names(response: &Response) -> Vec<&str> {
    let mut names: Vec<_> = response.headers().keys().map(http::HeaderName::as_str).collect();
    names.retain(|name| !["cache-control", "content-length"].contains(name));
    names.sort_unstable();
    names
}

#[tokio::test]
async fn headers_never_go_to_a_waiter_with_another_browser_id() {
    let app = App::new();
    let desk = desk(&app);
    let mut browser = Browser::new(desk.clone());
    browser.get("/").await;
    let id = format!("_fd_browser={}", browser.cookie("_fd_browser").unwrap());
    let call = |cookie: &str| tokio::spawn(desk.respond(report_of(&browser, cookie, "size=1")));
    let first = call(&id);
    while app.runs.get() == 0 {
        tokio::task::yield_now().await;
    }
    let waiters = [
        (call(&id), true),
        (call(""), false),
        (call("_fd_browser=abcdefghijklmnopqrstu_"), false),
    ];
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    app.gate.add_permits(1);
    let all = [
        "content-disposition",
        "content-type",
        "frontdesk-flash",
        "set-cookie",
        "x-more",
        "x-own",
    ];
    let response = first.await.unwrap();
    assert_eq!(names(&response), all);
    assert_eq!(text(response).await, "1x");
    for (at, (waiter, is_same)) in waiters.into_iter().enumerate() {
        let response = waiter.await.unwrap();
        assert_eq!(names(&response), if is_same { &all[..] } else { &all[..2] }, "{at}");
        assert_eq!(text(response).await, "1x", "{at}");
    }
    // Afterwards, cookies don't even go to the same browser.
    let late = call(&id).await.unwrap();
    assert_eq!(names(&late), [all[0], all[1], all[4], all[5]]);
    assert_eq!((text(late).await, app.runs.get()), ("1x".to_owned(), 1));
}

#[tokio::test]
async fn large_and_streamed_responses_are_not_stored() {
    for (fields, length, is_stored) in [
        ("size=65000", 65_001, true),
        // The body and its head have no room together.
        ("size=65535", 65_536, false),
        ("size=65536", 65_537, false),
        ("size=3&stream=on", 4, false),
    ] {
        let app = App::new();
        app.gate.add_permits(1);
        let desk = desk(&app);
        let mut browser = Browser::new(desk.clone());
        browser.get("/").await;
        let id = format!("_fd_browser={}", browser.cookie("_fd_browser").unwrap());
        let first = desk.respond(report_of(&browser, &id, fields)).await;
        assert_eq!(
            (first.status().as_u16(), text(first).await.len()),
            (200, length),
            "{fields}"
        );
        let repeat = desk.respond(report_of(&browser, &id, fields)).await;
        assert_eq!(app.runs.get(), 1);
        if is_stored {
            assert_eq!(
                (repeat.status().as_u16(), text(repeat).await.len()),
                (200, length),
                "{fields}"
            );
            continue;
        }
        // What is not stored is a reply without anything.
        assert_eq!(repeat.status(), 204, "{fields}");
        assert!(names(&repeat).is_empty(), "{fields}: {repeat:?}");
    }
}

#[tokio::test]
async fn part_drops_what_the_page_shows_of_the_form_before() {
    let desk = desk(&App::new());
    let mut browser = Browser::new(desk.clone());
    browser.get("/").await;
    let failed = browser.submit::<Rename>(|form| form).await;
    assert_eq!(failed.form::<Rename>().error(Rename::NAME), "What is it called?");
    // htmx sends the form again, with the cookies of the browser.
    let names: Vec<_> = ["_fd_browser".to_owned()]
        .into_iter()
        .chain(state_cookies(&browser))
        .collect();
    let cookie: Vec<_> = names
        .iter()
        .map(|name| format!("{name}={}", browser.cookie(name).unwrap()))
        .collect();
    let request = post("rename")
        .header("hx-request", "true")
        .header("hx-current-url", format!("http://localhost{}", failed.url()))
        .header("cookie", cookie.join("; "));
    let response = desk.respond(with_body(request, "name=Ada")).await;
    for (name, value) in cookies(&response) {
        browser.set_cookie(&name, &value);
    }
    let part = text(response).await;
    assert!(part.starts_with("<div id=\"name\">Ada<form"), "{part}");
    assert!(!part.contains("What is it called?"), "{part}");
    // The message of the part waits for the next page.
    let page = browser.get(failed.url()).await;
    assert_eq!(page.text_of("flashes").as_deref(), Some("Renamed"));
    assert_eq!(page.form::<Rename>().error(Rename::NAME), "");
    assert_eq!(browser.get("/").await.text_of("flashes").as_deref(), Some(""));
}

/// Returns the names of the cookies with form state.
fn state_cookies(browser: &Browser) -> Vec<String> {
    let (_, id) = browser.page().url().split_once("_fd=").unwrap();
    vec![format!("_fd_{}", id.split('.').next().unwrap())]
}

/// The form of the other action is repopulated when the browser shows it again.
#[tokio::test]
async fn page_of_another_button_leaves_the_failed_form() {
    let mut browser = Browser::new(desk(&App::new()));
    browser.get("/").await;
    let failed = browser.submit::<Rename>(|form| form).await;
    let state = state_cookies(&browser).remove(0);
    let (value, id) = (browser.cookie(&state).unwrap(), browser.cookie("_fd_browser").unwrap());
    let request = browser_post("preview").header("cookie", format!("{state}={value}; _fd_browser={id}"));
    let response = desk(&App::new())
        .respond(with_body(request, "name=x&__fd_form=rename"))
        .await;
    assert_eq!(response.status(), 200);
    assert!(cookies(&response).is_empty(), "{response:?}");
    assert_eq!(text(response).await, "<p id=preview>x</p>");
    let again = browser.get(failed.url()).await;
    assert_eq!(again.form::<Rename>().error(Rename::NAME), "What is it called?");
}

#[tokio::test]
async fn redirect_to_another_origin_is_a_reply() {
    let desk = desk(&App::new());
    let response = desk.respond(with_body(browser_post("pay"), "")).await;
    assert_eq!(
        (response.status().as_u16(), location(&response)),
        (303, "https://pay.example/1")
    );
    assert!(cookies(&response).is_empty());
    let response = desk.respond(with_body(post("pay"), "")).await;
    assert_eq!(response.headers()["frontdesk-redirect"], "https://pay.example/1");
    assert_eq!(text(response).await, "\"x\"");
}

/// Back to a page whose path is not ASCII.
#[tokio::test]
async fn message_survives_any_return_url() {
    let desk = desk(&App::new());
    for (page, expected) in [("/süß", "/s%C3%BC%C3%9F"), ("/a b", "/a%20b")] {
        let page = page.replace(' ', "%20");
        let body = format!("name=x&__fd_return={page}");
        let response = desk.respond(with_body(browser_post("rename"), &body)).await;
        assert_eq!((response.status().as_u16(), location(&response)), (303, expected));
        assert!(
            cookies(&response)
                .iter()
                .any(|(name, _)| name.starts_with("_fd_flash_"))
        );
    }
}

#[tokio::test]
async fn test_kit_panics_at_a_mistake() {
    for (kind, expected) in [
        ("status", "404 is not the status of a success"),
        ("status-of-nothing", "1 is not the status of a success"),
        ("no-hash", "`x` is not a target: it does not begin with `#`"),
        ("no-part", "`.at(…)` stands after `.part(…)`"),
        ("append", "stand after `.part(…)` or `.also(…)`"),
        ("text", "the HTML for `#x` does not begin with an element"),
        ("other-id", "the element for `#x` does not have that id"),
        ("long", "the event `e` was left out"),
        ("header", "`location` can't be set by `.with(…)`"),
        ("none", ""),
    ] {
        let mut browser = Browser::new(desk(&App::new()));
        let fields = json!({ "kind": kind });
        let call = AssertUnwindSafe(browser.call::<Mistaken>(&fields)).catch_unwind().await;
        match call {
            Ok(response) => {
                assert_eq!(response.status(), 200);
                assert_eq!(expected, "", "{kind}");
            }
            Err(panicked) => {
                let message = panicked.downcast_ref::<String>().unwrap();
                assert!(!expected.is_empty() && message.contains(expected), "{kind}: {message}");
            }
        }
    }
}

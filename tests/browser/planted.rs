//! Cookies that a page on a subdomain plants: a form state that was made elsewhere is not shown.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Html;
use axum::routing::get;
use conformance::app::{self, App, Settings};
use conformance::servers::axum::start;
use conformance::servers::{Adapter, Server};
use frontdesk::http::header::{COOKIE, SET_COOKIE};
use frontdesk::{Body, Desk, DeskBuilder, Request};
use tower::util::MapRequestLayer;

use crate::suite::{ADD, Suite, TAKEN, TITLE, TITLE_ERRORS};
use crate::webdriver::Tab;

pub(crate) fn trials(suite: &mut Suite) {
    suite.each("planted::state_is_not_shown", plain);
    suite.each("planted::name_that_only_a_unicode_trim_makes_ours_is_ignored", unicode);
}

/// A running reference app, which records the cookies of the last request.
struct Victim {
    desk: Desk,
    server: Server,
    cookies: Arc<Mutex<Vec<u8>>>,
}

impl Victim {
    fn start(adapter: Adapter, more: impl FnOnce(DeskBuilder<App>) -> DeskBuilder<App>) -> Self {
        let (app, cookies) = (App::default(), Arc::new(Mutex::default()));
        let recorded = Arc::clone(&cookies);
        let layer = MapRequestLayer::new(move |request: Request| {
            let cookies = request.headers().get_all(COOKIE).iter().map(HeaderValue::as_bytes);
            *recorded.lock().unwrap() = cookies.collect::<Vec<_>>().join(&b"; "[..]);
            request
        });
        let desk = more(app::builder(&app, &Settings::default()))
            .layer(layer)
            .build()
            .unwrap();
        let server = adapter.start(app, desk.clone(), 0).unwrap();
        Self { desk, server, cookies }
    }

    fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.server.address().port())
    }

    /// Opens a page, and asserts that the browser sends a cookie of this name.
    async fn open(&self, tab: &Tab, host: &str, path: &str, cookie: &str) {
        tab.open(&self.url(host, path)).await;
        let cookies = self.cookies.lock().unwrap();
        let wanted = format!("{cookie}=").into_bytes();
        let is_sent = cookies.windows(wanted.len()).any(|part| part == wanted);
        assert!(is_sent, "{host}: no {cookie:?}");
    }
}

/// What an attacker has who submitted a form in vain.
struct Planted {
    state: (String, String),
    id: (String, String),
    /// The page that would show the state.
    path: String,
}

impl Planted {
    /// Submits a form to the desk, without a browser.
    async fn of(site: &Victim) -> Self {
        let request = Request::post("/_actions/create_note")
            .header("host", "site.test")
            .header("origin", "https://site.test")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("title=taken&body=&password=&__fd_return=%2Fnotes"));
        let response = site.desk.respond(request.unwrap()).await;
        let mut set = response.headers().get_all(SET_COOKIE).iter().map(|line| {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            (name.to_owned(), rest.split(';').next().unwrap().to_owned())
        });
        Self {
            state: set.next().unwrap(),
            id: set.next().unwrap(),
            path: response.headers()["location"].to_str().unwrap().to_owned(),
        }
    }
}

/// Opens a page on a subdomain of `host` that sets cookies for the whole site.
async fn plant(tab: &Tab, host: &str, cookies: &[&(String, String)]) {
    let lines = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}; Domain={host}; Path=/"));
    let headers: HeaderMap = lines
        .map(|line| (SET_COOKIE, HeaderValue::from_bytes(line.as_bytes()).unwrap()))
        .collect();
    let page = get(async move || (headers, Html("<!DOCTYPE html><title>Evil</title>planted")));
    let server = start(Router::new().route("/", page), 0).unwrap();
    tab.open(&format!("http://evil.{host}:{}", server.address().port()))
        .await;
}

/// Submits a title that is refused.
async fn fail(tab: &Tab) {
    tab.type_into(TITLE, "taken").await;
    tab.follow(ADD).await;
}

async fn assert_clean(tab: &Tab, what: &str) {
    assert_eq!(tab.texts(TITLE_ERRORS).await.len(), 0, "{what}");
    assert_eq!(tab.value(TITLE).await, "", "{what}");
}

async fn plain(tab: Tab, adapter: Adapter) {
    let site = Victim::start(adapter, |desk| desk);
    let Planted { state, id, path } = Planted::of(&site).await;
    // The planted state alone, and beside an id of the victim's own.
    for host in ["one.test", "two.test"] {
        if host == "two.test" {
            tab.open(&site.url(host, "/once")).await;
            assert!(tab.cookies().await.iter().any(|(name, _)| *name == id.0));
        }
        plant(&tab, host, &[&state]).await;
        site.open(&tab, host, &path, &state.0).await;
        assert_clean(&tab, host).await;
        // Without an id, the page says a fixed sentence.
        let problems = tab.texts("[data-problem=cookies-needed]").await.len();
        assert_eq!(problems, usize::from(host == "one.test"));
        // The victim's own forms work.
        fail(&tab).await;
        assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
    }
    // A second id is planted as well: none of the two counts, and the victim learns that its form failed.
    plant(&tab, "two.test", &[&state, &id]).await;
    site.open(&tab, "two.test", &path, &state.0).await;
    assert_clean(&tab, "two ids").await;
    fail(&tab).await;
    assert_eq!(tab.text("main small").await, "422 invalid-fields");

    // The limit over http, which the documentation names: a victim without an id gets the attacker's.
    // It also shows that the browser would have shown the state in the cases above.
    plant(&tab, "three.test", &[&state, &id]).await;
    site.open(&tab, "three.test", &path, &state.0).await;
    assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
}

/// The app is known to use https. Chromium takes such names from a subdomain, and sends them.
async fn unicode(tab: Tab, adapter: Adapter) {
    let site = Victim::start(adapter, |desk| desk.origin("https://site.test"));
    let Planted { state, id, path } = Planted::of(&site).await;
    assert!(state.0.starts_with("__Host-fd_") && id.0.starts_with("__Host-fd_"));
    let spaces = ["\u{2000}", "\u{85}", "\u{a0}", "\u{1680}", "\u{3000}"];
    for (at, space) in spaces.into_iter().enumerate() {
        let host = format!("site{at}.test");
        let [state, id] = [&state, &id].map(|(name, value)| (format!("{space}{name}"), value.clone()));
        plant(&tab, &host, &[&state, &id]).await;
        site.open(&tab, &host, &path, &state.0).await;
        assert_clean(&tab, space).await;
    }
}

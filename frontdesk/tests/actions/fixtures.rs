//! What the tests share: a clock that moves, a store that fails, requests as browsers and scripts send them.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use frontdesk::keys::Keys;
use frontdesk::runtime::{Runtime, Spool, TokioRuntime};
use frontdesk::store::{MemoryStore, StateStore};
use frontdesk::testing::{Browser, Page};
use frontdesk::{Body, BoxFuture, Cookie, Desk, DeskBuilder, Request, Response};
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http_body_util::BodyExt;

/// Tokio's runtime with a wall clock that tests move.
#[derive(Clone, Default)]
pub(crate) struct Clock(Arc<Mutex<Duration>>);

impl Clock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Runtime for Clock {
    fn spawn(&self, future: BoxFuture<'static, ()>) {
        TokioRuntime::new().spawn(future);
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TokioRuntime::new().sleep(duration)
    }

    fn now(&self) -> SystemTime {
        SystemTime::now() + *self.0.lock().unwrap()
    }

    fn random(&self, bytes: &mut [u8]) {
        TokioRuntime::new().random(bytes);
    }

    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        TokioRuntime::new().spool()
    }
}

/// A store that two desks can share, and that can be out of reach.
#[derive(Clone, Default)]
pub(crate) struct Shared {
    store: Arc<MemoryStore>,
    pub(crate) away: Arc<AtomicBool>,
    /// What was written.
    pub(crate) seen: Arc<Mutex<Vec<u8>>>,
}

impl Shared {
    pub(crate) fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    fn reach(&self) -> io::Result<&MemoryStore> {
        match self.away.load(Ordering::SeqCst) {
            true => Err(io::Error::other("away")),
            false => Ok(&self.store),
        }
    }
}

fn failed<'a, T: Send + 'a>(error: io::Error) -> BoxFuture<'a, io::Result<T>> {
    Box::pin(std::future::ready(Err(error)))
}

impl StateStore for Shared {
    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        self.seen.lock().unwrap().extend(&value);
        self.reach()
            .map_or_else(failed, |store| store.put(key, value, now, lifetime))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        self.reach()
            .map_or_else(failed, |store| store.put_new(key, value, now, lifetime))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        self.reach().map_or_else(failed, |store| store.get(key, now))
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.reach().map_or_else(failed, |store| store.remove(key))
    }
}

/// Keys of one byte each, the first of which seals.
pub(crate) fn keys(bytes: &[u8]) -> Keys {
    use std::fmt::Write as _;
    // 32 bytes in base64: 42 characters of six equal bits, and one whose last two bits are none.
    let mut list = String::new();
    for byte in bytes {
        write!(list, "{}A,", char::from(b'A' + byte).to_string().repeat(42)).unwrap();
    }
    Keys::parse(&list).unwrap()
}

pub(crate) fn builder<S: Send + Sync + 'static>(state: S) -> DeskBuilder<S> {
    Desk::builder(state).keys(keys(&[1]))
}

/// How often a function ran.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<AtomicU32>);

impl Runs {
    pub(crate) fn add(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub(crate) fn get(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A call from a page of ours; the kind of caller is for the test to say.
pub(crate) fn post(action: &str) -> http::request::Builder {
    http::Request::post(format!("/_actions/{action}"))
        .header("host", "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
}

pub(crate) fn browser(action: &str) -> http::request::Builder {
    post(action)
        .header("sec-fetch-mode", "navigate")
        .header("accept", "text/html")
}

pub(crate) fn with(request: http::request::Builder, body: &str) -> Request {
    request.body(Body::from(body.to_owned())).unwrap()
}

pub(crate) async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The problem of an answer to a script: status and code.
pub(crate) async fn problem(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let json: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    (status, json["code"].as_str().unwrap().to_owned())
}

/// The names and values of the cookies that an answer sets.
pub(crate) fn cookies(response: &Response) -> Vec<(String, String)> {
    let lines = response.headers().get_all(SET_COOKIE).iter();
    let cookies = lines.map(|line| Cookie::parse(line.to_str().unwrap().to_owned()).unwrap());
    cookies
        .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
        .collect()
}

/// The page that a redirect leads to, with the cookies that came with it.
pub(crate) async fn page_behind(desk: Desk, response: &Response) -> Page {
    let mut browser = Browser::new(desk);
    for (name, value) in cookies(response) {
        browser.set_cookie(&name, &value);
    }
    browser.get(location(response)).await
}

pub(crate) fn location(response: &Response) -> &str {
    response.headers()["location"].to_str().unwrap()
}

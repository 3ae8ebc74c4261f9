//! Shared helpers: a clock that tests advance, a store that fails, requests of browsers and
//! scripts, and reproducible random numbers.

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

/// Held by tests that install a tracing subscriber or need that no thread has one.
pub(crate) static SUBSCRIBER: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Tokio's runtime with a wall clock that tests advance.
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

/// A store that two desks can share, and that can be unreachable.
#[derive(Clone, Default)]
pub(crate) struct SharedStore {
    store: Arc<MemoryStore>,
    down: Arc<AtomicBool>,
    /// All values that were written.
    pub(crate) written: Arc<Mutex<Vec<u8>>>,
    stored: Arc<Mutex<Vec<String>>>,
}

impl SharedStore {
    pub(crate) fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    /// Returns the keys that were put and not removed.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.stored.lock().unwrap().clone()
    }

    fn connect(&self) -> io::Result<&MemoryStore> {
        match self.down.load(Ordering::SeqCst) {
            true => Err(io::Error::other("the store is down")),
            false => Ok(&self.store),
        }
    }
}

fn failed<'a, T: Send + 'a>(error: io::Error) -> BoxFuture<'a, io::Result<T>> {
    Box::pin(std::future::ready(Err(error)))
}

impl StateStore for SharedStore {
    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        self.written.lock().unwrap().extend(&value);
        self.stored.lock().unwrap().push(key.clone());
        self.connect()
            .map_or_else(failed, |store| store.put(key, value, now, lifetime))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        self.connect()
            .map_or_else(failed, |store| store.put_new(key, value, now, lifetime))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        self.connect().map_or_else(failed, |store| store.get(key, now))
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.stored.lock().unwrap().retain(|stored| stored != key);
        self.connect().map_or_else(failed, |store| store.remove(key))
    }
}

/// Keys that consist of one repeated value each. The first one seals.
pub(crate) fn keys(bytes: &[u8]) -> Keys {
    use std::fmt::Write as _;
    // 32 bytes in base64 are 43 characters. The last one has four bits of data, so `A` is always
    // valid.
    let mut list = String::new();
    for byte in bytes {
        write!(list, "{}A,", char::from(b'A' + byte).to_string().repeat(42)).unwrap();
    }
    Keys::parse(&list).unwrap()
}

pub(crate) fn builder<S: Send + Sync + 'static>(state: S) -> DeskBuilder<S> {
    Desk::builder(state).keys(keys(&[1]))
}

/// Counts the runs of a function.
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

/// A POST from a page of the app. The test adds what identifies the kind of client.
pub(crate) fn post(action: &str) -> http::request::Builder {
    http::Request::post(format!("/_actions/{action}"))
        .header("host", "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
}

/// A POST by a browser that navigates, from a page of the app.
pub(crate) fn browser_post(action: &str) -> http::request::Builder {
    post(action)
        .header("sec-fetch-mode", "navigate")
        .header("accept", "text/html")
}

pub(crate) fn with_body(request: http::request::Builder, body: &str) -> Request {
    request.body(Body::from(body.to_owned())).unwrap()
}

pub(crate) async fn bytes(response: Response) -> Vec<u8> {
    response.into_body().collect().await.unwrap().to_bytes().to_vec()
}

pub(crate) async fn text(response: Response) -> String {
    String::from_utf8(bytes(response).await).unwrap()
}

pub(crate) async fn json(response: Response) -> serde_json::Value {
    serde_json::from_slice(&bytes(response).await).unwrap()
}

/// Returns status and code of a problem in JSON.
pub(crate) async fn status_and_code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    (status, json(response).await["code"].as_str().unwrap().to_owned())
}

/// Returns names and values of the cookies that a response sets.
pub(crate) fn cookies(response: &Response) -> Vec<(String, String)> {
    let lines = response.headers().get_all(SET_COOKIE).iter();
    let cookies = lines.map(|line| Cookie::parse(line.to_str().unwrap().to_owned()).unwrap());
    cookies
        .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
        .collect()
}

/// Returns the `Cookie` header of a browser that has these cookies.
pub(crate) fn cookie_header(cookies: &[(String, String)]) -> String {
    let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

/// Follows a redirect with the cookies of the response.
pub(crate) async fn page_after_redirect(desk: Desk, response: &Response) -> Page {
    let mut browser = Browser::new(desk);
    for (name, value) in cookies(response) {
        browser.set_cookie(&name, &value);
    }
    browser.get(location(response)).await
}

pub(crate) fn location(response: &Response) -> &str {
    response.headers()["location"].to_str().unwrap()
}

/// Pseudorandom numbers that are the same in every run (`SplitMix64`).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// Returns fewer than `limit` bytes.
    pub(crate) fn bytes(&mut self, limit: usize) -> Vec<u8> {
        (0..self.below(limit))
            .map(|_| u8::try_from(self.below(256)).unwrap())
            .collect()
    }
}

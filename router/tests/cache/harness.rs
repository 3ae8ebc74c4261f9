//! Routes with a cache, a clock that tests advance, and background tasks that run when a test asks
//! for it.

use std::collections::HashMap;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use frontdesk_router::__desk::{Cache, ErrorMap, Routes, Shared, into_head_response};
use frontdesk_router::{
    Body, BoxFuture, Bytes, CacheStore, HeaderMap, Lookup, MemoryCache, Method, Name, Names, Request, Router, Runtime,
    Spool, StatusCode, StoredResponse,
};
use http_body_util::BodyExt;

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// A runtime that tests control.
#[derive(Clone, Default)]
pub(crate) struct TestRuntime(Arc<Inner>);

#[derive(Default)]
struct Inner {
    advanced: Mutex<Duration>,
    tasks: Mutex<Vec<BoxFuture<'static, ()>>>,
    drops_tasks: AtomicBool,
    polling: Mutex<()>,
}

impl TestRuntime {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.advanced.lock().unwrap() += by;
    }

    /// Runs the tasks in the background that were spawned so far, and returns how many they were.
    pub(crate) async fn run_tasks(&self) -> usize {
        let tasks = self.take_tasks();
        let count = tasks.len();
        for task in tasks {
            self.drive(task).await;
        }
        count
    }

    fn take_tasks(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut *self.0.tasks.lock().unwrap())
    }

    /// Runs a future, and the tasks that it waits for: those that it spawns before it is pending.
    /// Tasks that it only leaves behind stay where they are.
    async fn drive<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        poll_fn(|cx| {
            // So that the tasks of this future are not taken for those of another.
            let _alone = self.0.polling.lock().unwrap();
            let others = self.take_tasks();
            let polled = future.as_mut().poll(cx);
            let mut tasks = self.0.tasks.lock().unwrap();
            if polled.is_pending() {
                for task in tasks.drain(..) {
                    if !self.0.drops_tasks.load(Ordering::SeqCst) {
                        tokio::spawn(task);
                    }
                }
            }
            tasks.splice(0..0, others);
            polled
        })
        .await
    }

    /// Drops every task that a request waits for, like a runtime that is shut down.
    pub(crate) fn drop_tasks(&self) {
        self.0.drops_tasks.store(true, Ordering::SeqCst);
    }
}

impl Runtime for TestRuntime {
    fn spawn(&self, future: BoxFuture<'static, ()>) {
        self.0.tasks.lock().unwrap().push(future);
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        unimplemented!("the cache uses no timers")
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000) + *self.0.advanced.lock().unwrap()
    }

    fn random(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        unimplemented!("the cache uses no files")
    }
}

/// A store like a shared one: it stores bytes and text, and may be unreachable.
#[derive(Default)]
pub(crate) struct BytesStore {
    responses: Mutex<HashMap<Vec<u8>, Vec<u8>>>,
    stamps: Mutex<(u64, HashMap<String, u64>)>,
    pub(crate) unreachable: AtomicBool,
}

impl BytesStore {
    fn respond<T>(&self, value: T) -> BoxFuture<'_, io::Result<T>>
    where
        T: Send + 'static,
    {
        let unreachable = self.unreachable.load(Ordering::SeqCst);
        Box::pin(async move {
            // Never ready at once, like a network.
            tokio::task::yield_now().await;
            if unreachable {
                Err(io::Error::other("unreachable"))
            } else {
                Ok(value)
            }
        })
    }

    /// Drops all responses, as another instance might.
    pub(crate) fn clear(&self) {
        self.responses.lock().unwrap().clear();
    }

    fn is_reachable(&self) -> bool {
        !self.unreachable.load(Ordering::SeqCst)
    }
}

impl CacheStore for BytesStore {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        let bytes = self.responses.lock().unwrap().get(key).cloned();
        let (sequence, stamps) = &*self.stamps.lock().unwrap();
        let stamp = |name: Name<'_>| stamps.get(&name.to_string()).copied();
        self.respond(Lookup::new(
            bytes.map(|bytes| StoredResponse::from_bytes(&bytes.into()).unwrap()),
            names.iter().filter_map(stamp).max().unwrap_or(0),
            *sequence,
        ))
    }

    fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        if self.is_reachable() {
            self.responses.lock().unwrap().insert(key.to_vec(), response.to_bytes());
        }
        self.respond(true)
    }

    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        if self.is_reachable() {
            self.responses.lock().unwrap().remove(key);
        }
        self.respond(())
    }

    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
        if self.is_reachable() {
            let (sequence, stamps) = &mut *self.stamps.lock().unwrap();
            *sequence += 1;
            stamps.insert(name.to_string(), *sequence);
        }
        self.respond(())
    }
}

/// A store of which the test keeps a handle.
pub(crate) struct SharedStore<T>(pub(crate) Arc<T>);

impl<T: CacheStore> CacheStore for SharedStore<T> {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        self.0.get(key, names)
    }
    fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        self.0.put(key, response)
    }
    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        self.0.remove(key)
    }
    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
        self.0.revalidate(name)
    }
}

/// Finished routes with their desk's shared state.
#[derive(Clone)]
pub(crate) struct App {
    routes: Arc<Routes>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) runtime: TestRuntime,
}

impl App {
    pub(crate) fn new<S: Send + Sync + 'static>(routes: Router<S>, state: S) -> Self {
        Self::with_store(routes, state, Arc::new(MemoryCache::default()))
    }

    pub(crate) fn with_store<S: Send + Sync + 'static>(
        routes: Router<S>,
        state: S,
        store: Arc<dyn CacheStore>,
    ) -> Self {
        Self::build(routes, state, Some(Cache::new(store)))
    }

    pub(crate) fn build<S: Send + Sync + 'static>(routes: Router<S>, state: S, cache: Option<Cache>) -> Self {
        let (routes, mistakes) = Routes::build(routes, Vec::new(), &Arc::new(state), "");
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let runtime = TestRuntime::default();
        let mut shared =
            Shared::new(Arc::new(runtime.clone()), ErrorMap::default(), String::new()).with_patterns(routes.table());
        if let Some(cache) = cache {
            shared = shared.with(cache);
        }
        Self {
            routes: Arc::new(routes),
            shared: Arc::new(shared),
            runtime,
        }
    }

    pub(crate) fn routes(&self) -> &Routes {
        &self.routes
    }

    pub(crate) async fn prerender(&self) -> Vec<(String, Result<(), String>)> {
        self.runtime.drive(self.routes.prerender(&self.shared)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Received {
        self.request(Method::GET, path, &[]).await
    }

    pub(crate) async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Received {
        let mut request = http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a request like a desk does.
    async fn send(&self, mut request: Request) -> Received {
        let found = self.routes.find(request.uri().path(), request.method()).unwrap();
        let (ctx, route) = found.enter(&self.shared, request.method(), request.uri(), request.headers());
        request.extensions_mut().insert(ctx.clone());
        let head = request.method() == Method::HEAD;
        let response = ctx.finish_response(self.runtime.drive(route.serve(request)).await);
        let response = if head { into_head_response(response) } else { response };
        let (parts, body) = response.into_parts();
        Received {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap(),
        }
    }
}

/// A response as a client receives it.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The parameters of `Cache-Status`.
    pub(crate) fn cache_status(&self) -> &str {
        self.header("cache-status").strip_prefix("frontdesk; ").unwrap_or("")
    }
}

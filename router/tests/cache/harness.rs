//! Routes with a cache, a clock that tests move, and tasks that run when a test says so.

use std::collections::HashMap;
use std::io;
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

#[derive(Clone, Default)]
pub(crate) struct World(Arc<Inner>);

#[derive(Default)]
struct Inner {
    moved: Mutex<Duration>,
    tasks: Mutex<Vec<BoxFuture<'static, ()>>>,
}

impl World {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.moved.lock().unwrap() += by;
    }

    /// Runs what was spawned so far; how many tasks that were.
    pub(crate) async fn run_tasks(&self) -> usize {
        let tasks = std::mem::take(&mut *self.0.tasks.lock().unwrap());
        let count = tasks.len();
        for task in tasks {
            task.await;
        }
        count
    }
}

impl Runtime for World {
    fn spawn(&self, future: BoxFuture<'static, ()>) {
        self.0.tasks.lock().unwrap().push(future);
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        unimplemented!("the cache has no timers")
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000) + *self.0.moved.lock().unwrap()
    }

    fn random(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        unimplemented!("the cache has no files")
    }
}

/// A store as a shared one would be: it holds bytes and words, and may be out of reach.
#[derive(Default)]
pub(crate) struct BytesStore {
    answers: Mutex<HashMap<Vec<u8>, Vec<u8>>>,
    stamps: Mutex<(u64, HashMap<String, u64>)>,
    pub(crate) broken: AtomicBool,
}

impl BytesStore {
    fn done<T>(&self, value: T) -> BoxFuture<'_, io::Result<T>>
    where
        T: Send + 'static,
    {
        let broken = self.broken.load(Ordering::SeqCst);
        Box::pin(async move {
            // It takes its time, as a network does.
            tokio::task::yield_now().await;
            if broken {
                Err(io::Error::other("out of reach"))
            } else {
                Ok(value)
            }
        })
    }

    fn works(&self) -> bool {
        !self.broken.load(Ordering::SeqCst)
    }
}

impl CacheStore for BytesStore {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        let bytes = self.answers.lock().unwrap().get(key).cloned();
        let (sequence, stamps) = &*self.stamps.lock().unwrap();
        let stamp = |name: Name<'_>| stamps.get(&name.to_string()).copied();
        self.done(Lookup::new(
            bytes.map(|bytes| StoredResponse::from_bytes(&bytes.into()).unwrap()),
            names.iter().filter_map(stamp).max().unwrap_or(0),
            *sequence,
        ))
    }

    fn put(&self, key: Bytes, answer: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        if self.works() {
            self.answers.lock().unwrap().insert(key.to_vec(), answer.to_bytes());
        }
        self.done(true)
    }

    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        if self.works() {
            self.answers.lock().unwrap().remove(key);
        }
        self.done(())
    }

    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
        if self.works() {
            let (sequence, stamps) = &mut *self.stamps.lock().unwrap();
            *sequence += 1;
            stamps.insert(name.to_string(), *sequence);
        }
        self.done(())
    }
}

/// The store of a test, which keeps hold of it.
pub(crate) struct Held<T>(pub(crate) Arc<T>);

impl<T: CacheStore> CacheStore for Held<T> {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        self.0.get(key, names)
    }
    fn put(&self, key: Bytes, answer: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        self.0.put(key, answer)
    }
    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        self.0.remove(key)
    }
    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
        self.0.revalidate(name)
    }
}

/// Finished routes.
#[derive(Clone)]
pub(crate) struct App {
    routes: Arc<Routes>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) world: World,
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
        let (routes, mistakes) = Routes::build(routes, &Arc::new(state));
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let world = World::default();
        let mut shared = Shared::new(Arc::new(world.clone()), ErrorMap::default(), String::new());
        if let Some(cache) = cache {
            shared = shared.with(cache);
        }
        Self {
            routes: Arc::new(routes),
            shared: Arc::new(shared),
            world,
        }
    }

    pub(crate) fn routes(&self) -> &Routes {
        &self.routes
    }

    pub(crate) async fn get(&self, path: &str) -> Seen {
        self.ask(Method::GET, path, &[]).await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Seen {
        let mut request = http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The way of a request through a desk.
    async fn send(&self, mut request: Request) -> Seen {
        let found = self.routes.find(request.uri().path()).unwrap();
        let (ctx, route) = found.enter(&self.shared, request.uri(), request.headers());
        request.extensions_mut().insert(ctx.clone());
        let head = request.method() == Method::HEAD;
        let response = ctx.finish_response(route.serve(request).await);
        let response = if head { into_head_response(response) } else { response };
        let (parts, body) = response.into_parts();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap(),
        }
    }
}

/// An answer as a client sees it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// What the cache says it did.
    pub(crate) fn cache(&self) -> &str {
        self.header("cache-status").strip_prefix("frontdesk; ").unwrap_or("")
    }
}

//! The running app, on axum or on actix-web, and what can be wrong with it.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use conformance::servers::{Adapter, Server};
use frontdesk::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use frontdesk::http::{HeaderValue, Method};
use frontdesk::keys::Keys;
use frontdesk::store::{MemoryStore, StateStore};
use frontdesk::{Body, BoxFuture, Desk, DeskBuilder, IntoResponse, Request, Response, Router, State, get};
use tower::util::{MapRequestLayer, MapResponseLayer};

use super::app::{self, App};
use super::hosting::{self, Deployed};
use super::{album, order, page};

/// What every page of the app has.
const POLICY: &str = "default-src 'self'; require-trusted-types-for 'script'; trusted-types frontdesk";

/// What is wrong with the app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    /// The name of a script of the pages that breaks something.
    pub(crate) breaks: &'static str,
    /// The `Content-Security-Policy`, if it is another one.
    pub(crate) policy: Option<String>,
    /// The nonce of the scripts of all pages, if they have one.
    pub(crate) nonce: Option<&'static str>,
}

/// A running app.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) app: App,
    server: Server,
    requests: Arc<Mutex<Vec<String>>>,
    loses_responses: Arc<AtomicBool>,
    refuses: Arc<AtomicBool>,
    deployed: Arc<AtomicU8>,
}

impl Site {
    pub(crate) fn start(adapter: Adapter, faults: Faults) -> Self {
        let app = App::new(faults.clone());
        let requests = Arc::default();
        let (loses_responses, refuses, deployed) = (Arc::default(), Arc::default(), Arc::default());
        // Both builds of the app have the same keys and the same store.
        let (keys, store) = (Keys::from_bytes(&[7; 32]).unwrap(), SharedStore(Arc::default()));
        let build = |id| {
            desk(&app, &faults, &requests, &refuses, &loses_responses)
                .build_id(id)
                .keys(keys.clone())
                .state_store(store.clone())
                .build()
                .unwrap()
        };
        let server = hosting::start(adapter, build("first"), build("second"), Arc::clone(&deployed));
        Self {
            app,
            server,
            requests,
            loses_responses,
            refuses,
            deployed,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    /// From now on, another build of the app responds.
    pub(crate) fn deploy(&self, deployed: Deployed) {
        self.deployed.store(deployed as u8, Ordering::SeqCst);
    }

    /// From now on, the responses to forms get lost on the way, or no more.
    pub(crate) fn lose_responses(&self, loses: bool) {
        self.loses_responses.store(loses, Ordering::SeqCst);
    }

    /// From now on, the origin guard refuses every form.
    pub(crate) fn refuse(&self) {
        self.refuses.store(true, Ordering::SeqCst);
    }

    /// Returns method, path and query of all requests until now.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn desk(
    app: &App,
    faults: &Faults,
    requests: &Arc<Mutex<Vec<String>>>,
    refuses: &Arc<AtomicBool>,
    loses_responses: &Arc<AtomicBool>,
) -> DeskBuilder<App> {
    let (requests, refuses, loses_responses) = (Arc::clone(requests), Arc::clone(refuses), Arc::clone(loses_responses));
    let policy = HeaderValue::from_str(faults.policy.as_deref().unwrap_or(POLICY)).unwrap();
    let record = move |mut request: Request| {
        let mut requests = requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(format!("{} {}", request.method(), request.uri()));
        if refuses.load(Ordering::SeqCst) && request.method() == Method::POST {
            let site = HeaderValue::from_static("cross-site");
            request.headers_mut().insert("sec-fetch-site", site);
        }
        request
    };
    let protect = move |mut response: Response| {
        let headers = response.headers_mut();
        // A page of a trial may have its own.
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy.clone());
        response
    };
    Desk::builder(app.clone())
        .routes(routes())
        .action::<app::Add>()
        .action::<app::Shout>()
        .action::<app::Remove>()
        .action::<app::Rename>()
        .action::<app::Comment>()
        .action::<app::SendFile>()
        .action::<app::Go>()
        .action::<app::Secret>()
        .action::<app::Export>()
        .action::<order::Order>()
        .action::<album::Album>()
        .action::<album::Measure>()
        .form_fragment(page::failed_rename)
        .form_fragment(album::form)
        .layer(tower::layer::layer_fn(move |inner| Losing {
            inner,
            loses: Arc::clone(&loses_responses),
        }))
        .layer(MapResponseLayer::new(protect))
        .layer(MapRequestLayer::new(record))
}

/// The style of another page, which can be held.
async fn elsewhere_style(State(app): State<App>) -> impl IntoResponse {
    app.wait("elsewhere.css").await;
    ([(CONTENT_TYPE, "text/css")], "h1 { color: rgb(1, 2, 3) }")
}

fn routes() -> Router<App> {
    let script = |text: &'static str| get(async move || ([(CONTENT_TYPE, "text/javascript")], text));
    let style = |text: &'static str| get(async move || ([(CONTENT_TYPE, "text/css")], text));
    Router::new()
        .page("/", page::home)
        .page("/elsewhere", page::elsewhere)
        .page("/written", page::written)
        .page("/comments", page::comments)
        .page("/order", order::orders)
        .page("/album", album::albums)
        .route("/style.css", style("#scrolled { block-size: 6em; overflow: auto }"))
        .route("/elsewhere.css", get(elsewhere_style))
        .route("/red.css", style("h1 { color: red }"))
        .route("/page.js", get(page::held_script))
        .route("/break/clone", script("delete window.structuredClone"))
        .route(
            "/break/transitions",
            script("delete Document.prototype.startViewTransition"),
        )
        .route("/break/move", script("delete Element.prototype.moveBefore"))
        .route(
            "/break/parser",
            script("DOMParser.prototype.parseFromString = () => { throw new Error('broken') }"),
        )
        .route(
            "/break/data",
            script("window.FormData = class { constructor() { throw new Error('broken') } }"),
        )
        .route(
            "/break/attributes",
            script("NamedNodeMap.prototype.setNamedItem = () => { throw new Error('broken') }"),
        )
}

/// A service whose responses to forms get lost.
#[derive(Clone)]
struct Losing<S> {
    inner: S,
    loses: Arc<AtomicBool>,
}

impl<S> tower::Service<Request> for Losing<S>
where
    S: tower::Service<Request, Response = Response>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let loses = self.loses.load(Ordering::SeqCst) && request.method() == Method::POST;
        let response = self.inner.call(request);
        Box::pin(async move {
            let response = response.await?;
            if !loses {
                return Ok(response);
            }
            let broken = futures_util::stream::iter([Err::<Vec<u8>, _>(io::Error::other("lost"))]);
            let mut response = Response::new(Body::from_stream(broken));
            let html = HeaderValue::from_static("text/html");
            response.headers_mut().insert(CONTENT_TYPE, html);
            Ok(response)
        })
    }
}

/// A store that both builds of the app have in common.
#[derive(Clone)]
struct SharedStore(Arc<MemoryStore>);

impl StateStore for SharedStore {
    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        self.0.put(key, value, now, lifetime)
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        self.0.put_new(key, value, now, lifetime)
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        self.0.get(key, now)
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.0.remove(key)
    }

    fn is_shared(&self) -> bool {
        true
    }
}

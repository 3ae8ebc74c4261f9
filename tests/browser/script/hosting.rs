//! Two builds of the app behind one port, and odd responses in front of them, on axum or on actix-web.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use ::axum::Router;
use actix_web::{App as ActixApp, HttpServer};
use conformance::servers::{Adapter, Server, actix, axum};
use frontdesk::adapter::{Ctx, Mount, RouteFuture};
use frontdesk::axum::RouterExt as _;
use frontdesk::http::request::Parts;
use frontdesk::http::{Method, Uri};
use frontdesk::{BoxFuture, Desk, IntoResponse as _, Request, Response};
use tower::Service;

use crate::odd_routes;

/// Which instances are of another build.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deployed {
    /// All.
    Everywhere = 1,
    /// Those that serve pages.
    ForPages,
}

/// Starts a server of which the first build responds until the second one is deployed.
pub(crate) fn start(adapter: Adapter, first: Desk, second: Desk, deployed: Arc<AtomicU8>) -> Server {
    let builds = Builds {
        first,
        second,
        odd: odd_routes::routes(),
        deployed,
    };
    let started = match adapter {
        Adapter::Actix => actix::start(0, move |listener| {
            let make = move || ActixApp::new().configure(frontdesk::actix::desk(builds.clone()));
            Ok(HttpServer::new(make)
                .workers(actix::WORKERS)
                .disable_signals()
                .listen(listener)?
                .run())
        }),
        _ => axum::start(Router::new().desk(builds), 0),
    };
    started.unwrap()
}

/// Two builds of the app, one after the other, and what is in front of both.
#[derive(Clone)]
struct Builds {
    first: Desk,
    second: Desk,
    odd: Router,
    deployed: Arc<AtomicU8>,
}

impl Service<Request> for Builds {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.uri().path().starts_with("/odd/") {
            let response = self.odd.call(request);
            let response: BoxFuture<'static, Response> = Box::pin(async move { response.await.into_response() });
            return response.into();
        }
        let is_post = request.method() == Method::POST;
        match self.deployed.load(Ordering::SeqCst) {
            deployed if deployed == Deployed::Everywhere as u8 => self.second.call(request),
            deployed if deployed == Deployed::ForPages as u8 && !is_post => self.second.call(request),
            _ => self.first.call(request),
        }
    }
}

impl Mount for Builds {
    fn base(&self) -> &str {
        self.first.base()
    }

    fn patterns(&self) -> Vec<String> {
        let mut patterns = self.first.patterns();
        patterns.push("/odd/{*rest}".into());
        patterns
    }

    fn enter(&self, uri: &Uri, parts: &Parts) -> Ctx {
        self.first.enter(uri, parts)
    }
}

//! A server of the demo.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use frontdesk::Uri;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::mode::{Mode, in_mode};

/// A server that can be told to fail. It stops on drop.
#[derive(Debug)]
pub struct Service {
    address: SocketAddr,
    switch: Arc<Mutex<Mode>>,
    counts: Arc<Counts>,
    server: AbortHandle,
}

/// What a server has done.
#[derive(Debug, Default)]
pub struct Counts {
    requests: AtomicU32,
    exported: AtomicU64,
    open_exports: AtomicU32,
}

impl Counts {
    /// Returns how many requests have arrived.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.requests.load(Relaxed)
    }

    /// Returns how many bytes of exports were handed to connections.
    #[must_use]
    pub fn exported(&self) -> u64 {
        self.exported.load(Relaxed)
    }

    /// Returns how many exports are being sent.
    #[must_use]
    pub fn open_exports(&self) -> u32 {
        self.open_exports.load(Relaxed)
    }

    pub(super) fn open_export(self: &Arc<Self>) -> OpenExport {
        self.open_exports.fetch_add(1, Relaxed);
        OpenExport(Arc::clone(self))
    }
}

/// An export that is being sent.
pub(super) struct OpenExport(Arc<Counts>);

impl OpenExport {
    pub(super) fn hand_out(&self, bytes: u64) {
        self.0.exported.fetch_add(bytes, Relaxed);
    }
}

impl Drop for OpenExport {
    fn drop(&mut self) {
        self.0.open_exports.fetch_sub(1, Relaxed);
    }
}

impl Service {
    pub(super) async fn start(routes: impl FnOnce(Arc<Counts>) -> Router) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (switch, counts) = (Arc::default(), Arc::<Counts>::default());
        let connection = Connection {
            routes: routes(Arc::clone(&counts)),
            switch: Arc::clone(&switch),
            counts: Arc::clone(&counts),
        };
        Ok(Self {
            address,
            switch,
            counts,
            server: tokio::spawn(serve(listener, connection)).abort_handle(),
        })
    }

    /// Returns the URL of the service.
    ///
    /// # Errors
    ///
    /// Never: an address is a valid URL.
    pub fn url(&self) -> Result<Uri, frontdesk::http::uri::InvalidUri> {
        format!("http://{}", self.address).parse()
    }

    /// Tells the service how to behave from now on.
    pub fn set(&self, mode: Mode) {
        *self.switch.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    /// Returns how the service behaves.
    #[must_use]
    pub fn mode(&self) -> Mode {
        *self.switch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what the service has done.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Stops the server: from then on, nothing listens at its address.
    pub async fn stop(&self) {
        self.server.abort();
        while !self.server.is_finished() {
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[derive(Clone)]
struct Connection {
    routes: Router,
    switch: Arc<Mutex<Mode>>,
    counts: Arc<Counts>,
}

/// Serves connections, which end with this future.
async fn serve(listener: TcpListener, connection: Connection) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => { open.spawn(connection.clone().serve(stream)); }
            Some(_) = open.join_next() => {}
        }
    }
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        let respond = service_fn(move |request| self.clone().respond(request));
        // Whatever goes wrong is what the app has to cope with.
        let _ = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), respond)
            .await;
    }

    async fn respond(self, request: hyper::Request<Incoming>) -> io::Result<Response> {
        self.counts.requests.fetch_add(1, Relaxed);
        let mode = *self.switch.lock().unwrap_or_else(PoisonError::into_inner);
        let headers = request.headers().clone();
        let routes = TowerToHyperService::new(self.routes);
        let respond = hyper::service::Service::call(&routes, request.map(Body::new));
        in_mode(mode, &headers, async {
            respond.await.unwrap_or_else(|never| match never {})
        })
        .await
    }
}

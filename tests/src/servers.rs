//! The three servers: each on 127.0.0.1, each in a thread of its own, with a handle that stops it.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::str::FromStr;
use std::thread::{self, JoinHandle};

use frontdesk::Desk;
use tokio::sync::oneshot;

use crate::app::App;
use crate::options::BadOption;

pub mod actix;
pub mod axum;
pub mod hyper;

/// What serves the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Adapter {
    /// Nothing but hyper.
    Hyper,
    /// An axum app.
    Axum,
    /// An actix-web app.
    Actix,
}

impl Adapter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hyper, Self::Axum, Self::Actix];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper",
            Self::Axum => "axum",
            Self::Actix => "actix",
        }
    }

    /// Starts the reference app, in the host app of this adapter, on a port (0 is any that is free).
    ///
    /// # Errors
    ///
    /// When the port can't be had.
    pub fn start(self, app: App, desk: Desk, port: u16) -> io::Result<Server> {
        match self {
            Self::Hyper => hyper::start(desk, port),
            Self::Axum => axum::start(axum::host(app, desk), port),
            Self::Actix => actix::start_host(app, desk, port),
        }
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Adapter {
    type Err = BadOption;

    fn from_str(name: &str) -> Result<Self, BadOption> {
        let found = Self::ALL.into_iter().find(|adapter| adapter.name() == name);
        found.ok_or_else(|| BadOption(format!("no adapter is called `{name}`")))
    }
}

/// A server that is running. It stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Binds a port of 127.0.0.1 and runs `serve` in a thread of its own until the receiver says to stop. Requests are
    /// accepted from now on: the socket is listening, whether or not anybody takes them yet.
    fn run(port: u16, serve: impl FnOnce(TcpListener, oneshot::Receiver<()>) + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || serve(listener, stopped))?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until it stops by itself, which is never, unless it fails.
    pub fn wait(mut self) {
        join(self.thread.take());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens when it has stopped already.
            let _ = stop.send(());
        }
        join(self.thread.take());
    }
}

fn join(thread: Option<JoinHandle<()>>) {
    if thread.is_some_and(|thread| thread.join().is_err()) {
        tracing::error!("the server's thread panicked");
    }
}

/// Runs a server's future on a tokio of its own, until it is told to stop.
fn block_on(serve: impl Future<Output = io::Result<()>>, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return tracing::error!(%error, "the server has no runtime"),
    };
    runtime.block_on(async {
        tokio::select! {
            served = serve => if let Err(error) = served {
                tracing::error!(%error, "the server failed");
            },
            _ = stopped => {}
        }
    });
    // Connections that are still open don't keep it.
    runtime.shutdown_background();
}

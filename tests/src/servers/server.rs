//! A server in a thread of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

/// A running server. It stops on drop.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Binds a port of 127.0.0.1 and runs `serve` in a thread of its own until the receiver
    /// resolves. Clients can connect at once, because the socket is listening already.
    pub(super) fn run(
        port: u16,
        serve: impl FnOnce(TcpListener, oneshot::Receiver<()>) + Send + 'static,
    ) -> io::Result<Self> {
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

    /// Returns the address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the server ends, which it does only if it fails.
    pub fn wait(mut self) {
        join(self.thread.take());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone if the server has ended already.
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

/// Runs a server's future on a tokio runtime of its own, until `stopped` resolves.
pub(super) fn block_on(serve: impl Future<Output = io::Result<()>>, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return tracing::error!(%error, "the runtime could not be started"),
    };
    runtime.block_on(async {
        tokio::select! {
            served = serve => if let Err(error) = served {
                tracing::error!(%error, "the server failed");
            },
            _ = stopped => {}
        }
    });
    // Doesn't wait for connections that are still open.
    runtime.shutdown_background();
}

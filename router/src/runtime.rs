//! The seam to an async runtime: the little that a desk needs of one.

use std::fmt;
use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

#[cfg(feature = "tokio")]
mod tokio;
#[cfg(feature = "tokio")]
pub use self::tokio::TokioRuntime;

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a desk needs of the world it runs in.
///
/// The `tokio` feature supplies `TokioRuntime`; another runtime, or a test with a clock of its own, implements this.
pub trait Runtime: Send + Sync + 'static {
    /// Runs a future to its end on its own, whatever happens to the caller.
    ///
    /// It may be called from any thread: the rest of an action whose client went away is spawned where its future is
    /// dropped. Nothing waits for what was spawned: a process that exits drops it where it stands, after a graceful shutdown
    /// of the host's server too.
    fn spawn(&self, future: BoxFuture<'static, ()>);

    /// Ends after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// The wall clock.
    fn now(&self) -> SystemTime;

    /// Fills `bytes` from a cryptographically secure source.
    ///
    /// # Panics
    ///
    /// When the system has no such source: a desk cannot be safe without one.
    fn random(&self, bytes: &mut [u8]);

    /// Makes an empty temporary file for a large upload.
    ///
    /// # Errors
    ///
    /// When the file can't be made (no disk, no permission).
    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>>;
}

impl fmt::Debug for dyn Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runtime")
    }
}

/// A temporary file: written once from start to end, then read. It is gone when it is dropped, unless persisted.
pub trait Spool: Send + 'static {
    /// Appends bytes.
    ///
    /// # Errors
    ///
    /// When the disk refuses them.
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, io::Result<()>>;

    /// Reads up to `length` bytes at `offset`; fewer, or none, only at the end.
    ///
    /// # Errors
    ///
    /// When the file can't be read.
    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;

    /// Moves the file to `path` and keeps it, in place of a file already there.
    ///
    /// # Errors
    ///
    /// When `path` can't be written.
    fn persist(self: Box<Self>, path: &Path) -> BoxFuture<'_, io::Result<()>>;
}

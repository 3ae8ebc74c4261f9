//! The interface to an async runtime.

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

/// What a desk needs of its environment: tasks, time, randomness, temporary files.
///
/// The feature `tokio` provides `TokioRuntime`. Implement this trait for another runtime, or for a
/// test with its own clock.
///
/// ```
/// use frontdesk_router::{BoxFuture, Runtime, Spool};
/// use std::io;
/// use std::sync::Mutex;
/// use std::time::{Duration, SystemTime};
///
/// /// A runtime for tests, with a clock that a test moves.
/// struct TestRuntime {
///     now: Mutex<SystemTime>,
/// }
///
/// impl Runtime for TestRuntime {
///     fn spawn(&self, future: BoxFuture<'static, ()>) {
///         std::thread::spawn(|| futures_executor(future));
///     }
///
///     fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
///         *self.now.lock().unwrap() += duration;
///         Box::pin(std::future::ready(()))
///     }
///
///     fn now(&self) -> SystemTime {
///         *self.now.lock().unwrap()
///     }
///
///     fn random(&self, bytes: &mut [u8]) {
///         bytes.fill(7); // never in production
///     }
///
///     fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
///         Box::pin(async { Err(io::Error::other("no disk")) })
///     }
/// }
/// # fn futures_executor(future: BoxFuture<'static, ()>) { drop(future); }
/// # let _ = TestRuntime { now: Mutex::new(SystemTime::UNIX_EPOCH) };
/// ```
pub trait Runtime: Send + Sync + 'static {
    /// Runs a future to completion in the background, independently of the caller.
    ///
    /// The handlers of cached GETs run like this, and their requests wait for them; a future that is
    /// dropped before it completes is a masked 500 there. May be called from any thread: the rest of an action whose client disconnected is spawned
    /// where its future is dropped. A process that exits drops spawned futures unfinished, even
    /// after a graceful shutdown of the host's server; `Desk::shutdown` waits for actions.
    fn spawn(&self, future: BoxFuture<'static, ()>);

    /// Returns a future that completes after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Returns the wall-clock time.
    fn now(&self) -> SystemTime;

    /// Fills `bytes` from a cryptographically secure source.
    ///
    /// # Panics
    ///
    /// If the system has no such source, because a desk cannot be safe without one.
    fn random(&self, bytes: &mut [u8]);

    /// Creates an empty temporary file for a large upload.
    ///
    /// # Errors
    ///
    /// If the file cannot be created (no disk, no permission).
    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>>;
}

impl fmt::Debug for dyn Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runtime")
    }
}

/// A temporary file: written once from start to end, then read. Deleted when it is dropped, unless
/// it was persisted.
///
/// ```
/// use frontdesk_router::{Bytes, Spool};
/// use std::path::Path;
///
/// /// Stores an upload, unless it is empty.
/// async fn store(mut spool: Box<dyn Spool>, body: Bytes, path: &Path) -> std::io::Result<()> {
///     spool.write(body).await?;
///     if spool.read(0, 1).await?.is_empty() {
///         return Ok(()); // dropped, and so deleted
///     }
///     spool.persist(path).await
/// }
/// ```
pub trait Spool: Send + 'static {
    /// Appends bytes.
    ///
    /// # Errors
    ///
    /// If the disk is full or fails.
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, io::Result<()>>;

    /// Reads up to `length` bytes at `offset`. Returns fewer, or none, only at the end.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;

    /// Moves the file to `path`, where it stays. Replaces a file that is already there.
    ///
    /// # Errors
    ///
    /// If `path` cannot be written.
    fn persist(self: Box<Self>, path: &Path) -> BoxFuture<'_, io::Result<()>>;
}

//! The runtime of a desk on tokio. It works under actix-web too, whose workers run tokio.

use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use self::spool::FileSpool;
use super::{BoxFuture, Runtime, Spool};

mod file;
mod named;
mod spool;

/// [`Runtime`] on tokio: tasks on the current runtime, the system's clock and randomness, temporary
/// files on disk.
///
/// A future that is spawned on a thread outside tokio (a request's future may be dropped anywhere)
/// runs on the runtime on which this was created, or else first used.
///
/// ```
/// use frontdesk_router::{Runtime, TokioRuntime};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let runtime = TokioRuntime::new();
/// runtime.sleep(Duration::from_millis(1)).await;
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokioRuntime {
    /// The first runtime that was seen.
    first: OnceLock<Handle>,
    /// The system's directory if `None`.
    spool_dir: Option<PathBuf>,
}

impl TokioRuntime {
    /// Creates the runtime. It needs a running tokio only once requests arrive.
    #[must_use]
    pub fn new() -> Self {
        let runtime = Self {
            first: OnceLock::new(),
            spool_dir: None,
        };
        runtime.remember();
        runtime
    }

    /// Sets the directory in which large uploads are stored until they are used. On the file system
    /// where uploads are finally stored, persisting one copies nothing. The directory must exist, and
    /// other users should not be able to write to it. Default: [`std::env::temp_dir`].
    ///
    /// No file remains in it, however the process ends. On Linux the files have no name (`O_TMPFILE`),
    /// so that the system removes them with the process. On other systems, and on file systems without
    /// such files, their names begin with `frontdesk-upload-`, and those that a killed process left
    /// are removed when the next process stores its first upload. Files in use are locked, and stay:
    /// several processes can share the directory.
    ///
    /// ```
    /// use frontdesk_router::TokioRuntime;
    ///
    /// let runtime = TokioRuntime::new().spool_dir("/var/lib/app/uploads");
    /// # drop(runtime);
    /// ```
    #[must_use]
    pub fn spool_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.spool_dir = Some(dir.into());
        self
    }

    /// Stores the handle of this thread's runtime, if it is the first.
    fn remember(&self) {
        if self.first.get().is_none()
            && let Ok(handle) = Handle::try_current()
        {
            // If another thread was faster, its runtime is as good.
            drop(self.first.set(handle));
        }
    }
}

impl Default for TokioRuntime {
    fn default() -> Self {
        Self::new()
    }
}

impl Runtime for TokioRuntime {
    fn spawn(&self, future: BoxFuture<'static, ()>) {
        self.remember();
        match Handle::try_current().ok().or_else(|| self.first.get().cloned()) {
            Some(handle) => drop(handle.spawn(future)),
            None => tracing::error!("a task was dropped before it completed: there was never a tokio runtime"),
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.remember();
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> SystemTime {
        self.remember();
        SystemTime::now()
    }

    #[expect(
        clippy::expect_used,
        reason = "documented: without secure randomness nothing can go on safely"
    )]
    fn random(&self, bytes: &mut [u8]) {
        self.remember();
        getrandom::fill(bytes).expect("the system has a source of random bytes");
    }

    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        self.remember();
        let dir = self.spool_dir.clone();
        Box::pin(async {
            let spool = FileSpool::create(dir.unwrap_or_else(std::env::temp_dir)).await?;
            Ok(Box::new(spool) as Box<dyn Spool>)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn runtime_sleeps_and_spawns() {
        let runtime = TokioRuntime::new();
        let (sender, receiver) = tokio::sync::oneshot::channel();
        runtime.spawn(Box::pin(async move { sender.send(7).unwrap() }));
        runtime.sleep(Duration::from_secs(3600)).await;
        assert_eq!(receiver.await.unwrap(), 7);
        let (mut a, mut b) = ([0; 32], [0; 32]);
        runtime.random(&mut a);
        runtime.random(&mut b);
        assert_ne!(a, b);
    }

    /// Spawns on a thread outside tokio, and waits for the end.
    async fn spawn_outside(runtime: TokioRuntime) {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let future = Box::pin(async move {
            // Only a runtime polls this again.
            tokio::task::yield_now().await;
            sender.send(7).unwrap();
        });
        std::thread::spawn(move || runtime.spawn(future)).join().unwrap();
        assert_eq!(receiver.await, Ok(7));
    }

    #[test]
    fn spawn_outside_tokio_runs_on_the_first_runtime() {
        let before = TokioRuntime::new();
        let tokio = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        // Created on it; created before it, and used on it.
        tokio.block_on(async { spawn_outside(TokioRuntime::new()).await });
        tokio.block_on(async {
            before.now();
            spawn_outside(before).await;
        });
        // There was never a runtime: logged, without a panic.
        TokioRuntime::new().spawn(Box::pin(async {}));
    }
}

//! The runtime of a desk on tokio. It works under actix-web too, whose workers run tokio.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tempfile::NamedTempFile;
use tokio::runtime::Handle;
use tokio::task;

use super::{BoxFuture, Runtime, Spool};

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

    /// Sets the directory in which large uploads are stored until they are used. On the disk where
    /// uploads are finally stored, persisting one is a rename. The directory must exist, and other
    /// users should not be able to write to it. Default: [`std::env::temp_dir`].
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
            let file = blocking(|| match dir {
                Some(dir) => NamedTempFile::new_in(dir),
                None => NamedTempFile::new(),
            })
            .await?;
            Ok(Box::new(TempFile(Arc::new(Mutex::new(file)))) as Box<dyn Spool>)
        })
    }
}

/// A temporary file. Its blocking calls run on tokio's blocking threads, which share the file with
/// its owner.
struct TempFile(Arc<Mutex<NamedTempFile>>);

impl TempFile {
    async fn with<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut NamedTempFile) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let file = Arc::clone(&self.0);
        blocking(move || job(&mut file.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

impl Spool for TempFile {
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, io::Result<()>> {
        Box::pin(self.with(move |file| {
            file.seek(SeekFrom::End(0))?;
            file.write_all(&bytes)
        }))
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(self.with(move |file| {
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = Vec::new();
            // `take` bounds what is read. Nothing is allocated for a length that the file does not
            // have.
            file.take(length as u64).read_to_end(&mut bytes)?;
            Ok(bytes.into())
        }))
    }

    fn persist(self: Box<Self>, path: &Path) -> BoxFuture<'_, io::Result<()>> {
        let path = path.to_owned();
        Box::pin(async move {
            let file = Arc::into_inner(self.0).ok_or_else(|| io::Error::other("the file is in use"))?;
            let file = file.into_inner().unwrap_or_else(PoisonError::into_inner);
            blocking(move || match file.persist(&path) {
                Ok(_) => Ok(()),
                // A rename cannot cross file systems, and temporary files often are on one of their
                // own.
                Err(error) => std::fs::copy(error.file.path(), &path).map(drop),
            })
            .await
        })
    }
}

async fn blocking<T: Send + 'static>(job: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    task::spawn_blocking(job).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn spooled_file_is_written_read_persisted_and_otherwise_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let spooled = || std::fs::read_dir(dir.path()).unwrap().count();
        let runtime = TokioRuntime::new().spool_dir(dir.path());
        let persisted = dir.path().join("persisted.txt");

        let mut spool = runtime.spool().await.unwrap();
        spool.write(Bytes::from_static(b"hello ")).await.unwrap();
        spool.write(Bytes::from_static(b"world")).await.unwrap();
        assert_eq!(spool.read(0, 5).await.unwrap(), "hello");
        assert_eq!(spool.read(6, 100).await.unwrap(), "world");
        assert_eq!(spool.read(11, 100).await.unwrap(), "");
        spool.write(Bytes::from_static(b"!")).await.unwrap();
        spool.persist(&persisted).await.unwrap();
        assert_eq!(std::fs::read_to_string(&persisted).unwrap(), "hello world!");

        assert_eq!(spooled(), 1);

        let spool = runtime.spool().await.unwrap();
        assert_eq!(spooled(), 2);
        drop(spool);
        assert_eq!(spooled(), 1);
        assert!(TokioRuntime::new().spool().await.is_ok());
    }

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

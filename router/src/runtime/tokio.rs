//! The runtime of a desk on tokio; it serves under actix-web too, whose workers run tokio.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tempfile::NamedTempFile;
use tokio::runtime::Handle;
use tokio::task;

use super::{BoxFuture, Runtime, Spool};

/// [`Runtime`] on tokio: tasks on the current runtime, the system's clock and randomness, temporary files on disk.
///
/// What is spawned on a thread that no tokio runs on (a request's future may be dropped anywhere) goes to the runtime on
/// which this was made, or else first used.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokioRuntime {
    first: OnceLock<Handle>,
    /// None: the system's own.
    spool_dir: Option<PathBuf>,
}

impl TokioRuntime {
    /// The runtime. It needs a running tokio only once requests come in.
    #[must_use]
    pub fn new() -> Self {
        let runtime = Self {
            first: OnceLock::new(),
            spool_dir: None,
        };
        runtime.notice();
        runtime
    }

    /// The same, with large uploads in `dir` until they are used: on the disk where they are to stay, keeping one is a rename.
    /// The directory must be there, and no one else should be able to write to it. Default: [`std::env::temp_dir`].
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

    /// Remembers the runtime of this thread, if it is the first.
    fn notice(&self) {
        if self.first.get().is_none()
            && let Ok(handle) = Handle::try_current()
        {
            // Another thread may have been faster: any runtime will do.
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
        self.notice();
        match Handle::try_current().ok().or_else(|| self.first.get().cloned()) {
            Some(handle) => drop(handle.spawn(future)),
            None => tracing::error!("a task was dropped before its end: no tokio runtime was ever seen"),
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.notice();
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> SystemTime {
        self.notice();
        SystemTime::now()
    }

    #[expect(
        clippy::expect_used,
        reason = "documented: without secure randomness there is no safe way on"
    )]
    fn random(&self, bytes: &mut [u8]) {
        self.notice();
        getrandom::fill(bytes).expect("the system's source of random bytes answers");
    }

    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        self.notice();
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

/// File calls block, so they run on tokio's blocking threads, which share the file with its owner.
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
            // `take` bounds what is read; nothing is allocated for a length that the file doesn't have.
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
                // A rename can't cross file systems, and temporary files often live on one of their own.
                Err(refused) => std::fs::copy(refused.file.path(), &path).map(drop),
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
    async fn a_spooled_file_is_written_read_kept_and_otherwise_gone() {
        let dir = tempfile::tempdir().unwrap();
        let spooled = || std::fs::read_dir(dir.path()).unwrap().count();
        let runtime = TokioRuntime::new().spool_dir(dir.path());
        let kept = dir.path().join("kept.txt");

        let mut spool = runtime.spool().await.unwrap();
        spool.write(Bytes::from_static(b"hello ")).await.unwrap();
        spool.write(Bytes::from_static(b"world")).await.unwrap();
        assert_eq!(spool.read(0, 5).await.unwrap(), "hello");
        assert_eq!(spool.read(6, 100).await.unwrap(), "world");
        assert_eq!(spool.read(11, 100).await.unwrap(), "");
        spool.write(Bytes::from_static(b"!")).await.unwrap();
        spool.persist(&kept).await.unwrap();
        assert_eq!(std::fs::read_to_string(&kept).unwrap(), "hello world!");

        assert_eq!(spooled(), 1);

        let spool = runtime.spool().await.unwrap();
        assert_eq!(spooled(), 2);
        drop(spool);
        assert_eq!(spooled(), 1);
        assert!(TokioRuntime::new().spool().await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn sleeps_and_spawns() {
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

    /// Spawns where no tokio runs, and waits for the end.
    async fn ends_off_the_runtime(runtime: TokioRuntime) {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let future = Box::pin(async move {
            // Only a runtime moves this on.
            tokio::task::yield_now().await;
            sender.send(7).unwrap();
        });
        std::thread::spawn(move || runtime.spawn(future)).join().unwrap();
        assert_eq!(receiver.await, Ok(7));
    }

    #[test]
    fn spawns_off_the_runtime_that_was_seen() {
        let before = TokioRuntime::new();
        let tokio = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        // Made on it; made before it, and used on it.
        tokio.block_on(async { ends_off_the_runtime(TokioRuntime::new()).await });
        tokio.block_on(async {
            before.now();
            ends_off_the_runtime(before).await;
        });
        // None was ever seen: said in the log, and no panic.
        TokioRuntime::new().spawn(Box::pin(async {}));
    }
}

//! A spooled upload: its blocking calls run on tokio's blocking threads.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::task;

use super::super::{BoxFuture, Spool};
use super::file::SpoolFile;

/// A spooled upload. The blocking threads share the file with its owner.
pub(super) struct FileSpool(Arc<Mutex<SpoolFile>>);

impl FileSpool {
    pub(super) async fn create(dir: PathBuf) -> io::Result<Self> {
        let file = blocking(move || SpoolFile::create(&dir)).await?;
        Ok(Self(Arc::new(Mutex::new(file))))
    }

    async fn with<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut SpoolFile) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let file = Arc::clone(&self.0);
        blocking(move || job(&mut file.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

impl Spool for FileSpool {
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, io::Result<()>> {
        Box::pin(self.with(move |file| {
            let mut file = file.as_file();
            file.seek(SeekFrom::End(0))?;
            file.write_all(&bytes)
        }))
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(self.with(move |file| {
            let mut file = file.as_file();
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
            blocking(move || file.persist(&path)).await
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
    async fn spool_is_written_read_and_persisted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("persisted.txt");
        let mut spool = FileSpool::create(dir.path().to_owned()).await.unwrap();
        spool.write(Bytes::from_static(b"hello ")).await.unwrap();
        spool.write(Bytes::from_static(b"world")).await.unwrap();
        assert_eq!(spool.read(0, 5).await.unwrap(), "hello");
        assert_eq!(spool.read(6, 100).await.unwrap(), "world");
        assert_eq!(spool.read(11, 100).await.unwrap(), "");
        spool.write(Bytes::from_static(b"!")).await.unwrap();
        Box::new(spool).persist(&path).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "hello world!");
    }
}

//! Files that people send with a form.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use frontdesk_router::{Runtime, Spool};
use futures_core::Stream;

mod field;
mod name;
mod receive;
mod rules;

pub use field::{FileField, takes_files};
pub(crate) use receive::Receiver;

/// How much [`Upload::chunk`] gives at a time.
const CHUNK: usize = 64 * 1024;

/// A file from a form: an argument `photo: Upload`, `photo: Option<Upload>` or `photos: Vec<Upload>` of an action.
///
/// Up to 64 KiB of it are kept in memory, more in a temporary file, which is gone when the `Upload` is dropped: after the request
/// at the latest, unless the function handed it on. What the browser says of a file ([`file_name`](Self::file_name),
/// [`content_type`](Self::content_type)) is what the sender wants it to say: never a reason to trust the content.
///
/// ```
/// # use frontdesk_actions::Upload;
/// # use std::{io, path::Path};
/// async fn keep(upload: Upload, id: u64) -> io::Result<()> {
///     // Names of your own making, never `file_name()`: somebody else chose that one.
///     upload.persist(Path::new("/srv/photos").join(format!("{id}.jpg"))).await
/// }
/// # drop(keep);
/// ```
pub struct Upload {
    file_name: Option<String>,
    content_type: Option<String>,
    size: u64,
    content: Content,
    /// How much has been read by [`Upload::chunk`].
    position: u64,
    /// Of name, type and content; empty when nobody asks.
    digest: String,
    runtime: Arc<dyn Runtime>,
}

enum Content {
    Memory(Bytes),
    File(Box<dyn Spool>),
    /// Not kept, because it was larger than the field takes.
    Refused,
}

impl Upload {
    /// A file in memory: to call an action's function in a test.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// use frontdesk_actions::Upload;
    /// use frontdesk_router::TokioRuntime;
    ///
    /// let mut upload = Upload::in_memory(TokioRuntime::new(), "../cat.png", "image/png", "…".as_bytes());
    /// assert_eq!(upload.file_name(), Some("cat.png"));
    /// assert_eq!(upload.bytes().await?, "…".as_bytes());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn in_memory(runtime: impl Runtime, file_name: &str, content_type: &str, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        Self {
            file_name: name::base(file_name),
            content_type: Some(content_type.to_owned()),
            size: content.len() as u64,
            content: Content::Memory(content),
            position: 0,
            digest: String::new(),
            runtime: Arc::new(runtime),
        }
    }

    /// The file's own name, to show: without directories and separators of any system, without control characters and those
    /// that turn the direction of text, at most 255 bytes. None when nothing is left of it.
    ///
    /// Not to store a file under: two people send `photo.jpg`, and some names mean something to a server.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type that the browser guessed, mostly by the file's extension.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether the content was thrown away because there was too much of it.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.content, Content::Refused)
    }

    /// All of the content. It takes as much memory as the file is large: up to the field's `max`, the action's `body_limit`.
    ///
    /// # Errors
    ///
    /// When the temporary file can't be read.
    pub async fn bytes(&mut self) -> io::Result<Bytes> {
        if let Content::Memory(bytes) = &self.content {
            return Ok(bytes.clone());
        }
        let mut all = BytesMut::new();
        loop {
            let piece = self.read(all.len() as u64).await?;
            if piece.is_empty() {
                return Ok(all.freeze());
            }
            all.extend_from_slice(&piece);
        }
    }

    /// The next piece of the content, at most 64 KiB; none at the end.
    ///
    /// # Errors
    ///
    /// When the temporary file can't be read.
    ///
    /// ```
    /// # use frontdesk_actions::Upload;
    /// async fn count_lines(upload: &mut Upload) -> std::io::Result<usize> {
    ///     let mut lines = 0;
    ///     while let Some(piece) = upload.chunk().await? {
    ///         lines += piece.iter().filter(|&&byte| byte == b'\n').count();
    ///     }
    ///     Ok(lines)
    /// }
    /// # drop(async |mut upload| count_lines(&mut upload).await);
    /// ```
    pub async fn chunk(&mut self) -> io::Result<Option<Bytes>> {
        let piece = self.read(self.position).await?;
        self.position += piece.len() as u64;
        Ok(Some(piece).filter(|piece| !piece.is_empty()))
    }

    /// Lets [`chunk`](Self::chunk) begin at the start again.
    pub fn rewind(&mut self) {
        self.position = 0;
    }

    /// The rest of the content as a stream of pieces, for a body to send on.
    ///
    /// # Errors
    ///
    /// An item is an error when the temporary file can't be read.
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        futures_util::stream::try_unfold(self, |mut upload| async move {
            let piece = upload.chunk().await?;
            Ok(piece.map(|piece| (piece, upload)))
        })
    }

    /// Keeps the file at `path`, in place of one already there. A rename, where the temporary directory is on the same file
    /// system (`TokioRuntime::spool_dir`), else a copy. The file is for its owner alone to read.
    ///
    /// # Errors
    ///
    /// When `path` can't be written.
    pub async fn persist(self, path: impl AsRef<Path>) -> io::Result<()> {
        let spool = match self.content {
            Content::File(spool) => spool,
            Content::Memory(bytes) => {
                let mut spool = self.runtime.spool().await?;
                spool.write(bytes).await?;
                spool
            }
            Content::Refused => return Err(refused()),
        };
        spool.persist(path.as_ref()).await
    }

    async fn read(&mut self, from: u64) -> io::Result<Bytes> {
        match &mut self.content {
            Content::Memory(bytes) => {
                let start = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes.slice(start..bytes.len().min(start + CHUNK)))
            }
            Content::File(spool) => spool.read(from, CHUNK).await,
            Content::Refused => Err(refused()),
        }
    }
}

fn refused() -> io::Error {
    io::Error::other("the content was larger than the field takes")
}

impl fmt::Debug for Upload {
    // Without the name: what people call their files is theirs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

//! Uploaded files.

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

/// The maximum length of a chunk that [`Upload::chunk`] returns, in bytes.
const CHUNK: usize = 64 * 1024;

/// A file that was uploaded with a form: an argument `photo: Upload`, `photo: Option<Upload>` or
/// `photos: Vec<Upload>` of an action.
///
/// A file of up to 64 KiB is in memory, a larger one in a temporary file. The temporary file is
/// removed when the `Upload` is dropped: at the end of the request, unless the function moved it
/// elsewhere. A process that is killed leaves none (see `TokioRuntime::spool_dir`). [`file_name`](Self::file_name) and [`content_type`](Self::content_type) are chosen by
/// the client, so they prove nothing about the content.
///
/// ```
/// use std::io;
/// use std::path::Path;
///
/// use frontdesk_actions::Upload;
///
/// async fn save_photo(photo: Upload, id: u64) -> io::Result<()> {
///     // Generate the name. `file_name()` is chosen by the client.
///     photo.persist(Path::new("/srv/photos").join(format!("{id}.jpg"))).await
/// }
/// # drop(save_photo);
/// ```
pub struct Upload {
    file_name: Option<String>,
    relative_path: Option<String>,
    content_type: Option<String>,
    size: u64,
    content: Content,
    /// The position of [`Upload::chunk`] in bytes.
    position: u64,
    /// The hash of name, type and content. Empty if the action doesn't need it.
    content_hash: String,
    runtime: Arc<dyn Runtime>,
}

enum Content {
    Memory(Bytes),
    File(Box<dyn Spool>),
    /// Discarded, because the file is larger than its field accepts.
    Refused,
    /// There is none: the form is only checked.
    StandIn,
}

impl Upload {
    /// Creates a file in memory, for tests that call an action's function.
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
            relative_path: name::relative(file_name),
            content_type: Some(content_type.to_owned()),
            size: content.len() as u64,
            content: Content::Memory(content),
            position: 0,
            content_hash: String::new(),
            runtime: Arc::new(runtime),
        }
    }

    /// Creates a file in place of one that was not sent, for a check of the form. No rule of its field
    /// refuses it.
    pub(crate) fn stand_in(runtime: Arc<dyn Runtime>) -> Self {
        Self {
            file_name: None,
            relative_path: None,
            content_type: None,
            size: 0,
            content: Content::StandIn,
            position: 0,
            content_hash: String::new(),
            runtime,
        }
    }

    /// Returns the name of the file for display, or `None` if nothing of it can be displayed.
    ///
    /// It has at most 255 bytes and contains no directories, no path separators of any system, no
    /// control characters and no characters that change the direction of text.
    ///
    /// Don't store a file under this name: several users may send `photo.jpg`, and some names have
    /// a special meaning for servers.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the path of a file in a folder that was chosen with `<input type="file"
    /// webkitdirectory>`, with `/` between its parts: `photos/2026/cat.png`. Returns `None` if the
    /// client sent no such path, or one that could leave the folder.
    ///
    /// Every part is like a [`file_name`](Self::file_name), and none is `.`, `..` or empty; there are at
    /// most 32. It is chosen by the client, so the warning about storing files applies here as well.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use frontdesk_actions::Upload;
    /// use frontdesk_router::TokioRuntime;
    ///
    /// let upload = |name| Upload::in_memory(TokioRuntime::new(), name, "image/png", "");
    /// assert_eq!(upload("photos/2026/cat.png").relative_path(), Some("photos/2026/cat.png"));
    /// assert_eq!(upload("cat.png").relative_path(), Some("cat.png"));
    /// assert_eq!(upload("photos/../../cat.png").relative_path(), None);
    /// # }
    /// ```
    #[must_use]
    pub fn relative_path(&self) -> Option<&str> {
        self.relative_path.as_deref()
    }

    /// Returns the media type that the client sent, or `None` if it sent none. Browsers mostly
    /// derive it from the extension of the file's name.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the size of the file in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the hash of name, type and content, or an empty text if it was not computed.
    pub(crate) fn content_hash(&self) -> &str {
        &self.content_hash
    }

    /// Returns whether the content was discarded because the file is larger than its field accepts.
    pub(crate) fn is_stand_in(&self) -> bool {
        matches!(self.content, Content::StandIn)
    }

    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.content, Content::Refused)
    }

    /// Reads the whole content into memory. Its size is limited by the field's `max` and the
    /// action's `body_limit`.
    ///
    /// # Errors
    ///
    /// Returns an error if the temporary file can't be read.
    ///
    /// ```
    /// # use frontdesk_actions::Upload;
    /// async fn is_png(photo: &mut Upload) -> std::io::Result<bool> {
    ///     Ok(photo.bytes().await?.starts_with(b"\x89PNG"))
    /// }
    /// # drop(async |mut photo| is_png(&mut photo).await);
    /// ```
    pub async fn bytes(&mut self) -> io::Result<Bytes> {
        if let Content::Memory(bytes) = &self.content {
            return Ok(bytes.clone());
        }
        let mut all = BytesMut::new();
        loop {
            let chunk = self.read(all.len() as u64).await?;
            if chunk.is_empty() {
                return Ok(all.freeze());
            }
            all.extend_from_slice(&chunk);
        }
    }

    /// Reads the next chunk of the content, of at most 64 KiB. Returns `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the temporary file can't be read.
    ///
    /// ```
    /// # use frontdesk_actions::Upload;
    /// async fn count_lines(upload: &mut Upload) -> std::io::Result<usize> {
    ///     let mut lines = 0;
    ///     while let Some(chunk) = upload.chunk().await? {
    ///         lines += chunk.iter().filter(|&&byte| byte == b'\n').count();
    ///     }
    ///     Ok(lines)
    /// }
    /// # drop(async |mut upload| count_lines(&mut upload).await);
    /// ```
    pub async fn chunk(&mut self) -> io::Result<Option<Bytes>> {
        let chunk = self.read(self.position).await?;
        self.position += chunk.len() as u64;
        Ok(Some(chunk).filter(|chunk| !chunk.is_empty()))
    }

    /// Makes [`chunk`](Self::chunk) start at the beginning again.
    pub fn rewind(&mut self) {
        self.position = 0;
    }

    /// Returns the content after the current position of [`chunk`](Self::chunk) as a stream of
    /// chunks, for example for the body of a request to an object store.
    ///
    /// # Errors
    ///
    /// An item is an error if the temporary file can't be read.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use frontdesk_actions::Upload;
    /// use frontdesk_router::TokioRuntime;
    /// use futures_util::TryStreamExt;
    ///
    /// let upload = Upload::in_memory(TokioRuntime::new(), "notes.txt", "text/plain", "some text");
    /// let chunks: Vec<_> = upload.into_stream().try_collect().await.unwrap();
    /// assert_eq!(chunks, ["some text"]);
    /// # }
    /// ```
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        futures_util::stream::try_unfold(self, |mut upload| async move {
            let chunk = upload.chunk().await?;
            Ok(chunk.map(|chunk| (chunk, upload)))
        })
    }

    /// Saves the file at `path` and replaces a file that is already there.
    ///
    /// Nothing is copied if the temporary directory is on the same file system (see
    /// `TokioRuntime::spool_dir`). Either way the file appears at `path` when it is complete. Only
    /// the owner can read it.
    ///
    /// # Errors
    ///
    /// Returns an error if `path` can't be written.
    pub async fn persist(self, path: impl AsRef<Path>) -> io::Result<()> {
        let spool = match self.content {
            Content::File(spool) => spool,
            Content::Memory(bytes) => {
                let mut spool = self.runtime.spool().await?;
                spool.write(bytes).await?;
                spool
            }
            Content::Refused | Content::StandIn => return Err(refused()),
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
            Content::Refused | Content::StandIn => Err(refused()),
        }
    }
}

fn refused() -> io::Error {
    io::Error::other("the file is larger than its field accepts")
}

impl fmt::Debug for Upload {
    // Without the name, which may be personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

//! Receives a file: into memory while it is small, then into a temporary file.

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::{Bytes, BytesMut};
use frontdesk_router::{Runtime, Spool};
use sha2::{Digest as _, Sha256};

use super::{Content, Upload, name};

/// The maximum number of bytes of a file in memory, and the number that is written to disk at a
/// time.
const IN_MEMORY: usize = 64 * 1024;

/// A file while it arrives.
pub(crate) struct Receiver {
    /// The bytes that are not yet in the temporary file.
    buffer: BytesMut,
    spool: Option<Box<dyn Spool>>,
    size: u64,
    max: u64,
    /// The hash of the content, if it is needed.
    content_hash: Option<Sha256>,
    runtime: Arc<dyn Runtime>,
}

impl Receiver {
    /// Creates a receiver for a file of at most `max` bytes. The content of a larger file is
    /// discarded and only counted.
    pub(crate) fn new(max: u64, runtime: Arc<dyn Runtime>) -> Self {
        Self {
            buffer: BytesMut::new(),
            spool: None,
            size: 0,
            max,
            content_hash: None,
            runtime,
        }
    }

    /// Sets whether to compute a hash of name, type and content.
    pub(crate) fn hashing(mut self, hashing: bool) -> Self {
        self.content_hash = hashing.then(Sha256::new);
        self
    }

    /// Returns the number of bytes received so far.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds content to the file.
    ///
    /// # Errors
    ///
    /// Returns an error if the temporary file can't be written.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size += piece.len() as u64;
        if let Some(hash) = &mut self.content_hash {
            hash.update(piece);
        }
        if self.size > self.max {
            self.buffer = BytesMut::new();
            self.spool = None;
            return Ok(());
        }
        self.buffer.extend_from_slice(piece);
        if self.buffer.len() > IN_MEMORY {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> io::Result<()> {
        let bytes = self.buffer.split().freeze();
        let spool = match &mut self.spool {
            Some(spool) => spool,
            None => self.spool.insert(self.runtime.spool().await?),
        };
        spool.write(bytes).await
    }

    /// Returns the complete file.
    ///
    /// # Errors
    ///
    /// Returns an error if the temporary file can't be written.
    pub(crate) async fn finish(mut self, file_name: &[u8], content_type: Option<String>) -> io::Result<Upload> {
        if self.spool.is_some() && !self.buffer.is_empty() {
            self.flush().await?;
        }
        let content = if self.size > self.max {
            Content::Refused
        } else {
            self.spool
                .map_or_else(|| Content::Memory(self.buffer.freeze()), Content::File)
        };
        let hash = self.content_hash.map(|mut hash| {
            for part in [file_name, content_type.as_deref().unwrap_or_default().as_bytes()] {
                hash.update(part);
                hash.update((part.len() as u64).to_be_bytes());
            }
            URL_SAFE_NO_PAD.encode(hash.finalize())
        });
        Ok(Upload {
            file_name: name::base(&String::from_utf8_lossy(file_name)),
            relative_path: name::relative(&String::from_utf8_lossy(file_name)),
            content_type,
            size: self.size,
            content,
            position: 0,
            content_hash: hash.unwrap_or_default(),
            runtime: self.runtime,
        })
    }
}

impl Upload {
    /// Creates a file without content, for a field that accepts no files. `size` is the size that
    /// was sent.
    pub(crate) fn unwanted(size: u64, runtime: Arc<dyn Runtime>) -> Self {
        Self {
            file_name: None,
            relative_path: None,
            content_type: None,
            size,
            content: Content::Memory(Bytes::new()),
            position: 0,
            content_hash: String::new(),
            runtime,
        }
    }
}

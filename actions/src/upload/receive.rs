//! A file while it arrives: in memory as long as it is small, then on disk.

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::{Bytes, BytesMut};
use frontdesk_router::{Runtime, Spool};
use sha2::{Digest as _, Sha256};

use super::{Content, Upload, name};

/// How much of a file is kept in memory; also, how much is written to disk at a time.
const IN_MEMORY: usize = 64 * 1024;

/// A file while it arrives.
pub(crate) struct Receiver {
    /// What is not on disk.
    held: BytesMut,
    spool: Option<Box<dyn Spool>>,
    size: u64,
    max: u64,
    /// Of the content, if it is to be told from other content.
    digest: Option<Sha256>,
    runtime: Arc<dyn Runtime>,
}

impl Receiver {
    /// Of more than `max` bytes nothing is kept, only counted.
    pub(crate) fn new(max: u64, runtime: Arc<dyn Runtime>) -> Self {
        Self {
            held: BytesMut::new(),
            spool: None,
            size: 0,
            max,
            digest: None,
            runtime,
        }
    }

    /// The same, whose files can be told apart by what is in them.
    pub(crate) fn digested(mut self, digested: bool) -> Self {
        self.digest = digested.then(Sha256::new);
        self
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size += piece.len() as u64;
        if let Some(digest) = &mut self.digest {
            digest.update(piece);
        }
        if self.size > self.max {
            self.held = BytesMut::new();
            self.spool = None;
            return Ok(());
        }
        self.held.extend_from_slice(piece);
        if self.held.len() > IN_MEMORY {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> io::Result<()> {
        let bytes = self.held.split().freeze();
        let spool = match &mut self.spool {
            Some(spool) => spool,
            None => self.spool.insert(self.runtime.spool().await?),
        };
        spool.write(bytes).await
    }

    /// The whole file.
    pub(crate) async fn finish(mut self, file_name: &[u8], content_type: Option<String>) -> io::Result<Upload> {
        if self.spool.is_some() && !self.held.is_empty() {
            self.flush().await?;
        }
        let content = if self.size > self.max {
            Content::Refused
        } else {
            self.spool
                .map_or_else(|| Content::Memory(self.held.freeze()), Content::File)
        };
        let digest = self.digest.map(|mut digest| {
            for part in [file_name, content_type.as_deref().unwrap_or_default().as_bytes()] {
                digest.update(part);
                digest.update((part.len() as u64).to_be_bytes());
            }
            URL_SAFE_NO_PAD.encode(digest.finalize())
        });
        Ok(Upload {
            file_name: name::base(&String::from_utf8_lossy(file_name)),
            content_type,
            size: self.size,
            content,
            position: 0,
            digest: digest.unwrap_or_default(),
            runtime: self.runtime,
        })
    }
}

impl Upload {
    /// A file of which nothing was kept, because its field takes no files.
    pub(crate) fn unwanted(size: u64, runtime: Arc<dyn Runtime>) -> Self {
        Self {
            file_name: None,
            content_type: None,
            size,
            content: Content::Memory(Bytes::new()),
            position: 0,
            digest: String::new(),
            runtime,
        }
    }
}

//! A body in memory.

use bytes::{Bytes, BytesMut};

/// A body in memory. Most bodies arrive in one piece, which is then used without copying it.
#[derive(Default)]
pub(crate) struct Collected {
    first: Bytes,
    rest: BytesMut,
}

impl From<Bytes> for Collected {
    fn from(first: Bytes) -> Self {
        Self {
            first,
            rest: BytesMut::new(),
        }
    }
}

impl Collected {
    pub(super) fn push(&mut self, piece: Bytes) {
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = piece;
            return;
        }
        if self.rest.is_empty() {
            self.rest.extend_from_slice(&self.first);
        }
        self.rest.extend_from_slice(&piece);
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}

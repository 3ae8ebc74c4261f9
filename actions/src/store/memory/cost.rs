//! How much memory a value of the memory store takes.

/// How many size classes there are: one for each binary logarithm of a size.
pub(super) const CLASSES: usize = usize::BITS as usize;

/// The memory that a value takes besides itself and its key, in bytes: its share of the tables,
/// which are half empty after they grew. This is a measured value.
pub(super) const OVERHEAD: usize = 300;

/// How many bytes a value takes.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    pub(super) bytes: usize,
}

impl Cost {
    pub(super) fn new(key: &str, value: &[u8]) -> Self {
        Self {
            bytes: key.len() + value.len() + OVERHEAD,
        }
    }

    /// Returns the size class.
    pub(super) fn class(self) -> usize {
        self.bytes.checked_ilog2().unwrap_or(0) as usize
    }
}

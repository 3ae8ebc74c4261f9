//! How much a request may bring.

use std::time::Duration;

use crate::form::FormLimits;

/// Bounds on what one call of an action may send, counted while it streams in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of body. Default: 1 MiB, and for an action with files that have a `max` as much more as these may take (a list of
    /// files counts once). `#[server_action(body_limit = "5MB")]` sets it for one action, and nothing is added.
    pub body: u64,
    /// Parts of a multipart form: its fields and its files. Default: 100.
    pub parts: usize,
    /// Bytes of the header of a part. Default: 8 KiB.
    pub part_headers: usize,
    /// Bytes of the text fields of a multipart form, each and together. Default: 1 MiB. Files have only `body` above them: they
    /// don't stay in memory.
    pub text: u64,
    /// How long the body may stall: the time between two pieces of it. Default: 30 s.
    pub read_timeout: Duration,
    /// Number and depth of fields. Default: 1000 and 8.
    pub form: FormLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            parts: 100,
            part_headers: 8 * 1024,
            text: 1024 * 1024,
            read_timeout: Duration::from_secs(30),
            form: FormLimits::default(),
        }
    }
}

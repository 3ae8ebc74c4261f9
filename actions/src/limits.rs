//! How much a request may bring.

use std::time::Duration;

use crate::form::FormLimits;

/// Bounds on what one call of an action may send, counted while it streams in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of body. Default: 1 MiB. `#[server_action(body_limit = "5MB")]` sets it for one action.
    pub body: u64,
    /// How long the body may stall: the time between two pieces of it. Default: 30 s.
    pub read_timeout: Duration,
    /// Number and depth of fields. Default: 1000 and 8.
    pub form: FormLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            read_timeout: Duration::from_secs(30),
            form: FormLimits::default(),
        }
    }
}

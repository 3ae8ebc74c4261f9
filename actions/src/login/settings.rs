//! How much waits for a login, and how long.

use std::time::Duration;

/// How much of a form waits for a login, and how long.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "only the desk constructs it")]
pub struct LoginSettings {
    /// The maximum size of a form with its return URL, in bytes.
    pub limit: usize,
    /// The time that people have to sign in.
    pub lifetime: Duration,
}

impl Default for LoginSettings {
    fn default() -> Self {
        Self {
            limit: 16 * 1024,
            lifetime: Duration::from_secs(30 * 60),
        }
    }
}

//! The state of the apps.

use std::sync::Arc;

/// The state of both apps.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) greeting: Arc<str>,
}

impl App {
    pub(crate) fn new() -> Self {
        Self {
            greeting: "Good day".into(),
        }
    }
}

//! Notices a desk that is nested at a path that it doesn't know.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::NestedPath;
use http::Extensions;

/// Whether a desk knows the path that axum nests it at: with `.nest`, by `.desk` or [`routes`], or with
/// `.nest_service`. The first request shows it.
///
/// [`routes`]: crate::routes
#[derive(Debug, Default)]
pub struct Nesting {
    is_checked: AtomicBool,
}

impl Nesting {
    /// Checks the first request: logs an error if the desk's base path is not that at which axum nests
    /// it.
    pub fn check(&self, request: &Extensions, base: &str) {
        if self.is_checked.load(Ordering::Relaxed) || self.is_checked.swap(true, Ordering::Relaxed) {
            return;
        }
        let Some(nested) = request.get::<NestedPath>() else {
            return;
        };
        let nested_at = nested.as_str().trim_end_matches('/');
        // A proxy may have stripped what is before it.
        if base.ends_with(nested_at) {
            return;
        }
        let fix = if nested_at.contains('{') {
            "nest it at a path without parameters, and call `.base(…)` with that path on its builder".to_owned()
        } else {
            format!("call `.base(\"{nested_at}\")` on its builder")
        };
        tracing::error!(
            nested_at,
            base,
            "the desk doesn't know the path that it is nested at, so its forms and redirects lead to other paths: {fix}"
        );
    }
}

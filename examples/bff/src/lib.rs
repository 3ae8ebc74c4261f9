//! A backend for a frontend: two upstream services behind one endpoint, and webhooks.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

mod bff;
pub mod host;
mod pages;
pub mod webhooks;

use frontdesk::{BuildError, Desk};

pub use crate::bff::Bff;

/// Builds the app, ready to be embedded.
///
/// # Errors
///
/// Lists every mistake in routes and actions.
pub fn desk(bff: Bff) -> Result<Desk, BuildError> {
    Desk::builder(bff)
        .app_name("bff")
        .routes(pages::routes())
        .routes(webhooks::routes())
        .build()
}

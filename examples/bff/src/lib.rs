//! A backend for a frontend: two upstream services behind one endpoint, and webhooks.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod actions;
mod api;
mod bff;
pub mod catalogue;
pub mod demo;
pub mod host;
pub mod orders;
pub mod overview;
mod pages;
pub mod relay;
pub mod session;
pub mod upstream;
mod view;
pub mod webhooks;

use frontdesk::{BuildError, Desk};

pub use crate::bff::{Bff, Settings};
use crate::session::Session;

/// Builds the app, ready to be embedded.
///
/// # Errors
///
/// Lists every mistake in routes and actions.
pub fn desk(bff: Bff) -> Result<Desk, BuildError> {
    Desk::builder(bff)
        .app_name("bff")
        .routes(pages::routes())
        .routes(api::routes())
        .routes(webhooks::routes())
        .action::<actions::LogIn>()
        .action::<actions::LogOut>()
        .action::<actions::Order>()
        .action::<actions::Refresh>()
        .action::<actions::SetModes>()
        .identity(|session: Session| session.id().to_owned())
        .problem_page(pages::problem)
        .build()
}

//! A backend for a frontend: two upstream services behind one endpoint, and webhooks.
//!
//! | module | contents |
//! |---|---|
//! | [`upstream`] | calls to a service: time limits, repeats, failures, tokens |
//! | [`session`] | the cookie of a person, and the token that it stands for |
//! | [`orders`], [`catalogue`] | the two services; what of them is cached |
//! | [`mod@overview`] | what both know, in one response |
//! | [`part`] | one part of it: here, or missing with the reason |
//! | [`relay`] | a large body, passed on while it arrives |
//! | [`actions`] | server actions: log in, order, revalidate |
//! | `api`, `pages`, `view` | JSON and the export; the pages, and their parts |
//! | [`webhooks`] | webhooks |
//! | [`demo`] | the services themselves, which can be set to fail |

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
pub mod part;
pub mod relay;
mod retry_after;
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

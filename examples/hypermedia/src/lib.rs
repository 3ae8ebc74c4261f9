//! One list with add, edit in place, toggle, delete, a counter and a dialog, four ways: htmx, Unpoly,
//! Turbo, and no script, from the same actions.
//!
//! | module | contents |
//! |---|---|
//! | [`App`] | the state of the desk |
//! | [`list`] | the list, in memory |
//! | [`actions`] | server actions: add, edit, toggle, delete |
//! | [`Way`] | which of the pages |
//! | `view` | the templates, and the files with what is different in them |
//! | `pages` | the pages |
//! | [`Scripts`] | where the libraries are loaded from |

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod actions;
mod app;
pub mod list;
mod pages;
mod scripts;
mod view;
mod way;

use frontdesk::{BuildError, Desk};

pub use crate::app::App;
pub use crate::scripts::Scripts;
pub use crate::way::Way;

/// Builds the app, ready to be embedded.
///
/// # Errors
///
/// Lists every mistake in routes and actions.
pub fn desk(app: App) -> Result<Desk, BuildError> {
    Desk::builder(app)
        .app_name("hypermedia")
        .routes(pages::routes())
        .action::<actions::Add>()
        .action::<actions::Edit>()
        .action::<actions::Toggle>()
        .action::<actions::Delete>()
        .form_fragment(pages::failed_add)
        .form_fragment(pages::failed_edit)
        .problem_page(pages::problem)
        .build()
}

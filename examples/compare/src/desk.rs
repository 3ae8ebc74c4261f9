//! The desk with both ways, which both apps embed.

use frontdesk::{BuildError, Desk};

use crate::by_action::{self, Rename};
use crate::by_route;
use crate::list::App;

/// An origin whose pages may call the desk's actions.
pub const TRUSTED: &str = "https://partner.example";

/// Builds the desk.
///
/// # Errors
///
/// Fails if routes or actions have mistakes.
pub fn desk() -> Result<Desk, BuildError> {
    Desk::builder(App::default())
        .routes(by_route::routes())
        .routes(by_action::routes())
        .action::<Rename>()
        .trust_origin(TRUSTED)
        .build()
}

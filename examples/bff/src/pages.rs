//! The pages.

use frontdesk::{Html, Router};

use crate::bff::Bff;

pub(crate) fn routes() -> Router<Bff> {
    Router::new().page("/", async || Html("bff"))
}

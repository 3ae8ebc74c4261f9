//! A login in between: what a browser was about to do is stored until its user has signed in.
//!
//! It consists of the page to return to and of the form that was sent. Only its id is in URLs.

mod cookie;
mod settings;
mod states;

pub(crate) use cookie::{has_id, id_in, restored_id_in, with_id};
pub use settings::LoginSettings;
pub(crate) use states::{LoginStates, NewLogin, PendingLogin};

/// Returns whether two local URLs are of the same page: they have the same path.
pub(crate) fn is_same_page(url: &str, other: &str) -> bool {
    path_of(url) == path_of(other)
}

fn path_of(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

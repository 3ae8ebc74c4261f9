//! A login in between: what a browser was about to do is stored until its user has signed in.
//!
//! It consists of the page to return to and of the form that was sent. Only its id is in URLs.

mod pending;
mod settings;
mod states;
mod url;

pub(crate) use self::pending::PendingLogin;
pub use self::settings::LoginSettings;
pub(crate) use self::states::{LoginStates, NewLogin};
pub(crate) use self::url::{has_id, id_in, is_same_page, restored_id_in, with_id};

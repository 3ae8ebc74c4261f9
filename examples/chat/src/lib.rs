//! Chat rooms: server-sent events for those who read, a server action for those who write.
//!
//! | module | contents |
//! |---|---|
//! | [`Chat`] | the rooms and the people: the state of the desk |
//! | [`room`] | a room: the latest messages, and its readers |
//! | [`reader`] | a reader's stream of events, from a position on |
//! | [`people`] | sessions: names, and a limit to what one person sends |
//! | [`actions`] | server actions: enter, say, leave |
//! | `pages` | the pages, and the stream of events |
//! | `view` | parts of a page that the stream sends too |
//!
//! The pages work without JavaScript: a message is posted by a form, and the page shows the new ones
//! when it is loaded. With JavaScript, `static/chat.js` adds them as they come.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod actions;
mod chat;
pub mod host;
mod pages;
pub mod people;
pub mod reader;
pub mod room;
mod view;

use frontdesk::{BuildError, Desk};

pub use crate::chat::Chat;
use crate::people::Person;

/// Builds the app, ready to be embedded.
///
/// # Errors
///
/// Lists every mistake in routes and actions.
pub fn desk(chat: Chat) -> Result<Desk, BuildError> {
    Desk::builder(chat)
        .app_name("chat")
        .routes(pages::routes())
        .action::<actions::Enter>()
        .action::<actions::Say>()
        .action::<actions::Leave>()
        .identity(|person: Person| person.session().to_owned())
        .problem_page(pages::problem)
        .build()
}

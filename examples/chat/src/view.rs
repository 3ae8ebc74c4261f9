//! Parts of a page that the stream of events sends too.

use std::time::{Duration, UNIX_EPOCH};

use maud::{Markup, html};

use crate::room::Message;

/// Renders a message, for the page and for the stream of events.
pub(crate) fn message(message: &Message) -> Markup {
    let sent = message.sent.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    let minutes = sent.as_secs() / 60;
    html! {
        li id={ "message-" (message.number) } {
            strong { (message.name) } " "
            small { (format!("{:02}:{:02} UTC", minutes / 60 % 24, minutes % 60)) }
            p { (message.text) }
        }
    }
}

/// Renders the names of the people in a room.
pub(crate) fn names(names: &[String]) -> Markup {
    html! {
        ul.names { @for name in names.iter().take(50) { li { (name) } } }
        @if names.len() > 50 { p { "and " (names.len() - 50) " more" } }
    }
}

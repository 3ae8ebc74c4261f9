//! Flash messages: what a redirect tells the page that it leads to.

use std::fmt;

use axum_core::response::Response;
use frontdesk_form::__private::{CUSTOM, StoredMessage};
use frontdesk_form::Message;
use http::request::Parts;
use serde::{Deserialize, Serialize};

use crate::context::Ctx;

mod returns;

pub(crate) use returns::may_redirect;

/// The maximum number of flash messages that a browser has at a time, and so of one response.
pub const MAX_FLASHES: usize = 5;

/// What kind of message a [`Flash`] is: pages choose its look by it.
///
/// ```
/// use frontdesk_router::FlashKind;
///
/// assert_eq!(FlashKind::Success.as_str(), "success");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "pages match on it, to have a look for each kind")]
pub enum FlashKind {
    /// Something was done.
    Success,
    /// Something to know.
    Info,
    /// Something to take care of.
    Warning,
    /// Something failed.
    Error,
}

impl FlashKind {
    /// Returns the kind in lower case: `success`, `info`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for FlashKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A flash message: the page that a redirect leads to shows it once.
///
/// It is a text, or any other value that serde can serialise, for a page that shows more than a
/// text. A text alone is a success: `Redirect::to("/todos").flash("Saved")`. A [`Message`] with a code
/// is shown in the language of its reader, if the desk's catalogue has it.
///
/// Pages get plain text, which their templates escape like any other text.
///
/// ```
/// use frontdesk_router::{Flash, FlashKind, Message, Redirect};
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Undo { id: u32 }
///
/// let _ = Redirect::to("/todos").flash("Saved");
/// let _ = Redirect::to("/todos").flash(Flash::warning("The due date is in the past"));
/// let _ = Redirect::to("/todos").flash(Message::new("deleted", "3 todos deleted").with("count", 3));
/// let _ = Redirect::to("/todos").flash(Flash::value(FlashKind::Info, &Undo { id: 5 }));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a flash message is shown only if a redirect carries it: `Redirect::flash`"]
pub struct Flash {
    kind: FlashKind,
    content: FlashContent,
}

/// What a message contains.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "only the crates of a desk use it")]
pub enum FlashContent {
    /// A text that is the same in every language.
    Text(String),
    /// A message that the page puts into words.
    Message(StoredMessage),
    /// JSON of any other value.
    Value(String),
    /// A value that can't be serialised, with the reason. It is not sent.
    Invalid(String),
}

impl Flash {
    /// Creates a message that something was done.
    ///
    /// ```
    /// use frontdesk_router::{Flash, FlashKind};
    ///
    /// assert_eq!(Flash::success("Saved").kind(), FlashKind::Success);
    /// assert_eq!(Flash::success("Saved"), Flash::from("Saved"));
    /// ```
    pub fn success(text: impl Into<Message>) -> Self {
        Self::new(FlashKind::Success, &text.into())
    }

    /// Creates a message with something to know. See [`success`](Self::success).
    pub fn info(text: impl Into<Message>) -> Self {
        Self::new(FlashKind::Info, &text.into())
    }

    /// Creates a message with something to take care of. See [`success`](Self::success).
    pub fn warning(text: impl Into<Message>) -> Self {
        Self::new(FlashKind::Warning, &text.into())
    }

    /// Creates a message that something failed. See [`success`](Self::success).
    pub fn error(text: impl Into<Message>) -> Self {
        Self::new(FlashKind::Error, &text.into())
    }

    fn new(kind: FlashKind, message: &Message) -> Self {
        let content = match message.code() == CUSTOM {
            true => FlashContent::Text(message.text().to_owned()),
            false => FlashContent::Message(message.into()),
        };
        Self { kind, content }
    }

    /// Creates a message of a value, for a page that shows more than a text. The page reads it with
    /// `FlashMessage::value`; a value that serde serialises as a string is a text.
    ///
    /// A value that can't be serialised as JSON is not sent, and the log has the reason.
    ///
    /// ```
    /// use frontdesk_router::{Flash, FlashKind};
    ///
    /// assert_eq!(Flash::value(FlashKind::Info, &["a", "b"]).kind(), FlashKind::Info);
    /// ```
    pub fn value(kind: FlashKind, value: &impl Serialize) -> Self {
        let content = match serde_json::to_value(value) {
            Ok(serde_json::Value::String(text)) => FlashContent::Text(text),
            Ok(value) => FlashContent::Value(value.to_string()),
            Err(error) => FlashContent::Invalid(error.to_string()),
        };
        Self { kind, content }
    }

    /// Returns the kind of message.
    #[must_use]
    pub fn kind(&self) -> FlashKind {
        self.kind
    }

    #[doc(hidden)]
    #[must_use]
    pub fn into_parts(self) -> (FlashKind, FlashContent) {
        (self.kind, self.content)
    }

    #[doc(hidden)]
    pub fn from_parts(kind: FlashKind, content: FlashContent) -> Self {
        Self { kind, content }
    }
}

impl From<&str> for Flash {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Flash {
    fn from(text: String) -> Self {
        Self {
            kind: FlashKind::Success,
            content: FlashContent::Text(text),
        }
    }
}

impl From<Message> for Flash {
    fn from(message: Message) -> Self {
        Self::success(message)
    }
}

/// Response extension: the messages that a redirect carries.
#[derive(Debug, Clone)]
pub(crate) struct Carried(pub(crate) Vec<Flash>);

/// Takes the messages that a response carries.
#[must_use]
pub fn take_flashes(response: &mut Response) -> Vec<Flash> {
    let carried = response.extensions_mut().remove();
    carried.map_or_else(Vec::new, |Carried(flashes)| flashes)
}

/// Drops the messages of a response that nothing can send any more, with a line in the log.
pub(crate) fn drop_flashes(response: &mut Response, reason: &str) {
    if !response.extensions().is_empty() && !take_flashes(response).is_empty() {
        tracing::warn!("a flash message was dropped: {reason}");
    }
}

/// Adds flash messages to the response to a request. A part of [`Shared`](crate::shared::Shared).
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "only the desk constructs it")]
pub struct FlashSender(pub fn(&Ctx, &Parts, Vec<Flash>, &mut Response));

impl FlashSender {
    /// Sends the messages that a response carries. `request` is the head of its request.
    pub(crate) fn send_carried(ctx: Option<&Ctx>, request: &Parts, response: &mut Response) {
        let flashes = take_flashes(response);
        if flashes.is_empty() {
            return;
        }
        match ctx.and_then(|ctx| Some((ctx, ctx.part::<Self>()?))) {
            Some((ctx, Self(send))) => send(ctx, request, flashes, response),
            None => tracing::warn!("a flash message was dropped: the handler runs outside of a desk"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_a_text_a_message_or_json() {
        fn value(value: &impl Serialize) -> Flash {
            Flash::value(FlashKind::Info, value)
        }
        let saved = Message::new("saved", "Saved").with("count", 3);
        for (flash, content) in [
            (Flash::success("Saved"), FlashContent::Text("Saved".into())),
            (Flash::info(String::new()), FlashContent::Text(String::new())),
            (Flash::error(saved.clone()), FlashContent::Message((&saved).into())),
            (Flash::from(saved.clone()), FlashContent::Message((&saved).into())),
            (value(&5), FlashContent::Value("5".into())),
            (value(&Some("x")), FlashContent::Text("x".into())),
            (value(&("x", 1)), FlashContent::Value(r#"["x",1]"#.into())),
        ] {
            assert_eq!(flash.into_parts().1, content);
        }
        let unsendable = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert!(matches!(value(&unsendable).into_parts().1, FlashContent::Invalid(_)));
    }
}

//! Flash messages: what a redirect tells the page that it leads to.

use std::fmt;

use axum_core::response::Response;
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
/// text. A text alone is a success: `Redirect::to("/todos").flash("Saved")`.
///
/// Pages get plain text, which their templates escape like any other text.
///
/// ```
/// use frontdesk_router::{Flash, Redirect};
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Undo { id: u32 }
///
/// let _ = Redirect::to("/todos").flash("Saved");
/// let _ = Redirect::to("/todos").flash(Flash::warning("The due date is in the past"));
/// let _ = Redirect::to("/todos").flash(Flash::info(Undo { id: 5 }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a flash message is shown only if a redirect carries it: `Redirect::flash`"]
pub struct Flash {
    kind: FlashKind,
    content: FlashContent,
}

/// What a message contains.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "only the crates of a desk use it")]
pub enum FlashContent {
    Text(String),
    /// JSON of any other value.
    Value(String),
    /// A value that can't be serialised, with the reason. It is not sent.
    Invalid(String),
}

impl Flash {
    /// Creates a message that something was done.
    ///
    /// A value that can't be serialised is not sent, and the log has the reason.
    ///
    /// ```
    /// use frontdesk_router::{Flash, FlashKind};
    ///
    /// assert_eq!(Flash::success("Saved").kind(), FlashKind::Success);
    /// assert_eq!(Flash::success("Saved"), Flash::from("Saved"));
    /// ```
    pub fn success(content: impl Serialize) -> Self {
        Self::new(FlashKind::Success, &content)
    }

    /// Creates a message with something to know. See [`success`](Self::success).
    pub fn info(content: impl Serialize) -> Self {
        Self::new(FlashKind::Info, &content)
    }

    /// Creates a message with something to take care of. See [`success`](Self::success).
    pub fn warning(content: impl Serialize) -> Self {
        Self::new(FlashKind::Warning, &content)
    }

    /// Creates a message that something failed. See [`success`](Self::success).
    pub fn error(content: impl Serialize) -> Self {
        Self::new(FlashKind::Error, &content)
    }

    fn new(kind: FlashKind, content: &impl Serialize) -> Self {
        let content = match serde_json::to_value(content) {
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
    fn content_is_a_text_or_json() {
        for (flash, content) in [
            (Flash::success("Saved"), FlashContent::Text("Saved".into())),
            (Flash::info(String::new()), FlashContent::Text(String::new())),
            (Flash::info(5), FlashContent::Value("5".into())),
            (Flash::info(Some("x")), FlashContent::Text("x".into())),
            (Flash::info(("x", 1)), FlashContent::Value(r#"["x",1]"#.into())),
        ] {
            assert_eq!(flash.into_parts().1, content);
        }
        let unsendable = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert!(matches!(
            Flash::info(unsendable).into_parts().1,
            FlashContent::Invalid(_)
        ));
    }
}

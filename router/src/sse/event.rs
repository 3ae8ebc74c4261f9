//! One event and its encoding.

use std::fmt::{Display, Write as _};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

/// One server-sent event, for [`Sse`](crate::Sse).
///
/// ```
/// use frontdesk_router::Event;
/// use std::time::Duration;
///
/// let event = Event::new("first line\nsecond line").event("news").id(7).retry(Duration::from_secs(2));
/// assert_eq!(event.to_string(), "event: news\nid: 7\nretry: 2000\ndata: first line\ndata: second line\n\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Event {
    comment: Option<String>,
    event: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    data: Option<String>,
}

impl Event {
    /// Creates an event with data of any number of lines. The client receives every kind of line
    /// break as LF.
    pub fn new(data: impl Into<String>) -> Self {
        Self {
            data: Some(data.into()),
            ..Self::default()
        }
    }

    /// Creates an event with JSON as its data.
    ///
    /// # Errors
    ///
    /// If the value's `Serialize` fails.
    ///
    /// ```
    /// use frontdesk_router::Event;
    ///
    /// assert_eq!(Event::json(&["a", "b"])?.to_string(), "data: [\"a\",\"b\"]\n\n");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_string(value).map(Self::new)
    }

    /// Creates a comment, which clients ignore.
    pub fn comment(text: impl Into<String>) -> Self {
        Self {
            comment: Some(text.into()),
            ..Self::default()
        }
    }

    /// Sets the event's type, which `addEventListener` listens for. Default: `message`. Line breaks
    /// are removed.
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(without(name.into(), &['\r', '\n']));
        self
    }

    /// Sets the event's id, which the client sends as [`LastEventId`](crate::LastEventId) when it
    /// reconnects. Line breaks and NUL are removed, because an id cannot contain them.
    pub fn id(mut self, id: impl Display) -> Self {
        self.id = Some(without(id.to_string(), &['\r', '\n', '\0']));
        self
    }

    /// Sets how long the client waits before it reconnects, in whole milliseconds.
    pub fn retry(mut self, wait: Duration) -> Self {
        self.retry = Some(wait);
        self
    }

    pub(super) fn encode(&self) -> Bytes {
        self.to_string().into()
    }
}

/// Writes the event as it is sent.
impl Display for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for line in self.comment.as_deref().into_iter().flat_map(lines) {
            writeln!(f, ": {line}")?;
        }
        if let Some(name) = &self.event {
            writeln!(f, "event: {name}")?;
        }
        if let Some(id) = &self.id {
            writeln!(f, "id: {id}")?;
        }
        if let Some(wait) = self.retry {
            writeln!(f, "retry: {}", wait.as_millis())?;
        }
        for line in self.data.as_deref().into_iter().flat_map(lines) {
            writeln!(f, "data: {line}")?;
        }
        f.write_char('\n')
    }
}

/// Iterates over the lines of a text as clients do: CRLF, LF and CR each end a line.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some((line, end)) = text.find(['\r', '\n']).map(|index| text.split_at(index)) else {
            return Some(text);
        };
        rest = end.strip_prefix("\r\n").or_else(|| end.strip_prefix(['\r', '\n']));
        Some(line)
    })
}

fn without(text: String, chars: &[char]) -> String {
    if text.contains(chars) {
        text.replace(chars, "")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_is_encoded_as_the_standard_requires() {
        for (event, expected) in [
            (Event::new("a"), "data: a\n\n"),
            (Event::new(""), "data: \n\n"),
            (Event::new(" a:b"), "data:  a:b\n\n"),
            (Event::new("a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n"),
            (Event::new("a\n\n"), "data: a\ndata: \ndata: \n\n"),
            (Event::new("\r\r\n"), "data: \ndata: \ndata: \n\n"),
            (Event::new("é\r€"), "data: é\ndata: €\n\n"),
            (
                Event::comment("a\nid: 1\r\n\ndata: b"),
                ": a\n: id: 1\n: \n: data: b\n\n",
            ),
            (Event::new("x").id("1\r\ndata: y\n\n\0"), "id: 1data: y\ndata: x\n\n"),
            (Event::new("x").id(""), "id: \ndata: x\n\n"),
            (Event::new("x").event("a\n\rb"), "event: ab\ndata: x\n\n"),
            (Event::default().retry(Duration::from_micros(1_999)), "retry: 1\n\n"),
            (Event::json(&["a\nb"]).unwrap(), "data: [\"a\\nb\"]\n\n"),
            (Event::default(), "\n"),
        ] {
            assert_eq!(event.to_string(), expected, "{event:?}");
        }
    }
}

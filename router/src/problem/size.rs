//! How many bytes the texts of a problem are in a response.

use frontdesk_form::{Message, Param};

/// The largest error response, in bytes.
pub(super) const LARGEST: usize = 64 * 1024;

/// What a page or JSON has besides the texts of the problem. A test compares it with the page.
pub(super) const FRAME: usize = 1536;

/// What a message takes besides its texts: markup, quotes, commas.
const OVERHEAD: usize = 20;

/// How much the messages of one problem may write, before it is known to which request it responds.
pub(super) const MESSAGES: usize = LARGEST - FRAME;

/// Returns at most how many bytes a message is in a response.
pub(super) fn message_written(path: &str, message: &str) -> usize {
    OVERHEAD + written(path) + written(message)
}

/// Returns at most how many bytes a text is in JSON and in HTML.
pub(super) fn written(text: &str) -> usize {
    text.chars().map(char_written).sum()
}

fn char_written(char: char) -> usize {
    match char {
        '\0'..' ' | '"' | '\'' | '&' | '<' | '>' | '\\' => 6,
        _ => char.len_utf8(),
    }
}

/// Returns the beginning of a text that takes at most `room` bytes, with an ellipsis, or `None` if
/// all of it does.
pub(super) fn shortened(text: &str, room: usize) -> Option<String> {
    let mut size = 0;
    let (end, _) = text.char_indices().find(|(_, char)| {
        size += char_written(*char);
        size > room
    })?;
    Some(format!("{}…", text.get(..end).unwrap_or_default()))
}

/// Returns at most how many bytes the code and the parameters of a message are in JSON.
pub(super) fn code_written(message: &Message) -> usize {
    // Quotes, colons, braces and commas, the name `code`; a number has at most 24 characters.
    const PARAMETER: usize = 6;
    const NUMBER: usize = 24;
    let param = |(name, value): (&str, &Param)| {
        PARAMETER
            + written(name)
            + match value {
                Param::Text(text) => written(text),
                _ => NUMBER,
            }
    };
    OVERHEAD + written(message.code()) + message.params().iter().map(param).sum::<usize>()
}

//! Which messages are sent, if not all can be.

use frontdesk_router::__desk::FlashContent;
use frontdesk_router::{Flash, FlashKind};

/// A message as it is stored.
pub(crate) type StoredFlash = (FlashKind, FlashContent);

/// Returns the messages that could be serialised. The log has the reason for the others.
pub(super) fn sendable(flashes: Vec<Flash>) -> Vec<StoredFlash> {
    let parts = flashes.into_iter().map(Flash::into_parts);
    parts
        .filter(|(_, content)| match content {
            FlashContent::Invalid(error) => {
                tracing::error!(error, "a flash message was dropped: its value can't be serialised");
                false
            }
            FlashContent::Text(_) | FlashContent::Message(_) | FlashContent::Value(_) => true,
        })
        .collect()
}

/// Drops the oldest messages, so that all together have at most `budget` bytes; before that, those that
/// are larger than that alone.
pub(super) fn within(mut messages: Vec<StoredFlash>, budget: usize) -> Vec<StoredFlash> {
    let all = messages.len();
    messages.retain(|message| size(message) <= budget);
    let mut total: usize = messages.iter().map(size).sum();
    let mut dropped = 0;
    for message in &messages {
        if total > budget {
            total -= size(message);
            dropped += 1;
        }
    }
    messages.drain(..dropped);
    let dropped = all - messages.len();
    if dropped > 0 {
        tracing::warn!(
            dropped,
            budget,
            "flash messages were dropped: together they are too large"
        );
    }
    messages
}

/// Returns the size of a message in a cookie, in bytes: its text follows the kinds of message and
/// content, and a length of up to three bytes.
fn size((_, content): &StoredFlash) -> usize {
    match content {
        FlashContent::Text(text) | FlashContent::Value(text) | FlashContent::Invalid(text) => text.len() + 5,
        FlashContent::Message(message) => message.size() + 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(messages: Vec<StoredFlash>) -> Vec<usize> {
        let text = |(_, content)| match content {
            FlashContent::Text(text) => text.len(),
            _ => 0,
        };
        messages.into_iter().map(text).collect()
    }

    #[test]
    fn the_oldest_that_do_not_fit_are_dropped() {
        for (lengths, expected) in [
            (&[10, 20][..], &[10, 20][..]),
            (&[50, 40, 30], &[40, 30]),
            (&[95], &[95]),
            (&[96], &[]),
            (&[10, 96, 20], &[10, 20]),
            (&[30, 95], &[95]),
        ] {
            let all = lengths.iter().map(|length| Flash::from("x".repeat(*length)));
            let within = within(sendable(all.collect()), 100);
            assert_eq!(texts(within), expected, "{lengths:?}");
        }
    }

    #[test]
    fn a_value_that_is_not_json_is_dropped_alone() {
        let unsendable = std::collections::BTreeMap::from([((1, 2), 3)]);
        let sent = sendable(vec![
            Flash::from("a"),
            Flash::value(FlashKind::Info, &unsendable),
            Flash::from("b"),
        ]);
        assert_eq!(sent.len(), 2);
    }
}

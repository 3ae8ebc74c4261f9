//! A message as bytes: without the text, if that is one of a list.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::message::Message;
use super::param::Params;

/// A message as it is stored: its key and its parameters, and its text if no list has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredMessage {
    key: String,
    params: Params,
    text: Option<String>,
}

impl From<&Message> for StoredMessage {
    fn from(message: &Message) -> Self {
        Self {
            key: message.key().to_owned(),
            params: message.params().clone(),
            text: message.is_own_text().then(|| message.text().to_owned()),
        }
    }
}

impl StoredMessage {
    /// Returns the message. `find` finds the message of a list by its key.
    #[must_use]
    pub fn message(&self, find: impl Fn(&str) -> Option<Message>) -> Message {
        let bare = match &self.text {
            Some(text) => Message::new(self.key.clone(), text.clone()),
            // Another version of the app may have had a message that this one hasn't.
            None => find(&self.key).unwrap_or_else(|| Message::new(self.key.clone(), self.key.clone())),
        };
        let params = self.params.iter();
        params.fold(bare, |message, (name, value)| {
            message.with(Cow::Owned(name.to_owned()), value.clone())
        })
    }

    /// Returns whether it is this message, and not one of the app with its key.
    #[must_use]
    pub fn is(&self, message: &Message) -> bool {
        self.text.is_none() && self.key == message.key()
    }

    /// Returns the length of its own text.
    #[must_use]
    pub fn own_text(&self) -> usize {
        self.text.as_ref().map_or(0, String::len)
    }

    /// Returns its size in postcard, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        postcard::to_stdvec(self).map_or(usize::MAX / 4, |bytes| bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{REQUIRED, TOO_LONG_BYTES, all};
    use crate::words::Word;

    #[test]
    fn message_is_the_same_after_a_round_trip() {
        let find = |key: &str| all().find(|word: &&Word| word.key() == key).map(Message::of);
        let own = Message::new("taken", "is <taken>")
            .with("by", "Ada")
            .with("ratio", 0.5)
            .with("count", -3);
        for message in [REQUIRED, TOO_LONG_BYTES.with("max", 1), own, "plain".into()] {
            let bytes = postcard::to_stdvec(&StoredMessage::from(&message)).unwrap();
            let stored: StoredMessage = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(stored.size(), bytes.len());
            let read = stored.message(find);
            assert_eq!(
                (read.text(), read.key(), read.code()),
                (message.text(), message.key(), message.code())
            );
            assert_eq!(read.params(), message.params());
            assert_eq!(read.is_own_text(), message.is_own_text());
        }
        assert!(postcard::to_stdvec(&StoredMessage::from(&REQUIRED)).unwrap().len() <= 11);
        let unknown = StoredMessage {
            key: "gone".to_owned(),
            params: Params::default(),
            text: None,
        };
        assert_eq!(unknown.message(find).text(), "gone");
    }
}

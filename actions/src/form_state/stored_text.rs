//! A message in form state: its code and its parameters. The page puts it into words when it is
//! rendered, in the language of whoever looks at it.

use std::borrow::Cow;

use frontdesk_form::{Message, Params};
use frontdesk_router::__desk::InLanguage;
use serde::{Deserialize, Serialize};

use crate::texts;

/// A message, as a cookie stores it: without the text, if that is one of ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredText {
    key: String,
    params: Params,
    text: Option<String>,
}

impl From<&Message> for StoredText {
    fn from(message: &Message) -> Self {
        Self {
            key: message.key().to_owned(),
            params: message.params().clone(),
            text: message.is_own_text().then(|| message.text().to_owned()),
        }
    }
}

impl StoredText {
    /// Returns the message in a language, or in English if there is none.
    pub(crate) fn said(&self, language: Option<&InLanguage>) -> Message {
        let message = self.message();
        match language {
            Some(language) => language.say(&message),
            None => message,
        }
    }

    fn message(&self) -> Message {
        let bare = match &self.text {
            Some(text) => Message::new(self.key.clone(), text.clone()),
            // A key of another version of the app, which had a message that this one hasn't.
            None => texts::find(&self.key).unwrap_or_else(|| Message::new(self.key.clone(), self.key.clone())),
        };
        let params = self.params.iter();
        params.fold(bare, |message, (name, value)| {
            message.with(Cow::Owned(name.to_owned()), value.clone())
        })
    }

    /// Returns the length of its own text.
    pub(super) fn own_text(&self) -> usize {
        self.text.as_ref().map_or(0, String::len)
    }

    /// Returns at most how many bytes it takes in postcard.
    pub(super) fn cost(&self) -> usize {
        postcard::to_stdvec(self).map_or(usize::MAX / 4, |bytes| bytes.len())
    }
}

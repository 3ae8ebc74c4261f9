//! A message in form state: its code and its parameters. The page puts it into words when it is
//! rendered, in the language of its reader.

use frontdesk_form::__private::StoredMessage;
use frontdesk_form::Message;
use frontdesk_router::__desk::InLanguage;
use serde::{Deserialize, Serialize};

use crate::texts;

/// A message, as a cookie stores it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredText(StoredMessage);

impl From<&Message> for StoredText {
    fn from(message: &Message) -> Self {
        Self(message.into())
    }
}

impl StoredText {
    /// Returns the message in a language, or in English if there is none.
    pub(crate) fn translated(&self, language: Option<&InLanguage>) -> Message {
        texts::in_words(&self.0, language)
    }

    /// Returns whether it asks for files again, which no page can repopulate.
    pub(crate) fn asks_for_files(&self) -> bool {
        self.0.is(&texts::CHOOSE_FILE) || self.0.is(&texts::CHOOSE_FILES)
    }

    /// Returns the length of its own text.
    pub(super) fn own_text(&self) -> usize {
        self.0.own_text()
    }

    /// Returns its size in postcard, in bytes.
    pub(super) fn size(&self) -> usize {
        self.0.size()
    }
}

//! A problem in the reader's language.

use frontdesk_form::Message;

use super::details::Problem;
use super::size::written;
use super::texts;
use crate::words::InLanguage;

/// How much a text of the page itself may write in another language. The frame of a page has room
/// for it.
const PAGE_TEXT: usize = 200;

impl Problem {
    /// Returns the problem with its texts in a language, shortened to the room that it has.
    #[doc(hidden)]
    #[must_use]
    pub fn in_language(&self, language: &InLanguage) -> Self {
        let mut translated = self.clone();
        translated.replace_texts(self.title_in(language), |message| language.say(message));
        translated.0.language = Some(language.clone());
        translated.fitted()
    }

    /// Returns the title as a message that a catalogue has: that of the problem, or of its status.
    #[doc(hidden)]
    #[must_use]
    pub fn title_in_words(&self) -> Message {
        let own = || Message::new(format!("{}.title", self.code()), self.title().to_owned());
        let title = self.title_message().cloned();
        title.or_else(|| texts::of_status(self.status())).unwrap_or_else(own)
    }

    fn title_in(&self, language: &InLanguage) -> Message {
        if let Some(title) = self.title_message() {
            return language.say(title);
        }
        // The app's own codes, and texts of its own for ours.
        let by_code = Message::new(format!("{}.title", self.code()), self.title().to_owned());
        if let Some(text) = language.text(&by_code) {
            return by_code.with_text(text);
        }
        match texts::of_status(self.status()) {
            Some(title) => language.say(&title),
            None => by_code,
        }
    }

    /// Returns the language of the texts, if a desk has chosen it.
    pub(super) fn language(&self) -> Option<&InLanguage> {
        self.0.language.as_ref()
    }

    /// Returns the tag of the language of the texts.
    pub(super) fn language_tag(&self) -> &str {
        self.language().map_or("en", InLanguage::tag)
    }

    /// Returns a text of the page itself in the language of the problem.
    pub(super) fn page_text(&self, message: &Message) -> Message {
        let translated = self.language().map(|language| language.say(message));
        translated
            .filter(|translated| written(translated) <= PAGE_TEXT)
            .unwrap_or_else(|| message.clone())
    }
}

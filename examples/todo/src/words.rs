//! The app's texts, in English and German: the files in `words/`.

use frontdesk::{Language, Message, Param};
use german::{Fluent, GERMAN};

/// The texts of the pages in English. Messages have theirs in the code.
pub const EN: &str = include_str!("../words/en.ftl");
/// All texts of the app in German.
pub const DE: &str = include_str!("../words/de.ftl");

/// Reads the texts of the app, and of Frontdesk in German.
pub(crate) fn catalogue() -> Result<Fluent, String> {
    Fluent::new(&[("en", EN), ("de", &format!("{GERMAN}\n{DE}"))])
}

/// The texts of a page, in the language of its reader.
#[derive(Debug, Clone)]
pub struct Texts(Language);

impl Texts {
    /// Returns the texts in a language.
    #[must_use]
    pub fn new(language: &Language) -> Self {
        Self(language.clone())
    }

    /// Returns the tag of the language, for `<html lang>`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.0.tag()
    }

    /// Returns the text of a key.
    #[must_use]
    pub fn get(&self, key: &'static str) -> Message {
        self.get_with(key, [])
    }

    /// Returns the text of a key, with parameters.
    #[must_use]
    pub fn get_with<const N: usize>(&self, key: &'static str, params: [(&'static str, Param); N]) -> Message {
        let message = Message::new(key, key);
        let with = |message: Message, (name, value)| message.with(name, value);
        self.0.translate(&params.into_iter().fold(message, with))
    }
}

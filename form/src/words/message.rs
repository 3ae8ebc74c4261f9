//! A message for people, with the code and the parameters by which a program, or another language,
//! knows it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

use super::param::{Param, Params};
use super::word::Word;

/// The length of the longest text in another language, in bytes.
const LONGEST_TRANSLATION: usize = 1024;

/// The length of the longest parameter, in bytes.
const LONGEST_PARAM: usize = 1024;

/// The length of the longest code and of the longest name of a parameter, in bytes.
const LONGEST_CODE: usize = 64;

/// The code of messages that were given none.
pub const CUSTOM: &str = "custom";

/// A message for people: an English text, or one of the app's own, with a stable code and parameters.
///
/// Programs match on the code, and a desk with a catalogue (`DeskBuilder::words`) translates the
/// message into the reader's language by it. A text alone is a message too, with the code `custom`: it is shown
/// as it is in every language.
///
/// A message can be used like its text (`Deref<Target = str>`), and equals every message with the
/// same text. A code of more than 64 bytes is shortened, as is a parameter of more than 1 KiB.
///
/// ```
/// use frontdesk_form::{FieldErrors, Message};
///
/// let mut errors = FieldErrors::none();
/// errors.add("title", "already taken");
/// errors.add("seats", Message::new("full", "has only 3 seats left").with("left", 3));
///
/// let codes: Vec<_> = errors.iter().map(|(path, message)| (path, message.code(), message.text())).collect();
/// assert_eq!(codes, [("title", "custom", "already taken"), ("seats", "full", "has only 3 seats left")]);
/// ```
#[derive(Clone)]
pub struct Message(Repr);

// Two words, since every decoded value may be one in place of itself.
#[derive(Clone)]
enum Repr {
    Fixed(&'static Word),
    Own(Box<Own>),
}

#[derive(Clone)]
struct Own {
    key: Cow<'static, str>,
    code: usize,
    text: Cow<'static, str>,
    params: Params,
    /// The word that the text is of, unless it is the app's own.
    word: Option<&'static Word>,
}

impl Message {
    /// Creates a message of the app's own, with a code and its text in the app's language. The code
    /// is also the key by which a catalogue is asked for the text in another language.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        let key = shortened(code.into(), LONGEST_CODE);
        Self(Repr::Own(Box::new(Own {
            code: key.len(),
            key,
            text: text.into(),
            params: Params::default(),
            word: None,
        })))
    }

    /// Creates a message of a list without its parameters.
    #[must_use]
    pub const fn of(word: &'static Word) -> Self {
        Self(Repr::Fixed(word))
    }

    /// Adds a parameter: what a text in another language needs to know, and a program. The name
    /// `code` is taken, and ignored.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Param>) -> Self {
        let name = shortened(name.into(), LONGEST_CODE);
        let value = match value.into() {
            Param::Text(text) => Param::Text(shortened(text, LONGEST_PARAM)),
            number => number,
        };
        if name == "code" {
            return self;
        }
        let own = self.own();
        own.params.set(name, value);
        if let Some(word) = own.word {
            own.text = word.filled(&own.params).into();
        }
        self
    }

    fn own(&mut self) -> &mut Own {
        if let Repr::Fixed(word) = self.0 {
            self.0 = Repr::Own(Box::new(Own {
                key: Cow::Borrowed(word.key()),
                code: word.code().len(),
                text: Cow::Borrowed(word.text()),
                params: Params::default(),
                word: Some(word),
            }));
        }
        match &mut self.0 {
            Repr::Own(own) => own,
            // Replaced above.
            Repr::Fixed(_) => unreachable!("a fixed message has just become one of its own"),
        }
    }

    /// Returns the stable code for programs: `required`, `too-long`, `custom`.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.0 {
            Repr::Fixed(word) => word.code(),
            Repr::Own(own) => own.key.get(..own.code).unwrap_or(&own.key),
        }
    }

    /// Returns the key by which a catalogue is asked for the text: the code, and where it has several
    /// texts, a dot and a name.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.0 {
            Repr::Fixed(word) => word.key(),
            Repr::Own(own) => &own.key,
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.0 {
            Repr::Fixed(word) => word.text(),
            Repr::Own(own) => &own.text,
        }
    }

    /// Returns the parameters.
    #[must_use]
    pub fn params(&self) -> &Params {
        match &self.0 {
            Repr::Fixed(_) => Params::NONE,
            Repr::Own(own) => &own.params,
        }
    }

    /// Returns whether the text is the app's own, and not one of this library's list.
    #[must_use]
    pub fn is_own_text(&self) -> bool {
        matches!(&self.0, Repr::Own(own) if own.word.is_none())
    }

    /// Returns the same message with another text, one of another language. Of a text of more than 1 KiB,
    /// the rest is dropped.
    #[must_use]
    pub fn with_text(&self, text: Cow<'_, str>) -> Self {
        let mut translated = self.clone();
        let own = translated.own();
        own.text = shortened(Cow::Owned(text.into_owned()), LONGEST_TRANSLATION);
        own.word = None;
        translated
    }
}

impl Message {
    /// Shortens the text to so many bytes.
    pub(crate) fn shortened(mut self, longest: usize) -> Self {
        if self.text().len() <= longest {
            return self;
        }
        let own = self.own();
        own.text = shortened(std::mem::take(&mut own.text), longest);
        self
    }
}

/// Shortens a text to so many bytes and an ellipsis: one that repeats what was submitted, say.
fn shortened(text: Cow<'static, str>, longest: usize) -> Cow<'static, str> {
    if text.len() <= longest {
        return text;
    }
    let end = text.floor_char_boundary(longest);
    Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default()))
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        self.text()
    }
}

impl AsRef<str> for Message {
    fn as_ref(&self) -> &str {
        self.text()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({:?}", self.text(), self.code())?;
        for (name, value) in self.params().iter() {
            write!(f, ", {name:?}: {:?}", value.to_string())?;
        }
        f.write_str(")")
    }
}

/// A message without a code of its own.
impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::new(CUSTOM, text.to_owned())
    }
}

/// A message without a code of its own.
impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::new(CUSTOM, text)
    }
}

/// A message without a code of its own.
impl From<Cow<'static, str>> for Message {
    fn from(text: Cow<'static, str>) -> Self {
        Self::new(CUSTOM, text)
    }
}

impl From<&'static Word> for Message {
    fn from(word: &'static Word) -> Self {
        Self::of(word)
    }
}

impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.text().to_owned()
    }
}

/// Two messages are equal if they have the same text.
impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Message {}

impl PartialEq<str> for Message {
    fn eq(&self, text: &str) -> bool {
        self.text() == text
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, text: &&str) -> bool {
        self.text() == *text
    }
}

impl PartialEq<String> for Message {
    fn eq(&self, text: &String) -> bool {
        self.text() == text
    }
}

impl PartialEq<Message> for &str {
    fn eq(&self, message: &Message) -> bool {
        *self == message.text()
    }
}

/// A message is serialised as its text.
impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_two_words() {
        assert_eq!(size_of::<Message>(), 2 * size_of::<usize>());
    }

    #[test]
    fn long_texts_codes_and_parameters_are_shortened_between_characters() {
        let message = Message::new("ö".repeat(40), "ö".repeat(700)).with("ä".repeat(40), "ü".repeat(700));
        assert_eq!(message.text().len(), 1400);
        let short = message.clone().shortened(1024);
        assert!(short.text().len() <= 1024 + "…".len() && short.text().ends_with("ö…"));
        assert!(message.code().len() <= LONGEST_CODE + "…".len());
        let (name, value) = message.params().iter().next().unwrap();
        assert!(name.len() <= LONGEST_CODE + 3 && value.to_string().len() <= LONGEST_PARAM + 3);
        assert_eq!(Message::from("ö".repeat(512)).shortened(1024).text().len(), 1024);
        assert!(message.with_text("x".repeat(100_000).into()).text().len() <= LONGEST_TRANSLATION + 3);
    }

    #[test]
    fn word_is_filled_and_counts() {
        static SEATS: Word = Word::new("seats.left", "{left} seats for {who}").one("{left} seat for {who}");
        for (left, text) in [(1, "1 seat for Ada"), (2, "2 seats for Ada"), (0, "0 seats for Ada")] {
            let message = Message::of(&SEATS).with("left", left).with("who", "Ada");
            assert_eq!(
                (message.text(), message.code(), message.key()),
                (text, "seats", "seats.left")
            );
        }
        let odd = Message::of(&SEATS).with("left", "{who}").with("who", "{left}");
        assert_eq!(odd.text(), "{who} seats for {left}");
        let translated = odd.with_text("Plätze".into());
        assert_eq!(
            (translated.text(), translated.key(), translated.params()),
            ("Plätze", "seats.left", odd.params())
        );
    }

    #[test]
    fn parameter_named_code_is_ignored() {
        assert!(Message::new("a", "b").with("code", 1).params().is_empty());
    }
}

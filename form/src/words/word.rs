//! The English words of a message that this library has, and their place in a catalogue.

use super::param::Params;

/// A message that this library can say: its key in a catalogue, and its English text.
///
/// The key is the message's code, and for a code with several texts also a dot and a name, as
/// [Fluent](https://projectfluent.org) writes attributes: `too-long`, `too-long.bytes`.
///
/// ```
/// use frontdesk_form::Word;
///
/// static FULL: Word = Word::new("full.seats", "has no room for {seats} people").one("has no room for {seats} person");
///
/// assert_eq!((FULL.key(), FULL.code()), ("full.seats", "full"));
/// assert_eq!(FULL.params().collect::<Vec<_>>(), ["seats"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    key: &'static str,
    text: &'static str,
    one: Option<&'static str>,
}

impl Word {
    /// Describes a message. In its text, `{name}` stands for the value of a parameter.
    #[must_use]
    pub const fn new(key: &'static str, text: &'static str) -> Self {
        Self { key, text, one: None }
    }

    /// Sets the text if the first parameter is 1.
    #[must_use]
    pub const fn one(self, text: &'static str) -> Self {
        Self {
            one: Some(text),
            ..self
        }
    }

    /// Returns the key in a catalogue.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// Returns the code for programs: the key as far as a dot.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.key.split('.').next().unwrap_or(self.key)
    }

    /// Returns the English text, in which `{name}` stands for a parameter.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Returns the English text if the first parameter is 1; `None` if it is the same.
    #[must_use]
    pub const fn text_for_one(&self) -> Option<&'static str> {
        self.one
    }

    /// Returns the names of the parameters, in the order in which the text has them.
    pub fn params(&self) -> impl Iterator<Item = &'static str> + use<> {
        pieces(self.text).filter_map(|(_, name)| name)
    }

    /// Returns the English text with these parameters.
    pub(super) fn filled(&self, params: &Params) -> String {
        let counted = self.params().next().and_then(|name| params.get(name));
        let text = match self.one {
            Some(one) if counted.is_some_and(super::param::Param::is_one) => one,
            _ => self.text,
        };
        let mut filled = String::with_capacity(text.len() + 16);
        for (before, name) in pieces(text) {
            filled.push_str(before);
            if let Some(value) = name.and_then(|name| params.get(name)) {
                filled.push_str(&value.to_string());
            }
        }
        filled
    }
}

/// Splits a text into literal pieces, each followed by the name of a parameter or by the end.
fn pieces(text: &'static str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let split = text
            .split_once('{')
            .and_then(|(before, after)| Some((before, after.split_once('}')?)));
        match split {
            Some((before, (name, after))) => {
                rest = Some(after);
                Some((before, Some(name)))
            }
            None => Some((text, None)),
        }
    })
}

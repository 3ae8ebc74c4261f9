//! The errors of fields.

use crate::messages::NOT_VALID;
use crate::words::{Message, Param, Params};

/// How much memory the errors of one form may take, in bytes. A response has room for no more
/// anyway, and a small form can have many errors: every item of a list times every field of it.
const CAPACITY: usize = 64 * 1024;

/// The length of the longest message, in bytes: one that repeats what was submitted, say.
const LONGEST: usize = 1024;

/// What an error takes besides its texts, in bytes.
const OVERHEAD: usize = 24;

/// The errors of a form's fields: pairs of a field's path and a short [`Message`] for people.
///
/// The path is relative to the value being decoded, whose own path is `""`. Code that decodes a
/// group adds the names of its parts with [`at`](Self::at) and [`at_index`](Self::at_index).
///
/// A list of errors is bounded, however many are added: errors beyond 64 KiB are only
/// [counted](Self::omitted). A message of more than 1 KiB is shortened.
///
/// ```
/// use frontdesk_form::FieldErrors;
///
/// let mut errors = FieldErrors::new("required").at("city").at("address");
/// errors.merge(FieldErrors::new("not a number").at_index(1).at("counts"));
///
/// let all: Vec<_> = errors.iter().map(|(path, message)| (path, message.text())).collect();
/// assert_eq!(all, [("address.city", "required"), ("counts[1]", "not a number")]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct FieldErrors {
    list: Vec<(String, Message)>,
    /// What the list takes, in bytes.
    size: u32,
    omitted: u32,
}

impl FieldErrors {
    /// Creates one error of the value being decoded itself.
    #[must_use]
    pub fn new(message: impl Into<Message>) -> Self {
        let mut errors = Self::none();
        errors.push(String::new(), message.into());
        errors
    }

    /// Creates an empty list of errors. Allocates nothing.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            list: Vec::new(),
            size: 0,
            omitted: 0,
        }
    }

    /// Returns `true` if there is no error, omitted ones included.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.omitted == 0
    }

    /// Returns the number of errors in the list, without the [omitted](Self::omitted) ones.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the number of errors that were left out, because they would take too much memory.
    ///
    /// ```
    /// use frontdesk_form::FieldErrors;
    ///
    /// let mut errors = FieldErrors::none();
    /// for index in 0..5_000 {
    ///     errors.merge(FieldErrors::new("required").at_index(index).at("lines"));
    /// }
    /// assert_eq!(errors.len() + errors.omitted(), 5_000);
    /// assert!(errors.omitted() > 0);
    /// ```
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted as usize
    }

    /// Moves all errors one level down, into the field `name`.
    #[must_use]
    pub fn at(self, name: &str) -> Self {
        self.prefix(name)
    }

    /// Moves all errors one level down, to the key `name` of a map, in the spelling that is read
    /// back as this one key.
    pub(crate) fn at_key(self, name: &str) -> Self {
        if name.is_empty() || name.contains('.') || crate::names::is_index(name) {
            self.prefix(&format!("[{name}]"))
        } else {
            self.prefix(name)
        }
    }

    /// Moves all errors one level down, into the list item `index`.
    #[must_use]
    pub fn at_index(self, index: usize) -> Self {
        self.prefix(&format!("[{index}]"))
    }

    /// Adds all errors of `other`, as far as there is room.
    pub fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        self.omitted = self.omitted.saturating_add(other.omitted);
        for (path, message) in other.list {
            self.push(path, message);
        }
    }

    /// Adds an error if there is room, or else counts it.
    fn push(&mut self, path: String, message: Message) {
        let message = message.shortened(LONGEST);
        match with_room(self.size, &path, 0, &message) {
            Some(size) => {
                self.size = size;
                self.list.push((path, message));
            }
            None => self.omitted = self.omitted.saturating_add(1),
        }
    }

    /// Returns `true` if there is an error with the general message "is not valid".
    pub(crate) fn has_not_valid(&self) -> bool {
        self.list.iter().any(|(_, message)| *message == NOT_VALID)
    }

    /// Replaces that message by one about what is wanted.
    pub(crate) fn with_wanted(self, wanted: &Message) -> Self {
        let mut errors = Self {
            omitted: self.omitted,
            ..Self::none()
        };
        for (path, message) in self.list {
            errors.push(path, if message == NOT_VALID { wanted.clone() } else { message });
        }
        errors
    }

    /// Adds an error at a whole path, such as `title` or `lines[2].amount`, as far as there is room. A
    /// text is enough; with a code, programs know it and a catalogue translates it.
    ///
    /// ```
    /// use frontdesk_form::{FieldErrors, Message};
    ///
    /// let mut errors = FieldErrors::none();
    /// errors.add("title", "already taken");
    /// errors.add("title", Message::new("too-loud", "is too loud"));
    /// assert_eq!(errors.len(), 2);
    /// ```
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<Message>) {
        self.push(path.into(), message.into());
    }

    /// Adds an error at a whole path, unless it is present already.
    #[cfg(feature = "garde")]
    pub(crate) fn add_once(&mut self, path: String, message: Message) {
        if !self.iter().any(|(own, other)| own == path && *other == message) {
            self.push(path, message);
        }
    }

    /// Replaces each position in the list `name` by the index at that position in `indices`.
    #[cfg(feature = "garde")]
    pub(crate) fn reindex(&mut self, name: &str, indices: &[usize]) {
        for (path, _) in &mut self.list {
            let split = path
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('[')?.split_once(']'));
            let Some((position, rest)) = split else { continue };
            let index = position.parse().ok().and_then(|position: usize| indices.get(position));
            if let Some(index) = index {
                *path = format!("{name}[{index}]{rest}");
            }
        }
    }

    /// Removes the errors at other paths than those that `is_wanted` accepts. Those that were left out
    /// are still counted.
    #[doc(hidden)]
    pub fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.list.retain(|(path, _)| is_wanted(path));
    }

    /// Returns all errors as `(path, message)`, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.list.iter().map(|(path, message)| (path.as_str(), message))
    }

    fn prefix(mut self, parent: &str) -> Self {
        let (mut size, mut omitted) = (0, self.omitted);
        self.list.retain_mut(|(path, message)| {
            let dot = if path.is_empty() || path.starts_with('[') {
                ""
            } else {
                "."
            };
            let Some(total) = with_room(size, path, parent.len() + dot.len(), message) else {
                omitted = omitted.saturating_add(1);
                return false;
            };
            size = total;
            path.insert_str(0, dot);
            path.insert_str(0, parent);
            true
        });
        (self.size, self.omitted) = (size, omitted);
        self
    }
}

/// Two are equal if they have the same paths and texts.
impl PartialEq for FieldErrors {
    fn eq(&self, other: &Self) -> bool {
        (&self.list, self.omitted) == (&other.list, other.omitted)
    }
}

impl Eq for FieldErrors {}

/// Returns the size of a list of `size` bytes with one more error, whose path is `longer` than
/// `path`. Returns `None` if there is no room for it.
fn with_room(size: u32, path: &str, longer: usize, message: &Message) -> Option<u32> {
    let own = message.text().len() + message.code().len() + params_size(message.params());
    let all = size as usize + OVERHEAD + path.len() + longer + own;
    u32::try_from(all).ok().filter(|_| all <= CAPACITY)
}

fn params_size(params: &Params) -> usize {
    let texts = params.iter().map(|(name, value)| {
        let text = match value {
            Param::Text(text) => text.len(),
            _ => 0,
        };
        OVERHEAD + name.len() + text
    });
    texts.sum()
}

/// Yields `(path, message)`, in the order of the fields.
impl IntoIterator for FieldErrors {
    type Item = (String, Message);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

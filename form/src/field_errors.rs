//! The errors of fields.

use std::borrow::Cow;

use crate::messages::NOT_VALID;

/// The errors of a form's fields: pairs of a field's path and a short message for people.
///
/// The path is relative to the value being decoded, whose own path is `""`. Code that decodes a
/// group adds the names of its parts with [`at`](Self::at) and [`at_index`](Self::at_index).
///
/// ```
/// use frontdesk_form::FieldErrors;
///
/// let mut errors = FieldErrors::new("required").at("city").at("address");
/// errors.merge(FieldErrors::new("not a number").at_index(1).at("counts"));
///
/// let all: Vec<_> = errors.iter().collect();
/// assert_eq!(all, [("address.city", "required"), ("counts[1]", "not a number")]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors {
    list: Vec<(String, Cow<'static, str>)>,
}

impl FieldErrors {
    /// Creates one error of the value being decoded itself.
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            list: vec![(String::new(), message.into())],
        }
    }

    /// Creates an empty list of errors. Allocates nothing.
    #[must_use]
    pub const fn none() -> Self {
        Self { list: Vec::new() }
    }

    /// Returns `true` if there is no error.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of errors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Moves all errors one level down, into the field `name`.
    #[must_use]
    pub fn at(self, name: &str) -> Self {
        self.prefix(name)
    }

    /// Moves all errors one level down, into the list item `index`.
    #[must_use]
    pub fn at_index(self, index: usize) -> Self {
        self.prefix(&format!("[{index}]"))
    }

    /// Adds all errors of `other`.
    pub fn merge(&mut self, other: Self) {
        if self.list.is_empty() {
            *self = other;
        } else {
            self.list.extend(other.list);
        }
    }

    /// Returns `true` if there is an error with the general message "is not valid".
    pub(crate) fn has_not_valid(&self) -> bool {
        self.list.iter().any(|(_, message)| *message == NOT_VALID)
    }

    /// Replaces that message by one about what is wanted.
    pub(crate) fn with_wanted(mut self, wanted: &'static str) -> Self {
        let not_valid = self.list.iter_mut().filter(|(_, message)| *message == NOT_VALID);
        not_valid.for_each(|(_, message)| *message = Cow::Borrowed(wanted));
        self
    }

    /// Adds an error at a whole path, unless it is present already.
    #[cfg(feature = "garde")]
    pub(crate) fn add(&mut self, path: String, message: String) {
        if !self.iter().any(|(own, text)| own == path && text == message) {
            self.list.push((path, message.into()));
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

    /// Returns all errors as `(path, message)`, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list
            .iter()
            .map(|(path, message)| (path.as_str(), message.as_ref()))
    }

    fn prefix(mut self, parent: &str) -> Self {
        for (path, _) in &mut self.list {
            let dot = if path.is_empty() || path.starts_with('[') {
                ""
            } else {
                "."
            };
            path.insert_str(0, dot);
            path.insert_str(0, parent);
        }
        self
    }
}

/// Yields `(path, message)`, in the order of the fields.
impl IntoIterator for FieldErrors {
    type Item = (String, Cow<'static, str>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

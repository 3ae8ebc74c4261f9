//! The values that were written into a form.

use std::collections::{HashMap, HashSet};

/// The values of a form by name, in the order in which a [`FormWriter`](crate::FormWriter) wrote them.
///
/// ```
/// use frontdesk_form::{Fill, FormValues, FormWriter};
///
/// let mut values = FormValues::new();
/// Fill::<Vec<String>>::fill(&["b", "a"], &mut FormWriter::new(&mut values, "tag"));
/// let values: Vec<_> = values.into_iter().collect();
/// assert_eq!(values, [("tag".to_owned(), vec!["b".to_owned(), "a".to_owned()])]);
/// ```
#[derive(Debug, Default)]
pub struct FormValues {
    fields: Vec<FieldValues>,
    by_name: HashMap<String, usize>,
    /// The lists with items that have parts, so that their items need numbers.
    numbered: HashSet<String>,
    /// How many of the values are not blank.
    filled: usize,
}

/// The values under one name.
#[derive(Debug)]
pub(super) struct FieldValues {
    name: String,
    values: Vec<Written>,
    /// What separates the values, which are sent as one text.
    separator: Option<&'static str>,
    /// Without a value, the field would be missing where its blank means something: it is blank, and in
    /// a row, or at the key of a map.
    is_sent_blank: bool,
    /// All parts of the struct are blank, and it is there all the same: `Some(…)`.
    is_blank_group: bool,
}

#[derive(Debug)]
struct Written {
    text: String,
    /// The item of a list that it is.
    index: Option<usize>,
}

impl FormValues {
    /// Creates a form without values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn field(&mut self, name: &str) -> &mut FieldValues {
        let next = self.fields.len();
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => *self.by_name.entry(name.to_owned()).or_insert(next),
        };
        if at == next {
            self.fields.push(FieldValues {
                name: name.to_owned(),
                values: Vec::new(),
                separator: None,
                is_sent_blank: false,
                is_blank_group: false,
            });
        }
        // In range: it is pushed where it is new.
        &mut self.fields[at]
    }

    /// Adds a value.
    pub(super) fn push(&mut self, name: &str, text: String, index: Option<usize>, separator: Option<&'static str>) {
        self.filled += usize::from(!text.is_empty());
        let field = self.field(name);
        field.values.push(Written { text, index });
        field.join_by(separator);
    }

    /// Returns how many names and how many values that are not blank there are.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.fields.len(), self.filled)
    }

    /// Returns whether a field after the first `fields` is a part of that at `path`.
    pub(super) fn has_parts(&self, fields: usize, path: &str) -> bool {
        let mut later = self.fields.iter().skip(fields);
        later.any(|field| {
            field
                .name
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    }

    pub(super) fn number(&mut self, list: &str) {
        if !self.numbered.contains(list) {
            self.numbered.insert(list.to_owned());
        }
    }

    /// Returns the names and values as a browser sends them, in the order in which they were written.
    pub(super) fn into_pairs(self) -> Vec<(String, String)> {
        let mut pairs = Vec::with_capacity(self.fields.len());
        for field in self.fields {
            let joined = field.separator.filter(|separator| field.can_join(separator));
            // An item with a number is not taken apart.
            let is_numbered = field.separator.is_some() || self.numbered.contains(&field.name);
            if field.is_blank_group {
                // Any text makes the group one that is not blank; none of its fields reads it.
                pairs.push((field.name, "on".to_owned()));
            } else if field.values.is_empty() {
                pairs.extend(field.is_sent_blank.then(|| (field.name, String::new())));
            } else if let Some(separator) = joined {
                let text = field.joined(separator);
                pairs.push((field.name, text));
            } else {
                pairs.extend(field.values.into_iter().map(|value| {
                    let name = match value.index.filter(|_| is_numbered) {
                        Some(index) => format!("{}[{index}]", field.name),
                        None => field.name.clone(),
                    };
                    (name, value.text)
                }));
            }
        }
        pairs
    }
}

impl FieldValues {
    pub(super) fn set_blank_group(&mut self) {
        self.is_blank_group = true;
    }

    /// Returns whether the values are the same after they were joined and taken apart.
    fn can_join(&self, separator: &str) -> bool {
        let mut texts = self.values.iter().map(|value| &*value.text);
        texts.all(|text| !text.is_empty() && text.trim() == text && !text.contains(separator))
    }

    pub(super) fn join_by(&mut self, separator: Option<&'static str>) {
        self.separator = self.separator.or(separator);
    }

    pub(super) fn send_blank(&mut self) {
        self.is_sent_blank = true;
    }

    fn joined(&self, separator: &str) -> String {
        let texts: Vec<_> = self.values.iter().map(|value| &*value.text).collect();
        texts.join(separator)
    }

    fn into_named(self) -> (String, Vec<String>) {
        let values = match self.separator {
            Some(separator) => vec![self.joined(separator)],
            None => self.values.into_iter().map(|value| value.text).collect(),
        };
        (self.name, values)
    }
}

impl IntoIterator for FormValues {
    type Item = (String, Vec<String>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    /// Returns the names, each with its values: none for a field that is blank.
    fn into_iter(self) -> Self::IntoIter {
        let all: Vec<_> = self.fields.into_iter().map(FieldValues::into_named).collect();
        all.into_iter()
    }
}

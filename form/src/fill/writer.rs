//! Writes values under the names of their fields.

use std::collections::BTreeMap;

use crate::names::append;

/// Writes values under the name of a field, or under the names of its parts. [`Fill`](crate::Fill) takes it.
///
/// ```
/// use frontdesk_form::FormWriter;
///
/// let mut values = std::collections::BTreeMap::new();
/// let mut form = FormWriter::new(&mut values, "lines");
/// let mut line = form.item(1);
/// line.field("name").text("Nails");
/// line.field("note").blank();
/// assert_eq!(values["lines[1].name"], ["Nails"]);
/// assert!(values["lines[1].note"].is_empty());
/// ```
#[derive(Debug)]
pub struct FormWriter<'v> {
    values: &'v mut BTreeMap<String, Vec<String>>,
    path: String,
    /// The item of the list at `path` that is written.
    item: Option<usize>,
}

impl<'v> FormWriter<'v> {
    /// Writes below the field at `path` into `values`, by name. An empty path is the whole form.
    #[must_use]
    pub fn new(values: &'v mut BTreeMap<String, Vec<String>>, path: impl Into<String>) -> Self {
        let path = path.into();
        let item = None;
        Self { values, path, item }
    }

    /// Adds a value of the field. The items of a list of texts have the name of the list.
    pub fn text(&mut self, text: impl Into<String>) {
        self.own().push(text.into());
    }

    /// Leaves the field blank. In a list it is a blank item.
    pub fn blank(&mut self) {
        let is_item = self.item.is_some();
        let own = self.own();
        if is_item {
            own.push(String::new());
        }
    }

    /// Replaces what was written before, for a list or a map that may be empty.
    pub(super) fn no_items(&mut self) {
        self.own();
    }

    /// Returns the writer of a part of a struct, or of the value at a key of a map.
    pub fn field(&mut self, name: &str) -> FormWriter<'_> {
        let path = self.own_path();
        self.below(path, name)
    }

    /// Returns the writer of an item of a list.
    pub fn item(&mut self, index: usize) -> FormWriter<'_> {
        let path = self.own_path();
        let values = &mut *self.values;
        let item = Some(index);
        FormWriter { values, path, item }
    }

    /// Returns the writer of the value at a key, if this is the item of a list of keys and values.
    pub(super) fn entry(&mut self, key: &str) -> FormWriter<'_> {
        let path = self.path.clone();
        self.below(path, key)
    }

    fn below(&mut self, mut path: String, name: &str) -> FormWriter<'_> {
        append(&mut path, name);
        FormWriter::new(self.values, path)
    }

    fn own(&mut self) -> &mut Vec<String> {
        self.values.entry(self.path.clone()).or_default()
    }

    fn own_path(&self) -> String {
        let mut path = self.path.clone();
        if let Some(index) = self.item {
            append(&mut path, &index.to_string());
        }
        path
    }
}

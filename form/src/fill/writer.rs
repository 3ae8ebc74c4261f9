//! Writes values under the names of their fields.

use super::values::FormValues;
use crate::names::append;

/// Writes values under the name of a field, or under the names of its parts. [`Fill`](crate::Fill) takes it.
///
/// ```
/// use frontdesk_form::{FormValues, FormWriter};
///
/// let mut values = FormValues::new();
/// let mut form = FormWriter::new(&mut values, "lines");
/// let mut line = form.item(1);
/// line.field("name").text("Nails");
/// line.field("note").blank();
/// let values: Vec<_> = values.into_iter().collect();
/// assert_eq!(values[0], ("lines[1].name".to_owned(), vec!["Nails".to_owned()]));
/// assert_eq!(values[1], ("lines[1].note".to_owned(), vec![]));
/// ```
#[derive(Debug)]
pub struct FormWriter<'v> {
    values: &'v mut FormValues,
    path: String,
    /// The item of the list at `path` that is written.
    item: Option<usize>,
    /// What separates the items of the list at `path`, which are sent as one text.
    separator: Option<&'static str>,
    /// The field is in a row, or at a key of a map: without any value, that would be missing.
    in_entry: bool,
}

impl<'v> FormWriter<'v> {
    /// Writes below the field at `path` into `values`, by name. An empty path is the whole form.
    #[must_use]
    pub fn new(values: &'v mut FormValues, path: impl Into<String>) -> Self {
        Self {
            values,
            path: path.into(),
            item: None,
            separator: None,
            in_entry: false,
        }
    }

    /// Joins the items of a list to one text, as `#[field(split = "…")]` takes it apart.
    #[doc(hidden)]
    #[must_use]
    pub fn split(mut self, separator: &'static str) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Adds a value of the field. The items of a list of texts have the name of the list.
    pub fn text(&mut self, text: impl Into<String>) {
        self.values.push(&self.path, text.into(), self.item, self.separator);
    }

    /// Writes a value that is there, `Some` of an option. A struct all of whose parts are blank would be
    /// read as `None` otherwise.
    pub(super) fn some(&mut self, write: impl FnOnce(&mut Self)) {
        let (fields, filled) = self.values.counts();
        write(self);
        let (own, now_filled) = self.values.counts();
        let path = self.path_of_item();
        if now_filled == filled && own > fields && self.values.has_parts(fields, &path) {
            self.values.field(&path).set_blank_group();
        }
    }

    fn path_of_item(&self) -> String {
        let mut path = self.path.clone();
        if let Some(index) = self.item {
            append(&mut path, &index.to_string());
        }
        path
    }

    /// Leaves the field blank. In a list it is a blank item.
    pub fn blank(&mut self) {
        if self.item.is_some() {
            return self.text("");
        }
        let field = self.values.field(&self.path);
        if self.in_entry {
            field.send_blank();
        }
    }

    /// Replaces what was written before, for a list or a map that may be empty.
    pub(super) fn no_items(&mut self) {
        let path = self.own_path();
        let is_item = self.item.is_some();
        let field = self.values.field(&path);
        field.join_by(self.separator);
        if is_item {
            field.send_blank();
        }
    }

    /// Returns the writer of a part of a struct.
    pub fn field(&mut self, name: &str) -> FormWriter<'_> {
        let path = self.own_path();
        let in_entry = self.in_entry || self.item.is_some();
        self.below(path, name, in_entry)
    }

    /// Returns the writer of the value at a key of a map.
    pub fn key(&mut self, key: &str) -> FormWriter<'_> {
        let path = self.own_path();
        self.below(path, key, true)
    }

    /// Returns the writer of an item of a list.
    pub fn item(&mut self, index: usize) -> FormWriter<'_> {
        let path = self.own_path();
        FormWriter {
            path,
            item: Some(index),
            separator: self.separator,
            in_entry: self.in_entry,
            values: self.values,
        }
    }

    /// Returns the writer of the value at a key, if this is the item of a list of keys and values.
    pub(super) fn entry(&mut self, key: &str) -> FormWriter<'_> {
        let path = self.path.clone();
        self.below(path, key, true)
    }

    fn below(&mut self, mut path: String, name: &str, in_entry: bool) -> FormWriter<'_> {
        append(&mut path, name);
        FormWriter {
            values: self.values,
            path,
            item: None,
            separator: None,
            in_entry,
        }
    }

    /// Returns the path of what is written. An item that has a path of its own has parts, so that all
    /// items of its list need their numbers.
    fn own_path(&mut self) -> String {
        if self.item.is_some() {
            self.values.number(&self.path);
        }
        self.path_of_item()
    }
}

//! Values that were filled in for fields, by name.

use std::collections::BTreeMap;

use frontdesk_form::__private::spelled;
use frontdesk_form::{Fill, FormValues, FormWriter};

use crate::fields::ActionFields;

/// The values that a page filled in, for the fields that were not submitted.
#[derive(Default)]
pub(super) struct Filled(BTreeMap<String, Vec<String>>);

impl Filled {
    /// Writes a value below `path`, and removes what was filled in there before. Secrets, files and
    /// sealed fields are left out.
    pub(super) fn set<T: ?Sized>(&mut self, path: &str, value: &impl Fill<T>, fields: &ActionFields) {
        let path = &*spelled(path);
        self.remove_below(path);
        for (name, mut values) in written(path, value) {
            if name.is_empty() || !fields.is_repopulated(&name) {
                continue;
            }
            self.remove_below(&name);
            if let Some(separator) = fields.get(&name).and_then(|field| field.split) {
                values = vec![values.join(separator)];
            }
            self.0.insert(name, values);
        }
    }

    /// Returns the values at a path.
    pub(super) fn at(&self, path: &str) -> Vec<String> {
        let path = spelled(path);
        if let Some(values) = self.0.get(&*path) {
            return values.clone();
        }
        // The items of a list of texts are filled in under the name of the list.
        let item = path.strip_suffix(']').and_then(|path| path.rsplit_once('['));
        let item = item.and_then(|(list, index)| self.0.get(list)?.get(index.parse::<usize>().ok()?));
        item.cloned().into_iter().collect()
    }

    /// Returns whether the page filled in the field at a path, perhaps with nothing.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(&*spelled(path))
    }

    /// Returns all names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns how many values there are under a name.
    pub(super) fn count(&self, name: &str) -> usize {
        self.0.get(name).map_or(0, Vec::len)
    }

    /// Removes the values of the parts of the field at `path`.
    fn remove_below(&mut self, path: &str) {
        let is_below = |own: &str| own.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']));
        self.0.retain(|own, _| !is_below(own));
    }
}

/// Returns the values of the field at `path`, by name.
pub(super) fn written<T: ?Sized>(path: &str, value: &impl Fill<T>) -> FormValues {
    let mut values = FormValues::new();
    value.fill(&mut FormWriter::new(&mut values, path));
    values
}

//! A canonical encoding, to distinguish submissions.

use crate::data::{Entry, FormData, Value};

impl FormData {
    /// Calls `write` with a canonical encoding of the fields whose top-level name `is_field`
    /// accepts, piece by piece, such as for a hash function.
    ///
    /// Two submissions have the same encoding if and only if these fields have the same paths,
    /// kinds of values and values. The order of different names plays no part, nor does anything
    /// else of the form: which button was pressed, and where on an image. A file is represented by
    /// its fingerprint ([`FormBuilder::push_file`](crate::FormBuilder::push_file)).
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// fn canonical(body: &str) -> Vec<u8> {
    ///     let form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default()).unwrap();
    ///     let mut bytes = Vec::new();
    ///     form.visit_canonical(|name| name != "button", |piece| bytes.extend_from_slice(piece));
    ///     bytes
    /// }
    ///
    /// assert_eq!(canonical("a=1&b=2"), canonical("b=2&a=%31&button=save"));
    /// assert_ne!(canonical("a=1&b=2"), canonical("a=1&b=3"));
    /// ```
    pub fn visit_canonical(&self, is_field: impl Fn(&str) -> bool, mut write: impl FnMut(&[u8])) {
        // Each part follows its length, so that no two forms have the same encoding.
        let mut part = |bytes: &[u8], is_counted: bool| {
            if is_counted {
                write(&(bytes.len() as u64).to_be_bytes());
            }
            write(bytes);
        };
        let is_own = |entry: &&Entry| self.segment(entry, 0).is_some_and(&is_field);
        let mut entries: Vec<_> = self.entries.iter().filter(is_own).collect();
        // Stable: what is below a name has an order already.
        entries.sort_by_key(|entry| self.segment(entry, 0));
        for entry in entries {
            part(&(entry.depth() as u64).to_be_bytes(), false);
            (0..entry.depth()).for_each(|at| part(self.segment(entry, at).unwrap_or_default().as_bytes(), true));
            part(&[kind(entry.kind)], true);
            part(self.text(entry.value).as_bytes(), true);
        }
    }
}

fn kind(value: Value) -> u8 {
    match value {
        Value::Text => 0,
        Value::Invalid => 1,
        Value::Number => 2,
        Value::Bool(false) => 3,
        Value::Bool(true) => 4,
        Value::Null => 5,
        Value::Empty { list: false } => 6,
        Value::Empty { list: true } => 7,
        // Its value is the fingerprint.
        Value::File(_) => 8,
    }
}

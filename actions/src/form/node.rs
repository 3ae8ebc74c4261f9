use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use super::data::{Entry, FormData, Value};
use crate::upload::{FileRules, Upload};

use super::{Children, FieldErrors, Items, path, scalar};

/// Where a value stands: a view of everything sent below one name.
///
/// Copying it is free, and a node of a name that wasn't sent is a node as well: a missing one.
///
/// ```
/// use frontdesk_actions::form::{FieldErrors, FormData, FormLimits, FromForm};
///
/// let body = b"address[city]=Ghent&address[zip]=9000";
/// let form = FormData::from_urlencoded(body, &FormLimits::default()).unwrap();
/// let address = form.root().field("address");
///
/// assert_eq!(String::from_form(address.field("city")).unwrap(), "Ghent");
/// assert_eq!(u32::from_form(address.field("zip")).unwrap(), 9000);
/// assert!(address.field("country").is_missing());
/// ```
#[derive(Clone, Copy)]
pub struct Node<'a> {
    data: &'a FormData,
    entries: &'a [Entry],
    depth: usize,
    last: bool,
    raw: bool,
    files: &'static FileRules,
}

impl<'a> Node<'a> {
    pub(super) fn root(data: &'a FormData) -> Self {
        Self {
            data,
            entries: &data.entries,
            depth: 0,
            last: false,
            raw: false,
            files: &FileRules::ANY,
        }
    }

    /// The field `name` below this one. It is one step down: a dot in `name` is part of the name.
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        let below = |entry: &Entry| self.data.segment(entry, self.depth);
        let start = if self.depth == 0 {
            let root = path::digest(name);
            let start = self.entries.partition_point(|entry| entry.root < root);
            let rest = self.entries.get(start..).unwrap_or_default();
            // Nearly always the first already: names with the same digest are made on purpose.
            let other = |entry: &&Entry| entry.root == root && below(entry) != Some(name);
            start + rest.iter().take_while(other).count()
        } else {
            let order = |entry: &Entry| below(entry).map(|segment| path::compare(segment, name));
            self.entries
                .partition_point(|entry| order(entry).is_none_or(Ordering::is_lt))
        };
        let rest = self.entries.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|entry| below(entry) == Some(name)).count();
        self.below(rest.get(..length).unwrap_or_default())
    }

    /// Of several values that differ, takes the last instead of refusing them.
    #[must_use]
    pub fn last(self) -> Self {
        Self { last: true, ..self }
    }

    /// Keeps line breaks as the browser sent them, CR LF.
    #[must_use]
    pub fn raw(self) -> Self {
        Self { raw: true, ..self }
    }

    /// Takes only such files.
    #[must_use]
    pub fn files(self, rules: &'static FileRules) -> Self {
        Self { files: rules, ..self }
    }

    pub(super) fn file_rules(self) -> &'static FileRules {
        self.files
    }

    /// Takes a file out of the form: it can be had once.
    pub(super) fn take_file(self, at: usize) -> Option<Upload> {
        self.data.files.get(at)?.take()
    }

    /// Nothing was sent under this name, or JSON `null`.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.own().len() == self.entries.len() && self.entries.iter().all(|entry| entry.kind == Value::Null)
    }

    /// Missing, or every value below is empty text. In JSON only `null`, `{}` and `[]` are blank.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.entries.iter().all(|entry| match entry.kind {
            Value::Null | Value::Empty { .. } => true,
            Value::Text => !self.data.json && entry.value.start == entry.value.end,
            _ => false,
        })
    }

    /// Whether the body was JSON, where types count.
    #[must_use]
    pub fn is_json(self) -> bool {
        self.data.json
    }

    /// The single text sent under this name, with line breaks as LF unless [`raw`](Self::raw).
    ///
    /// This is what a [`FromForm`](super::FromForm) of your own usually starts from.
    ///
    /// # Errors
    ///
    /// When it is missing, sent more than once with different values, not UTF-8, or in JSON not a
    /// text.
    pub fn text(self) -> Result<Cow<'a, str>, FieldErrors> {
        scalar::text(self).map_err(FieldErrors::new)
    }

    /// What a sealed field of the form held, once it has been opened.
    pub(crate) fn sealed(self, name: &str) -> Option<&'a [u8]> {
        let found = self.data.sealed.iter().find(|(own, _)| *own == name);
        found.map(|(_, bytes)| bytes.as_slice())
    }

    /// The items of a list, in order.
    ///
    /// # Errors
    ///
    /// When something was sent that is no list.
    pub fn items(self) -> Result<Items<'a>, FieldErrors> {
        Items::new(self).map_err(FieldErrors::new)
    }

    /// The fields below this one, each with its name, sorted by name.
    #[must_use]
    pub fn children(self) -> Children<'a> {
        Children::new(self)
    }

    /// Whether `name` is one of our own hidden fields.
    pub(super) fn is_reserved(self, name: &str) -> bool {
        self.depth == 0 && name.starts_with("__fd_")
    }

    /// The values at this very name, in the order sent; the rest stands below.
    pub(super) fn own(self) -> &'a [Entry] {
        let own = |entry: &Entry| self.data.depth_of(entry) == self.depth;
        self.entries
            .get(..self.entries.partition_point(own))
            .unwrap_or_default()
    }

    pub(super) fn has_children(self) -> bool {
        self.entries
            .last()
            .is_some_and(|entry| self.data.depth_of(entry) > self.depth)
    }

    /// JSON `[]`.
    pub(super) fn is_empty_list(self) -> bool {
        matches!(
            self.entries,
            [Entry {
                kind: Value::Empty { list: true },
                ..
            }]
        )
    }

    /// This place with nothing sent.
    pub(super) fn nothing(self) -> Self {
        Self { entries: &[], ..self }
    }

    pub(super) fn wants_last(self) -> bool {
        self.last
    }

    pub(super) fn is_raw(self) -> bool {
        self.raw || self.data.json
    }

    pub(super) fn value(self, entry: &Entry) -> &'a str {
        self.data.text(entry.value)
    }

    /// The name that sorts last below this node.
    pub(super) fn last_child(self) -> Option<&'a str> {
        let name = |entry| self.data.segment(entry, self.depth);
        if self.depth == 0 {
            // Sorted by their digests.
            return self.entries.iter().filter_map(name).max_by(|a, b| path::compare(a, b));
        }
        name(self.entries.last()?)
    }

    /// This node without the values at its very name.
    pub(super) fn without_own(self) -> Self {
        let entries = self.entries.get(self.own().len()..).unwrap_or_default();
        Self { entries, ..self }
    }

    /// Splits off the first item of a list: its name if it has one, the item, the rest.
    pub(super) fn split_item(self) -> Option<(Option<&'a str>, Self, Self)> {
        let first = self.entries.first()?;
        match self.data.segment(first, self.depth) {
            None => {
                let (item, rest) = self.split_at(1)?;
                Some((None, Self { entries: item, ..self }, rest))
            }
            // `v[]=1&v[]=2` are two items.
            Some("") if self.data.depth_of(first) == self.depth + 1 => {
                let (item, rest) = self.split_at(1)?;
                Some((None, self.below(item), rest))
            }
            Some(_) => self.split_child().map(|(name, item, rest)| (Some(name), item, rest)),
        }
    }

    /// Splits off everything below the first name; there must be no values at the node itself.
    pub(super) fn split_child(self) -> Option<(&'a str, Self, Self)> {
        let name = self.data.segment(self.entries.first()?, self.depth)?;
        let same = |entry: &&Entry| self.data.segment(entry, self.depth) == Some(name);
        let (group, rest) = self.split_at(self.entries.iter().take_while(same).count())?;
        Some((name, self.below(group), rest))
    }

    fn split_at(self, length: usize) -> Option<(&'a [Entry], Self)> {
        let (first, rest) = self.entries.split_at_checked(length)?;
        Some((first, Self { entries: rest, ..self }))
    }

    fn below(self, entries: &'a [Entry]) -> Self {
        Self {
            entries,
            depth: self.depth + 1,
            ..self
        }
    }
}

impl fmt::Debug for Node<'_> {
    // Values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("fields", &self.entries.len())
            .finish_non_exhaustive()
    }
}

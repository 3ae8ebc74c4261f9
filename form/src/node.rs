//! Places in a form.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt;

use crate::data::{Entry, FormData, SMALL, Value};
use crate::describe::FileRules;
use crate::kind::FieldKind;
use crate::messages::{HAS_NUL, NOT_UTF8};
use crate::names;
use crate::words::Message;

/// A place in a form: a view of everything submitted below one name.
///
/// Copying it is free. A name that was not submitted has a node as well: a missing one.
///
/// ```
/// use frontdesk_form::{FieldErrors, FormData, FormLimits, FromForm};
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
    skip_blank: bool,
    files: &'static FileRules,
}

/// How the rows of a list are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowNames {
    /// By numbers, or there are no rows.
    Numbered,
    /// Without numbers, but each row has the same names in the same order.
    Paired,
    /// Without numbers, and the rows differ.
    Ambiguous,
}

impl FormData {
    /// Returns the whole form as a group of fields.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node::root(self)
    }
}

impl<'a> Node<'a> {
    /// Returns this place with other entries, which are those of `data` below `depth`.
    pub(crate) fn replaced<'b>(self, data: &'b FormData, entries: &'b [Entry], depth: usize) -> Node<'b> {
        Node {
            data,
            entries,
            depth,
            last: self.last,
            raw: self.raw,
            skip_blank: self.skip_blank,
            files: self.files,
        }
    }

    /// Returns everything submitted here and below, and what it belongs to.
    pub(crate) fn parts(self) -> (&'a FormData, &'a [Entry], usize) {
        (self.data, self.entries, self.depth)
    }

    pub(crate) fn root(data: &'a FormData) -> Self {
        Self {
            data,
            entries: &data.entries,
            depth: 0,
            last: false,
            raw: false,
            skip_blank: false,
            files: &FileRules::ANY,
        }
    }

    /// Returns the field `name` below this one. It is one level down: a dot in `name` is part of
    /// the name.
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        self.field_near(name, &mut 0)
    }

    /// Returns the field `name`, and looks for it at `near` first, the place behind the field that was
    /// found last: forms are nearly always sent in the order in which they are read.
    #[doc(hidden)]
    #[must_use]
    pub fn field_near(self, name: &str, near: &mut usize) -> Self {
        if self.depth == 0 {
            return self.top_field(name, near);
        }
        let below = |entry: &Entry| self.data.segment(entry, self.depth);
        let order = |entry: &Entry| below(entry).map(|segment| names::compare(segment, name));
        let start = self
            .entries
            .partition_point(|entry| order(entry).is_none_or(Ordering::is_lt));
        let rest = self.entries.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|entry| below(entry) == Some(name)).count();
        self.below(rest.get(..length).unwrap_or_default())
    }

    fn top_field(self, name: &str, near: &mut usize) -> Self {
        let root = match self.entries.get(*near) {
            Some(next) if self.entries.len() <= SMALL && self.data.is_named(next, name) => {
                let after = self.entries.get(*near + 1..).unwrap_or_default();
                if after.first().is_none_or(|entry| entry.root != next.root) {
                    // It was sent once, and it is where it was expected: no need for a hash.
                    *near += 1;
                    return self.below(std::slice::from_ref(next));
                }
                next.root
            }
            _ => names::hash(name.as_bytes()),
        };
        let is_own = |entry: &Entry| self.data.is_below(entry, root, name);
        let start = if self.entries.len() > SMALL {
            let start = self.entries.partition_point(|entry| entry.root < root);
            let rest = self.entries.get(start..).unwrap_or_default();
            // Nearly always the first: names with the same hash are made on purpose.
            rest.iter().position(is_own).map(|at| start + at)
        } else {
            let (before, rest) = self.entries.split_at_checked(*near).unwrap_or((self.entries, &[]));
            let found = rest.iter().position(is_own).map(|at| *near + at);
            found.or_else(|| before.iter().position(is_own))
        };
        let Some(start) = start else {
            return self.below(&[]);
        };
        let rest = self.entries.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|entry| is_own(entry)).count();
        *near = start + length;
        self.below(rest.get(..length).unwrap_or_default())
    }

    /// Sets that the last of several different values counts, instead of being an error.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits, FromForm};
    ///
    /// let form = FormData::from_urlencoded(b"n=1&n=2", &FormLimits::default())?;
    /// let n = form.root().field("n");
    /// assert!(u8::from_form(n).is_err());
    /// assert_eq!(u8::from_form(n.last()), Ok(2));
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    #[must_use]
    pub fn last(self) -> Self {
        Self { last: true, ..self }
    }

    /// Sets that a text stays as it was sent: line breaks are CR LF, as browsers submit them, and NUL is
    /// allowed.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits, FromForm};
    ///
    /// let form = FormData::from_urlencoded(b"t=a%0D%0Ab", &FormLimits::default())?;
    /// let t = form.root().field("t");
    /// assert_eq!(String::from_form(t), Ok("a\nb".to_owned()));
    /// assert_eq!(String::from_form(t.raw()), Ok("a\r\nb".to_owned()));
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    #[must_use]
    pub fn raw(self) -> Self {
        Self { raw: true, ..self }
    }

    /// Sets that blank items of a list are skipped, as those of numbers always are.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits, FromForm};
    ///
    /// // A hidden blank before the checkboxes.
    /// let form = FormData::from_urlencoded(b"tags=&tags=a", &FormLimits::default())?;
    /// let tags = form.root().field("tags");
    /// assert_eq!(Vec::<String>::from_form(tags), Ok(vec![String::new(), "a".to_owned()]));
    /// assert_eq!(Vec::<String>::from_form(tags.skip_blank()), Ok(vec!["a".to_owned()]));
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    #[must_use]
    pub fn skip_blank(self) -> Self {
        self.skip_blank_if(true)
    }

    /// Sets that blank items of a list are skipped, if `skips`.
    pub(crate) fn skip_blank_if(mut self, skips: bool) -> Self {
        self.skip_blank |= skips;
        self
    }

    /// Sets the rules for files at this node, for [`file_rules`](Self::file_rules).
    #[doc(hidden)]
    #[must_use]
    pub fn files(self, rules: &'static FileRules) -> Self {
        Self { files: rules, ..self }
    }

    /// Returns the rules set by [`files`](Self::files).
    #[doc(hidden)]
    #[must_use]
    pub fn file_rules(self) -> &'static FileRules {
        self.files
    }

    /// Takes a file out of the form, which works once.
    pub(crate) fn take_file(self, at: u32) -> Option<Box<dyn Any + Send>> {
        self.data.files.get(usize::try_from(at).ok()?)?.take()
    }

    /// Returns `true` if nothing was submitted under this name, or JSON `null`.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.own().len() == self.entries.len() && self.entries.iter().all(|entry| entry.kind == Value::Null)
    }

    /// Returns `true` if the node is missing, or every value below is the empty text. In JSON only
    /// `null`, `{}` and `[]` are blank.
    #[must_use]
    pub fn is_blank(self) -> bool {
        let is_blank = |entry: &Entry| match entry.kind {
            Value::Null | Value::Empty { .. } => true,
            Value::Text => !self.data.json && entry.value.start == entry.value.end,
            _ => false,
        };
        if self.wants_last() && self.values().len() == self.entries.len() {
            // The others don't count.
            let last = self.values().iter().rfind(|entry| entry.kind != Value::Null);
            return last.is_none_or(is_blank);
        }
        self.entries.iter().all(is_blank)
    }

    /// Returns `true` if the body was JSON, where types count.
    #[must_use]
    pub fn is_json(self) -> bool {
        self.data.json
    }

    /// Returns what the server provided for a field by [`FormData::provide`], if anything.
    #[doc(hidden)]
    #[must_use]
    pub fn provided(self, name: &str) -> Option<&'a [u8]> {
        self.data.provided(name)
    }

    /// Returns the values at this very name, in the order submitted, without those below.
    pub(crate) fn own(self) -> &'a [Entry] {
        let own = |entry: &Entry| entry.depth() == self.depth;
        self.entries
            .get(..self.entries.partition_point(own))
            .unwrap_or_default()
    }

    /// Returns the values of a single value: those at this very name, and those of `name[]`, as some
    /// libraries name every field.
    pub(crate) fn values(self) -> &'a [Entry] {
        // Nearly every field was sent once, or not at all.
        match self.entries {
            [] => return self.entries,
            [only] if only.depth() == self.depth => return self.entries,
            _ => {}
        }
        let own = self.own();
        if self.data.json {
            return own;
        }
        // The values at the node itself sort first, then those of `name[]`.
        let is_value = |entry: &Entry| {
            entry.depth() == self.depth
                || entry.depth() == self.depth + 1 && self.data.segment(entry, self.depth) == Some("")
        };
        self.entries
            .get(..self.entries.partition_point(is_value))
            .unwrap_or_default()
    }

    /// Returns `true` if the node has [`values`](Self::values) and also items of a list, such as
    /// `name=a&name[0]=b`.
    pub(crate) fn has_items_beside_values(self) -> bool {
        if self.entries.len() < 2 {
            return false;
        }
        let values = self.values().len();
        values > 0 && self.plain().entries.len() > values
    }

    /// Returns the text of a form's field that was sent once, under this very name. That is nearly every
    /// field, and nothing else must be known of it.
    #[inline]
    pub(crate) fn only_text(self) -> Option<&'a str> {
        match self.entries {
            [only] if only.kind == Value::Text && only.depth() == self.depth && !self.data.json => {
                Some(self.value(only))
            }
            _ => None,
        }
    }

    /// Returns this node as that of a plain value, or of a list of them: without the names below it.
    /// They are those of other controls, and no fields: `v.dir` of HTML's `dirname`, and `v.x` and `v.y`
    /// of an image button that is named like the field.
    pub(crate) fn plain(self) -> Self {
        if self.data.json || !self.has_children() {
            return self;
        }
        // The values at the node itself sort first, then indices, then names.
        let is_name = |segment: &str| !segment.is_empty() && !names::is_index(segment);
        let is_value = |entry: &Entry| !self.data.segment(entry, self.depth).is_some_and(is_name);
        let end = self.entries.partition_point(is_value);
        Self {
            entries: self.entries.get(..end).unwrap_or_default(),
            ..self
        }
    }

    /// Returns this node as that of a value of this kind: a [plain](Self::plain) one if the kind is
    /// so. A type of which nothing is known, and a file, which must not be lost, are plain if there is
    /// a value at this very name.
    pub(crate) fn of_kind(self, kind: FieldKind) -> Self {
        let may_be_plain = matches!(kind, FieldKind::Required | FieldKind::File);
        if kind.is_plain() || (may_be_plain && !self.own().is_empty()) {
            self.plain()
        } else {
            self
        }
    }

    /// Returns whether this is a list whose rows were sent without numbers: `lines[].name`.
    pub(crate) fn row_names(self) -> RowNames {
        let children = self.without_own().entries;
        let Some(first) = children.first().filter(|_| !self.data.json) else {
            return RowNames::Numbered;
        };
        if self.depth > 0 && usize::from(first.numbered_at) == self.depth {
            return RowNames::Paired;
        }
        let is_unnamed = |entry: &Entry| self.data.segment(entry, self.depth) == Some("");
        let unnamed = children.get(..children.partition_point(is_unnamed)).unwrap_or_default();
        if unnamed.last().is_some_and(|entry| entry.depth() > self.depth + 1) {
            RowNames::Ambiguous
        } else {
            RowNames::Numbered
        }
    }

    /// Returns the values at this very name as a node of their own.
    pub(crate) fn only_own(self) -> Self {
        Self {
            entries: self.own(),
            ..self
        }
    }

    /// Returns the place of the first value here or below in the order submitted.
    pub(crate) fn position(self) -> (usize, usize, usize) {
        self.entries.iter().map(Entry::position).min().unwrap_or_default()
    }

    /// Returns the number of values here and below.
    pub(crate) fn values_below(self) -> usize {
        self.entries.len()
    }

    pub(crate) fn has_children(self) -> bool {
        self.entries.last().is_some_and(|entry| entry.depth() > self.depth)
    }

    /// Returns `true` for JSON `[]`.
    pub(crate) fn is_empty_list(self) -> bool {
        matches!(
            self.entries,
            [Entry {
                kind: Value::Empty { list: true },
                ..
            }]
        )
    }

    /// Returns this place with nothing submitted.
    pub(crate) fn nothing(self) -> Self {
        Self { entries: &[], ..self }
    }

    /// Calls `read` with the fields of a form in an order that doesn't depend on the one in which they
    /// were sent, so that the first error doesn't either.
    pub(crate) fn in_fixed_order<T>(self, read: impl FnOnce(Node<'_>) -> T) -> T {
        if self.depth > 0 || self.entries.is_sorted_by_key(|entry| entry.root) {
            return read(self);
        }
        let mut entries = self.entries.to_vec();
        // Stable: what is below a name has an order already.
        entries.sort_by_key(|entry| entry.root);
        read(self.replaced(self.data, &entries, 0))
    }

    /// Returns `true` if this is a whole form, and not JSON.
    pub(crate) fn is_form(self) -> bool {
        self.depth == 0 && !self.data.json
    }

    /// Returns why a text here or below can't be read, if one can't.
    pub(crate) fn unreadable(self) -> Option<Message> {
        let has_nul = |entry: &Entry| entry.kind == Value::Text && !self.raw && self.value(entry).contains('\0');
        self.entries.iter().find_map(|entry| match entry.kind {
            Value::Invalid => Some(NOT_UTF8),
            _ if has_nul(entry) => Some(HAS_NUL),
            _ => None,
        })
    }

    /// Returns whether `is_wanted` accepts a value here or below.
    pub(crate) fn has_value(self, is_wanted: impl Fn(&str) -> bool) -> bool {
        let is_text = |entry: &&Entry| matches!(entry.kind, Value::Text | Value::Number);
        let mut texts = self.entries.iter().filter(is_text);
        texts.any(|entry| is_wanted(self.value(entry)))
    }

    /// Returns `true` if `name` is the only one below.
    pub(crate) fn has_only(self, name: &str) -> bool {
        let mut names = self.children().map(|(name, _)| name);
        names.next() == Some(name) && names.next().is_none()
    }

    /// Returns the names and values of the whole form in the order submitted.
    pub(crate) fn valid_pairs(self) -> Result<impl Iterator<Item = (&'a str, &'a str)>, Message> {
        if self.entries.iter().any(|entry| entry.kind == Value::Invalid) {
            return Err(NOT_UTF8);
        }
        Ok(self.data.pairs())
    }

    pub(crate) fn wants_last(self) -> bool {
        self.last
    }

    pub(crate) fn skips_blank(self) -> bool {
        self.skip_blank
    }

    pub(crate) fn is_raw(self) -> bool {
        self.raw
    }

    pub(crate) fn value(self, entry: &Entry) -> &'a str {
        self.data.text(entry.value)
    }

    /// Returns the name that sorts last below this node.
    pub(crate) fn last_child(self) -> Option<&'a str> {
        let name = |entry| self.data.segment(entry, self.depth);
        if self.depth == 0 {
            // The top level is sorted by hashes.
            return self.entries.iter().filter_map(name).max_by(|a, b| names::compare(a, b));
        }
        name(self.entries.last()?)
    }

    /// Returns this node without the values at its very name.
    pub(crate) fn without_own(self) -> Self {
        let entries = self.entries.get(self.own().len()..).unwrap_or_default();
        Self { entries, ..self }
    }

    /// Splits off the first item of a list. Returns its name if it has one, the item, and the rest.
    pub(crate) fn split_item(self) -> Option<(Option<&'a str>, Self, Self)> {
        let first = self.entries.first()?;
        match self.data.segment(first, self.depth) {
            None => {
                let (item, rest) = self.split_at(1)?;
                Some((None, Self { entries: item, ..self }, rest))
            }
            // `v[]=1&v[]=2` are two items.
            Some("") if first.depth() == self.depth + 1 => {
                let (item, rest) = self.split_at(1)?;
                Some((None, self.below(item), rest))
            }
            Some(_) => self.split_child().map(|(name, item, rest)| (Some(name), item, rest)),
        }
    }

    /// Splits off everything below the first name. There must be no values at the node itself.
    pub(crate) fn split_child(self) -> Option<(&'a str, Self, Self)> {
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

use std::fmt;

use super::builder::{slice, slice_of};
use super::file::FileSlot;
use super::path::Span;
use super::{FormError, FormLimits, Node, json, urlencoded};

/// The decoded names and values of one submit.
///
/// One text buffer and one list of entries, sorted by path, so that everything below a name is one
/// slice. Nothing is allocated per field.
#[derive(Clone, Default)]
pub struct FormData {
    pub(super) text: String,
    pub(super) segments: Vec<Span>,
    pub(super) entries: Vec<Entry>,
    pub(super) files: Vec<FileSlot>,
    /// Types count, and `""` is not a blank.
    pub(super) json: bool,
    /// What sealed fields held, by their names.
    pub(super) sealed: Vec<(&'static str, Vec<u8>)>,
    /// More was sent than is here.
    pub(crate) partial: bool,
}

/// One value and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// [`path::digest`] of the first segment. Entries are sorted by it before anything else, which is all that a form of flat
    /// fields needs: the order of fields has no meaning.
    pub(super) root: u64,
    /// In the text: the name as sent. For nested JSON the flat spelling, or empty if too long.
    pub(super) name: Span,
    /// In the segments.
    pub(super) path: Span,
    /// In the text.
    pub(super) value: Span,
    pub(super) kind: Value,
}

/// What kind of value an entry has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Text of a form, or of a JSON string.
    Text,
    /// A text that is not UTF-8.
    Invalid,
    /// JSON number, as it was written.
    Number,
    Bool(bool),
    Null,
    /// `{}` or `[]`, which have no leaf to stand for them.
    Empty {
        list: bool,
    },
    /// A file, by its place among the files.
    File(usize),
}

impl FormData {
    /// A submit without any field; allocates nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            text: String::new(),
            segments: Vec::new(),
            entries: Vec::new(),
            files: Vec::new(),
            json: false,
            sealed: Vec::new(),
            partial: false,
        }
    }

    /// The same form, of which more was sent.
    pub(crate) fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// Reads an `application/x-www-form-urlencoded` body, as the
    /// [URL standard](https://url.spec.whatwg.org/#urlencoded-parsing) says, but keeps track of
    /// values that are not UTF-8 instead of replacing their bytes.
    ///
    /// # Errors
    ///
    /// When a limit is passed; nothing else about such a body can be wrong.
    pub fn from_urlencoded(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        urlencoded::read(body, limits)
    }

    /// What can be told of the beginning of an `application/x-www-form-urlencoded` body that was not read whole: its pairs, up to the
    /// limits, but for the last one, which may be cut off.
    pub(crate) fn beginning(body: &[u8], limits: &FormLimits) -> Self {
        urlencoded::beginning(body, limits)
    }

    /// Reads an `application/json` body: an object, or nothing at all.
    ///
    /// # Errors
    ///
    /// When the body is not JSON or not an object, or a limit is passed.
    ///
    /// ```
    /// use frontdesk_actions::form::{FormData, FormLimits};
    ///
    /// let error = FormData::from_json(b"{\"a\": oops}", &FormLimits::default()).unwrap_err();
    /// assert!(error.is_syntax());
    /// assert_eq!(error.to_string(), "the body is not valid JSON at line 1, column 7");
    /// ```
    pub fn from_json(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        json::read(body, limits)
    }

    /// The whole form as a group of fields.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node::root(self)
    }

    /// Names and values in the order sent, to show them in the page again.
    ///
    /// The names of a JSON body are spelled as a form would spell them. Left out is what has no
    /// text: files, `null`, empty lists and objects. Of what is not UTF-8, the rest is there.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut sent: Vec<&Entry> = self.entries.iter().filter(|e| self.has_pair(e)).collect();
        // The buffer is written in the order sent. Empty names and values take no room in it.
        sent.sort_by_key(|entry| (entry.value.start, entry.value.end, entry.name.start));
        sent.into_iter()
            .map(|entry| (self.text(entry.name), self.text(entry.value)))
    }

    /// The first value sent under exactly this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        let is_whole = |entry: &Entry| self.has_pair(entry) && !matches!(entry.kind, Value::Invalid);
        let found = |entry: &&Entry| is_whole(entry) && self.text(entry.name) == name;
        self.entries.iter().find(found).map(|entry| self.text(entry.value))
    }

    /// The names under which files were sent, one for each.
    pub(crate) fn file_names(&self) -> impl Iterator<Item = &str> {
        let files = self.entries.iter().filter(|entry| matches!(entry.kind, Value::File(_)));
        files.map(|entry| self.text(entry.name))
    }

    /// The different names at the top, in no particular order, but for ours (`__fd_…`).
    ///
    /// ```
    /// use frontdesk_actions::form::{FormData, FormLimits};
    ///
    /// let body = b"title=x&__fd_return=/&go.x=3&go.y=4&_charset_=utf-8";
    /// let form = FormData::from_urlencoded(body, &FormLimits::default()).unwrap();
    /// let mut names: Vec<_> = form.names().collect();
    /// names.sort();
    /// assert_eq!(names, ["_charset_", "go", "title"]);
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = self.root().children().map(|(name, _)| name);
        all.filter(|name| !name.starts_with("__fd_"))
    }

    /// Keeps what sealed fields held: decoding takes them from here, and never from what was sent under their names.
    pub(crate) fn put_sealed(&mut self, sealed: Vec<(&'static str, Vec<u8>)>) {
        self.sealed = sealed;
    }

    pub(super) fn text(&self, span: Span) -> &str {
        slice(&self.text, span)
    }

    pub(super) fn depth_of(&self, entry: &Entry) -> usize {
        entry.path.end - entry.path.start
    }

    pub(super) fn segment(&self, entry: &Entry, depth: usize) -> Option<&str> {
        slice_of(&self.segments, entry.path)
            .get(depth)
            .map(|span| self.text(*span))
    }

    fn has_pair(&self, entry: &Entry) -> bool {
        let unnamed = self.json && entry.name.start == entry.name.end;
        let has_text = match entry.kind {
            Value::Text | Value::Number | Value::Bool(_) => true,
            // Written down only where the name is text.
            Value::Invalid => entry.value.start < entry.value.end,
            _ => false,
        };
        has_text && !unnamed
    }
}

impl fmt::Debug for FormData {
    // Values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormData")
            .field("fields", &self.entries.len())
            .finish_non_exhaustive()
    }
}

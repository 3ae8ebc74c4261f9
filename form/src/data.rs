//! The names and values of one submission.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::FormError;
use crate::span::Span;

/// The decoded names and values of one submission.
///
/// It is one text buffer and one list of entries in which everything below a name is one slice. Nothing
/// is allocated per field.
///
/// ```
/// use frontdesk_form::{FormData, FormLimits};
///
/// let form = FormData::from_urlencoded(b"title=Buy+milk&tags=home&tags=shop", &FormLimits::default())?;
/// assert_eq!(form.first("tags"), Some("home"));
/// assert_eq!(
///     form.pairs().collect::<Vec<_>>(),
///     [("title", "Buy milk"), ("tags", "home"), ("tags", "shop")],
/// );
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
#[derive(Clone)]
pub struct FormData {
    pub(crate) text: String,
    pub(crate) segments: Vec<Span>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) files: Vec<FileSlot>,
    /// Whether the body was JSON: the types of values count, and `""` is not a blank.
    pub(crate) json: bool,
    /// Values that the server provided, by the names of their fields.
    pub(crate) provided: Vec<(&'static str, Vec<u8>)>,
    pub(crate) partial: bool,
    /// The first segments of names that have more than `max_depth` levels.
    pub(crate) too_deep: Vec<Span>,
    pub(crate) max_depth: usize,
}

impl Default for FormData {
    fn default() -> Self {
        Self::empty()
    }
}

/// How many entries are searched one by one. As long as their names are flat and distinct, they stay in
/// the order submitted, which is nearly always the order in which they are read.
pub(crate) const SMALL: usize = 32;

/// One value and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// [`names::hash`](crate::names::hash) of the first segment. More than [`SMALL`] entries are sorted
    /// by it before anything else: the order of fields has no meaning.
    pub(crate) root: u32,
    /// In the text: the name as submitted. For nested JSON the flat spelling, or empty if that is too
    /// long.
    pub(crate) name: Span,
    /// In the segments, or [`Span::FLAT`]: the name is the only segment.
    pub(crate) path: Span,
    /// In the text.
    pub(crate) value: Span,
    pub(crate) kind: Value,
    /// The depth of the segment that is the number of a row sent without one, or 0.
    pub(crate) numbered_at: u8,
}

/// What kind of value an entry has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Text of a form, or of a JSON string.
    Text,
    /// Text that is not valid UTF-8.
    Invalid,
    /// A JSON number, as it was written.
    Number,
    Bool(bool),
    Null,
    /// `{}` or `[]`, which have no leaf to stand for them.
    Empty {
        list: bool,
    },
    /// A file, by its place among the files.
    File(u32),
}

/// A file of a form, of any type: whatever decodes the field takes it out and owns it.
#[derive(Clone)]
pub(crate) struct FileSlot(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl FileSlot {
    pub(crate) fn new(file: Box<dyn Any + Send>) -> Self {
        Self(Arc::new(Mutex::new(Some(file))))
    }

    pub(crate) fn take(&self) -> Option<Box<dyn Any + Send>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl FormData {
    /// Creates a submission without any field. Allocates nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            text: String::new(),
            segments: Vec::new(),
            entries: Vec::new(),
            files: Vec::new(),
            json: false,
            provided: Vec::new(),
            partial: false,
            too_deep: Vec::new(),
            max_depth: 0,
        }
    }

    /// Returns names and values in the order submitted, to repopulate the form.
    ///
    /// The names of a JSON body are spelled as a form would spell them. Entries without text are
    /// skipped: files, `null`, empty lists and objects. A text that is not valid UTF-8 has U+FFFD in
    /// place of its invalid bytes.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut all: Vec<&Entry> = self.entries.iter().filter(|e| self.has_pair(e)).collect();
        all.sort_by_key(|entry| entry.position());
        all.into_iter().map(|entry| self.pair(entry))
    }

    /// Returns the first value submitted under exactly this name, or `None` if there is none or it is
    /// not valid UTF-8 text.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        let found = |entry: &&Entry| self.is_valid_pair(entry) && self.text(entry.name) == name;
        self.entries.iter().find(found).map(|entry| self.text(entry.value))
    }

    /// Removes every field whose name begins with `prefix`, and calls `visit` with the name and value of
    /// each that has valid text. Several values of one name come in the order submitted.
    ///
    /// Returns `true` if it removed a field that was sent as text, valid or not.
    ///
    /// A library that puts hidden fields of its own into a form takes them out with this, once, so
    /// that nothing that reads the form afterwards sees them. Allocates nothing.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// let body = b"title=Buy+milk&_csrf=abc&_method=put";
    /// let mut form = FormData::from_urlencoded(body, &FormLimits::default())?;
    ///
    /// let mut csrf = None;
    /// form.take_prefixed("_", |name, value| {
    ///     if name == "_csrf" {
    ///         csrf = Some(value.to_owned());
    ///     }
    /// });
    /// assert_eq!(csrf.as_deref(), Some("abc"));
    /// assert_eq!(form.pairs().collect::<Vec<_>>(), [("title", "Buy milk")]);
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    pub fn take_prefixed(&mut self, prefix: &str, mut visit: impl FnMut(&str, &str)) -> bool {
        let prefix = prefix.as_bytes();
        let mut entries = std::mem::take(&mut self.entries);
        let mut found = false;
        let mut take = |entry: &Entry| {
            found |= self.has_pair(entry);
            if self.is_valid_pair(entry) {
                visit(self.text(entry.name), self.text(entry.value));
            }
        };
        // Hidden fields are nearly always the first of a form, where they are moved out at once.
        let first = entries
            .iter()
            .take_while(|entry| self.begins_with(entry, prefix))
            .count();
        entries.drain(..first).for_each(|entry| take(&entry));
        if entries.iter().any(|entry| self.begins_with(entry, prefix)) {
            entries.retain(|entry| {
                let is_taken = self.begins_with(entry, prefix);
                if is_taken {
                    take(entry);
                }
                !is_taken
            });
        }
        self.entries = entries;
        found
    }

    /// Returns whether the first segment of an entry's name begins with `prefix`. The first byte
    /// rules out nearly all entries.
    #[inline]
    fn begins_with(&self, entry: &Entry, prefix: &[u8]) -> bool {
        let text = self.text.as_bytes();
        let Some(name) = entry.path(&self.segments).first() else {
            return false;
        };
        prefix.first().is_none_or(|first| text.get(name.start) == Some(first))
            && text
                .get(name.start..name.end)
                .is_some_and(|name| name.starts_with(prefix))
    }

    /// Returns the names under which files were submitted, one for each file.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        let files = self.entries.iter().filter(|entry| matches!(entry.kind, Value::File(_)));
        files.map(|entry| self.text(entry.name))
    }

    /// Checks that no field was sent with more levels in its name than
    /// [`FormLimits::depth`](crate::FormLimits::depth). Such names are left out of the form, so it is
    /// for the code that knows the names of the fields to decide which may be ignored.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// let flat = FormLimits::default().with_depth(1);
    /// let form = FormData::from_urlencoded(b"a=1&tracking[x][y]=2", &flat)?;
    /// assert!(form.check_depth(|name| name == "a").is_ok());
    /// assert!(form.check_depth(|name| name == "tracking").unwrap_err().is_too_deep());
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if such a name is below a top-level name that `is_field` accepts.
    pub fn check_depth(&self, is_field: impl Fn(&str) -> bool) -> Result<(), FormError> {
        let mut names = self.too_deep.iter().map(|name| self.text(*name));
        if names.any(is_field) {
            Err(FormError::too_deep(self.max_depth))
        } else {
            Ok(())
        }
    }

    /// Returns `true` if some of what was submitted is missing here, because the body ended early or
    /// passed a limit.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// Marks the form as [partial](Self::is_partial).
    #[must_use]
    pub fn into_partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// Stores values that the server provides by itself, such as the contents of opened tokens, for
    /// [`Node::provided`](crate::Node::provided). They never mix with what was submitted under the
    /// same names.
    #[doc(hidden)]
    pub fn provide(&mut self, values: Vec<(&'static str, Vec<u8>)>) {
        self.provided = values;
    }

    pub(crate) fn provided(&self, name: &str) -> Option<&[u8]> {
        let found = self.provided.iter().find(|(own, _)| *own == name);
        found.map(|(_, bytes)| bytes.as_slice())
    }

    pub(crate) fn text(&self, span: Span) -> &str {
        span.text(&self.text)
    }

    pub(crate) fn segment(&self, entry: &Entry, depth: usize) -> Option<&str> {
        let segment = entry.path(&self.segments).get(depth);
        segment.map(|span| self.text(*span))
    }

    /// Returns whether the first segment of an entry's name is `name`, whose hash is `root`.
    pub(crate) fn is_below(&self, entry: &Entry, root: u32, name: &str) -> bool {
        entry.root == root && self.is_named(entry, name)
    }

    /// Returns whether the first segment of an entry's name is `name`.
    #[inline]
    pub(crate) fn is_named(&self, entry: &Entry, name: &str) -> bool {
        let is = |span: &Span| self.text.as_bytes().get(span.start..span.end) == Some(name.as_bytes());
        entry.path(&self.segments).first().is_some_and(is)
    }

    fn pair(&self, entry: &Entry) -> (&str, &str) {
        (self.text(entry.name), self.text(entry.value))
    }

    fn is_valid_pair(&self, entry: &Entry) -> bool {
        self.has_pair(entry) && entry.kind != Value::Invalid
    }

    fn has_pair(&self, entry: &Entry) -> bool {
        let unnamed = self.json && entry.name.is_empty();
        let has_text = match entry.kind {
            Value::Text | Value::Number | Value::Bool(_) => true,
            // Written down only if the name is text.
            Value::Invalid => !entry.value.is_empty(),
            _ => false,
        };
        has_text && !unnamed
    }
}

impl Entry {
    /// Returns the segments of the name.
    #[inline]
    pub(crate) fn path<'a>(&'a self, segments: &'a [Span]) -> &'a [Span] {
        if self.path == Span::FLAT {
            std::slice::from_ref(&self.name)
        } else {
            self.path.segments(segments)
        }
    }

    pub(crate) fn depth(&self) -> usize {
        if self.path == Span::FLAT { 1 } else { self.path.len() }
    }

    /// The place in the order submitted: the buffer is written in it. Empty names and values take no
    /// room in the buffer.
    pub(crate) fn position(&self) -> (usize, usize, usize) {
        (self.value.start, self.value.end, self.name.start)
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

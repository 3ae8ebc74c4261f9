//! Collects the names and values of a submission.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt::Write as _;

use crate::data::{Entry, FileSlot, FormData, SMALL, Value};
use crate::error::FormError;
use crate::limits::FormLimits;
use crate::names;
use crate::rows;
use crate::span::Span;

/// Collects names and values one by one, for a body that arrives in parts, such as
/// `multipart/form-data`.
///
/// ```
/// use frontdesk_form::{FormBuilder, FormLimits};
///
/// let mut form = FormBuilder::new(&FormLimits::default());
/// form.push(b"title", b"Buy milk")?;
/// let data = form.finish();
/// assert_eq!(data.first("title"), Some("Buy milk"));
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
pub struct FormBuilder {
    pub(crate) limits: FormLimits,
    pub(crate) text: String,
    pub(crate) segments: Vec<Span>,
    pub(crate) entries: Vec<Entry>,
    files: Vec<FileSlot>,
    /// The first segments of names with too many levels.
    too_deep: Vec<Span>,
    /// Whether a name has empty brackets before its end: `lines[].name`.
    has_rows: bool,
    /// A buffer for one flat name at a time.
    scratch: String,
}

impl std::fmt::Debug for FormBuilder {
    // Values may be secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FormBuilder")
            .field("fields", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl FormBuilder {
    /// Creates a form without fields.
    #[must_use]
    pub fn new(limits: &FormLimits) -> Self {
        Self::with_capacity(limits, 0, 0)
    }

    pub(crate) fn with_capacity(limits: &FormLimits, bytes: usize, fields: usize) -> Self {
        Self {
            limits: *limits,
            text: String::with_capacity(bytes),
            segments: Vec::new(),
            entries: Vec::with_capacity(fields.min(limits.fields)),
            files: Vec::new(),
            too_deep: Vec::new(),
            has_rows: false,
            scratch: String::new(),
        }
    }

    /// Opens a finished form again. Only its own limit on nesting is known, so that there is none on the
    /// number of values.
    pub(crate) fn of(form: FormData) -> Self {
        let limits = FormLimits::default().with_fields(usize::MAX).with_depth(form.max_depth);
        Self {
            limits,
            text: form.text,
            segments: form.segments,
            entries: form.entries,
            files: form.files,
            too_deep: form.too_deep,
            has_rows: false,
            scratch: String::new(),
        }
    }

    /// Adds a name with its value, both decoded, in the order submitted.
    ///
    /// A value that is not valid UTF-8 becomes an error of its field; [`FormData::pairs`] still has
    /// the part of it that can be read. A name that is not valid UTF-8 matches no field.
    ///
    /// # Errors
    ///
    /// Returns an error if there are too many fields. The form is as it was before the call, and more
    /// can be added. A name with too many levels is ignored: see [`FormData::check_depth`].
    pub fn push(&mut self, name: &[u8], value: &[u8]) -> Result<(), FormError> {
        self.push_text(
            str::from_utf8(name).map_err(|_| name),
            str::from_utf8(value).map_err(|_| value),
        )
    }

    /// Does the work of [`push`](Self::push) for a name and a value whose UTF-8 was checked before.
    pub(crate) fn push_text(&mut self, name: Result<&str, &[u8]>, value: Result<&str, &[u8]>) -> Result<(), FormError> {
        let Some((span, path)) = self.write_name(name)? else {
            return Ok(());
        };
        let (value, kind) = match (name, value) {
            (Ok(_), Ok(value)) => (self.write(value), Value::Text),
            (Ok(_), Err(value)) => (self.write(&String::from_utf8_lossy(value)), Value::Invalid),
            (Err(_), _) => (self.write(""), Value::Invalid),
        };
        self.push_entry(span, path, value, kind);
        Ok(())
    }

    /// Adds a file under a decoded name. A name that is not valid UTF-8 matches no field.
    ///
    /// The form hands the file on as it is: [`Node::file`](crate::Node::file) takes it out by its
    /// type. `fingerprint` stands for the content of the file where one submission is compared with
    /// another ([`FormData::visit_canonical`]); it is never shown.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is exceeded; the file is dropped.
    pub fn push_file(&mut self, name: &[u8], file: impl Any + Send, fingerprint: &str) -> Result<(), FormError> {
        let name = str::from_utf8(name).map_err(|_| name);
        let Some((span, path)) = self.write_name(name)? else {
            return Ok(());
        };
        let kind = match name {
            Ok(_) => Value::File(u32::try_from(self.files.len()).unwrap_or(u32::MAX)),
            Err(_) => Value::Invalid,
        };
        let value = self.write(fingerprint);
        self.files.push(FileSlot::new(Box::new(file)));
        self.push_entry(span, path, value, kind);
        Ok(())
    }

    /// Writes a name, and returns the spans of it and of its segments. Returns `None` if it has too
    /// many levels.
    fn write_name(&mut self, name: Result<&str, &[u8]>) -> Result<Option<(Span, Span)>, FormError> {
        self.check_count()?;
        let span = match name {
            Ok(name) => self.write(name),
            Err(bytes) => self.write(&String::from_utf8_lossy(bytes)),
        };
        let Some(path) = self.split_name(span) else {
            let first = self.segments.pop();
            self.too_deep.extend(first);
            return Ok(None);
        };
        Ok(Some((span, path)))
    }

    /// Splits a name in the text buffer into its segments. Returns `None` if it has too many levels: then
    /// only the first is left.
    pub(crate) fn split_name(&mut self, name: Span) -> Option<Span> {
        let start = self.segments.len();
        names::split(name.text(&self.text), name.start, &mut self.segments);
        let path = Span {
            start,
            end: self.segments.len(),
        };
        if self.is_too_deep(path.len()) {
            self.segments.truncate(start + 1);
            return None;
        }
        if path.len() == 1 {
            self.segments.truncate(start);
            return Some(Span::FLAT);
        }
        self.has_rows |= path.len() > 2 && rows::row_depth(path.segments(&self.segments)).is_some();
        Some(path)
    }

    /// Adds a typed leaf at a path whose segments are written already.
    pub(crate) fn push_leaf(&mut self, path: &[Span], kind: Value, value: Span) -> Result<(), FormError> {
        self.check_count()?;
        let name = self.flat_name(path);
        let path = if let [_] = path {
            Span::FLAT
        } else {
            let start = self.segments.len();
            self.segments.extend_from_slice(path);
            Span {
                start,
                end: self.segments.len(),
            }
        };
        self.push_entry(name, path, value, kind);
        Ok(())
    }

    pub(crate) fn push_entry(&mut self, name: Span, path: Span, value: Span, kind: Value) {
        let mut entry = Entry {
            root: 0,
            name,
            path,
            value,
            kind,
            numbered_at: 0,
        };
        entry.root = self.root(&entry);
        self.entries.push(entry);
    }

    pub(crate) fn root(&self, entry: &Entry) -> u32 {
        let first = entry.path(&self.segments).first();
        first.map_or(0, |first| names::hash(first.text(&self.text).as_bytes()))
    }

    /// Writes text into the buffer and returns its span.
    pub(crate) fn write(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span {
            start,
            end: self.text.len(),
        }
    }

    pub(crate) fn write_index(&mut self, index: usize) -> Span {
        let start = self.text.len();
        // Writing into a `String` can't fail.
        let _ = write!(self.text, "{index}");
        Span {
            start,
            end: self.text.len(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_too_deep(&self, depth: usize) -> bool {
        depth > self.limits.max_depth()
    }

    /// Notes that a name below `first` has too many levels.
    pub(crate) fn push_too_deep(&mut self, first: Option<Span>) -> Result<(), FormError> {
        self.check_count()?;
        self.too_deep.extend(first);
        Ok(())
    }

    /// Returns the form, ready to be decoded.
    #[must_use]
    pub fn finish(self) -> FormData {
        self.finish_as(false)
    }

    pub(crate) fn finish_as(mut self, json: bool) -> FormData {
        if self.has_rows {
            rows::number(&mut self.text, &mut self.segments, &mut self.entries);
        }
        if !self.is_grouped() {
            let (text, segments) = (&self.text, &self.segments);
            // Stable: values of one name stay in the order submitted.
            self.entries
                .sort_by(|a, b| a.root.cmp(&b.root).then_with(|| compare(text, segments, a, b)));
        }
        FormData {
            text: self.text,
            segments: self.segments,
            entries: self.entries,
            files: self.files,
            json,
            too_deep: self.too_deep,
            max_depth: self.limits.max_depth(),
            ..FormData::empty()
        }
    }

    /// Returns whether the entries may stay in the order submitted: they are few, and no two have names in
    /// common.
    fn is_grouped(&self) -> bool {
        if self.entries.len() > SMALL || !self.segments.is_empty() {
            return false;
        }
        // Most hashes are ruled out by one bit of them.
        let mut seen = [0_u64; 4];
        self.entries.iter().enumerate().all(|(at, entry)| {
            let word = seen.get_mut((entry.root >> 6) as usize % 4);
            let bit = 1 << (entry.root % 64);
            let may_be_repeated = word.is_some_and(|word| std::mem::replace(word, *word | bit) & bit != 0);
            let before = self.entries.get(..at).unwrap_or_default();
            !may_be_repeated || before.iter().all(|other| other.root != entry.root)
        })
    }

    pub(crate) fn check_count(&self) -> Result<(), FormError> {
        let limit = self.limits.fields;
        if self.entries.len() + self.too_deep.len() >= limit {
            Err(FormError::too_many_fields(limit))
        } else {
            Ok(())
        }
    }

    fn flat_name(&mut self, path: &[Span]) -> Span {
        // A flat name is written once per leaf, its segments once per object. Without a bound a
        // long name above many leaves would multiply the size of the body.
        const MAX_LENGTH: usize = 256;
        if let [only] = path {
            return *only;
        }
        let length: usize = path.iter().map(|segment| segment.len() + 2).sum();
        let mut name = std::mem::take(&mut self.scratch);
        name.clear();
        if length <= MAX_LENGTH {
            path.iter()
                .for_each(|segment| names::append(&mut name, segment.text(&self.text)));
        }
        let written = self.write(&name);
        self.scratch = name;
        written
    }
}

impl FormData {
    /// Adds a file under a name, as if it had been submitted, unless the form has as many values as it
    /// may have.
    #[doc(hidden)]
    #[must_use]
    pub fn with_file(self, name: &str, file: impl Any + Send) -> Self {
        let (json, partial, provided) = (self.json, self.partial, self.provided.clone());
        let mut builder = FormBuilder::of(self);
        // The form is as it was if there is no room.
        let _ = builder.push_file(name.as_bytes(), file, "");
        Self {
            provided,
            partial,
            ..builder.finish_as(json)
        }
    }
}

fn compare(text: &str, segments: &[Span], a: &Entry, b: &Entry) -> Ordering {
    let (a, b) = (a.path(segments), b.path(segments));
    for (a, b) in a.iter().zip(b) {
        // Leaves of one JSON object share the spans of its name: no need to compare the text.
        if a != b {
            let order = names::compare(a.text(text), b.text(text));
            if order.is_ne() {
                return order;
            }
        }
    }
    a.len().cmp(&b.len())
}

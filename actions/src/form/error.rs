use std::fmt;

/// The deepest nesting ever read, whatever [`FormLimits::depth`] says: reading JSON recurses.
const DEEPEST: usize = 64;

/// How much one submit may contain.
///
/// ```
/// use frontdesk_actions::form::{FormData, FormLimits};
///
/// let limits = FormLimits::default().with_fields(2);
/// assert!(FormData::from_urlencoded(b"a=1&b=2", &limits).is_ok());
/// assert!(FormData::from_urlencoded(b"a=1&b=2&c=3", &limits).unwrap_err().is_too_many_fields());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormLimits {
    /// Values in one form, or leaves in one JSON body. 1000 by default.
    pub fields: usize,
    /// Levels of a name: `a` is one, `a.b` and `a[0]` are two. 8 by default, 64 at most.
    pub depth: usize,
}

impl Default for FormLimits {
    fn default() -> Self {
        Self { fields: 1000, depth: 8 }
    }
}

impl FormLimits {
    /// The same limits with these [`fields`](Self::fields).
    #[must_use]
    pub const fn with_fields(mut self, fields: usize) -> Self {
        self.fields = fields;
        self
    }

    /// The same limits with this [`depth`](Self::depth).
    #[must_use]
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    pub(super) fn max_depth(&self) -> usize {
        self.depth.min(DEEPEST)
    }
}

/// Why a body could not be read at all.
///
/// Its text says nothing about the server and may be shown to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError(ErrorKind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum ErrorKind {
    TooManyFields(usize),
    TooDeep(usize),
    Syntax(Position),
    NotAnObject,
    LongName(Position),
}

/// Line and column in a JSON body, both from 1; the column counts bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    /// The position of the byte at `offset`.
    pub(super) fn of(body: &[u8], offset: usize) -> Self {
        let before = body.get(..offset).unwrap_or(body);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
        Self { line, column }
    }
}

impl FormError {
    pub(super) fn too_many_fields(limit: usize) -> Self {
        Self(ErrorKind::TooManyFields(limit))
    }

    pub(super) fn too_deep(limit: usize) -> Self {
        Self(ErrorKind::TooDeep(limit))
    }

    pub(super) fn syntax(position: Position) -> Self {
        Self(ErrorKind::Syntax(position))
    }

    pub(super) fn not_an_object() -> Self {
        Self(ErrorKind::NotAnObject)
    }

    pub(super) fn long_name(position: Position) -> Self {
        Self(ErrorKind::LongName(position))
    }

    /// More values than [`FormLimits::fields`].
    #[must_use]
    pub fn is_too_many_fields(&self) -> bool {
        matches!(self.0, ErrorKind::TooManyFields(_))
    }

    /// A name nested deeper than [`FormLimits::depth`].
    #[must_use]
    pub fn is_too_deep(&self) -> bool {
        matches!(self.0, ErrorKind::TooDeep(_))
    }

    /// A JSON body that is not JSON, not an object, or has an absurdly long name in it.
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        matches!(
            self.0,
            ErrorKind::Syntax(_) | ErrorKind::NotAnObject | ErrorKind::LongName(_)
        )
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            ErrorKind::TooManyFields(limit) => write!(f, "the form has more than {limit} fields"),
            ErrorKind::TooDeep(limit) => {
                write!(f, "the form's names are nested more than {limit} levels deep")
            }
            ErrorKind::Syntax(Position { line, column }) => {
                write!(f, "the body is not valid JSON at line {line}, column {column}")
            }
            ErrorKind::NotAnObject => f.write_str("the JSON body must be an object"),
            ErrorKind::LongName(Position { line, column }) => {
                write!(f, "a name in the JSON body is too long at line {line}, column {column}")
            }
        }
    }
}

impl std::error::Error for FormError {}

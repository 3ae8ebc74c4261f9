//! Kinds of fields.

/// The kind of a field, as far as the page that shows it must know.
///
/// The kind determines whether the control may be marked `required` in HTML: a checkbox, a list and
/// a plain text never are, because their blank is a value.
///
/// ```
/// use frontdesk_form::{FieldKind, FromForm};
///
/// assert_eq!(<u32 as FromForm>::KIND, FieldKind::Number);
/// assert_eq!(<Option<u32> as FromForm>::KIND, FieldKind::Optional);
/// assert_eq!(<Vec<u32> as FromForm>::KIND, FieldKind::List);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldKind {
    /// Plain text; the empty text is a value.
    Text,
    /// A number.
    Number,
    /// A checkbox; missing is `false`.
    Checkbox,
    /// A list; missing is empty.
    List,
    /// Values by keys that are part of their names; missing is empty.
    Map,
    /// May be missing or blank.
    Optional,
    /// A struct with fields of its own.
    Group,
    /// One of a fixed set.
    Choice,
    /// A file.
    File,
    /// Several files; missing is an empty list.
    Files,
    /// Any other value that must not be missing.
    Required,
}

impl FieldKind {
    /// Returns `true` if the empty text is a value of this kind, rather than a blank field.
    pub(crate) const fn takes_blank(self) -> bool {
        !matches!(self, Self::Number | Self::Choice | Self::Required | Self::File)
    }

    /// Returns `true` if a value of this kind has no parts, so that names below its own are those of
    /// other controls.
    pub(crate) const fn is_plain(self) -> bool {
        matches!(self, Self::Text | Self::Number | Self::Checkbox | Self::Choice)
    }
}

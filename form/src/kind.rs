/// What kind of control a field is, as far as the page must know.
///
/// It decides whether the control may be marked `required` in HTML: a checkbox, a list or a plain
/// text never is, because leaving them blank is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldKind {
    /// Plain text; the empty text is a value.
    Text,
    /// A number.
    Number,
    /// A checkbox; absent is `false`.
    Checkbox,
    /// A list; absent is empty.
    List,
    /// May be left out or blank.
    Optional,
    /// A struct with fields of its own.
    Group,
    /// One of a fixed set.
    Choice,
    /// A file.
    File,
    /// Several files; absent is none.
    Files,
    /// Anything else that must be there.
    Required,
}

impl FieldKind {
    /// Whether the empty text is a value of this kind, rather than a field left blank.
    pub(crate) const fn takes_blank(self) -> bool {
        !matches!(self, Self::Number | Self::Choice | Self::Required | Self::File)
    }
}

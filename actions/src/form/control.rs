use serde::de::DeserializeOwned;

use super::{FieldKind, FormData, FormLimits, de};
use crate::fields::{Constraints, FieldInfo};
use crate::upload::FileRules;

/// What a page must know of a field's type to write its control.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    pub(crate) kind: FieldKind,
    pub(crate) input: InputType,
    pub(crate) constraints: Constraints,
    /// Of a struct, or a list of structs.
    pub(crate) parts: &'static [FieldInfo],
    /// It is left out when all its parts are blank, so none of them must be there.
    pub(crate) optional_parts: bool,
    pub(crate) files: &'static FileRules,
    /// Of a list: items that are left blank are none.
    #[cfg_attr(not(feature = "garde"), expect(dead_code, reason = "asked by validation"))]
    pub(crate) skips_blanks: bool,
}

impl Control {
    /// The control of a kind, as far as the kind tells.
    #[must_use]
    pub const fn of(kind: FieldKind) -> Self {
        let input = match kind {
            FieldKind::Number => InputType::Number,
            FieldKind::Checkbox => InputType::Checkbox,
            FieldKind::File | FieldKind::Files => InputType::File,
            _ => InputType::Text,
        };
        Self {
            kind,
            input,
            constraints: Constraints::NONE,
            parts: &[],
            optional_parts: false,
            files: &FileRules::ANY,
            skips_blanks: false,
        }
    }

    /// The same with a type of input.
    #[must_use]
    pub const fn with_input(self, input: InputType) -> Self {
        Self { input, ..self }
    }

    /// The same with what a browser can check.
    #[must_use]
    pub const fn constraints(self, constraints: Constraints) -> Self {
        Self { constraints, ..self }
    }

    /// The control of one of these that may be left out.
    pub(super) const fn optional(self) -> Self {
        Self {
            kind: FieldKind::Optional,
            optional_parts: true,
            ..self
        }
    }

    /// The control of a list of these.
    pub(super) const fn list(self, kind: FieldKind) -> Self {
        Self {
            kind,
            skips_blanks: !self.kind.takes_blank(),
            ..self
        }
    }

    /// The same with what it takes of files.
    #[must_use]
    pub const fn files(self, files: &'static FileRules) -> Self {
        Self { files, ..self }
    }

    /// The same with fields of its own.
    #[must_use]
    pub const fn with_parts(self, parts: &'static [FieldInfo]) -> Self {
        Self { parts, ..self }
    }
}

/// The `type` of an `<input>`
/// ([HTML, states of the type attribute](https://html.spec.whatwg.org/multipage/input.html#attr-input-type)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputType {
    /// `text`
    Text,
    /// `number`, whole.
    Number,
    /// `number`, of any precision.
    Decimal,
    /// `checkbox`
    Checkbox,
    /// `email`
    Email,
    /// `url`
    Url,
    /// `password`
    Password,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime-local`
    DateTime,
    /// `file`
    File,
}

impl InputType {
    /// As HTML writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number | Self::Decimal => "number",
            Self::Checkbox => "checkbox",
            Self::Email => "email",
            Self::Url => "url",
            Self::Password => "password",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "datetime-local",
            Self::File => "file",
        }
    }

    /// What to say where it was given something else; `None` where the value itself says more.
    pub(crate) const fn wanted(self) -> Option<&'static str> {
        match self {
            Self::Date => Some("must be a date"),
            Self::Time => Some("must be a time"),
            Self::DateTime => Some("must be a date and a time"),
            _ => None,
        }
    }

    /// Whether it takes a line of text, which can have a length and a pattern.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Email | Self::Url | Self::Password)
    }

    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Decimal)
    }
}

/// The input for a type of which only serde knows: dates and times are known by what they read. Not for every request: it tries.
pub(super) fn guess<T: DeserializeOwned>() -> InputType {
    let reads = |text: &str| {
        let body = format!("v={text}");
        let form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default());
        form.is_ok_and(|form| de::read::<T>(form.root().field("v")).is_ok())
    };
    if reads("x") {
        return InputType::Text;
    }
    let (date, time, both) = (reads("2026-11-20"), reads("10:30"), reads("2026-11-20T10:30"));
    match (date, time, both) {
        (true, false, false) => InputType::Date,
        (false, false, true) => InputType::DateTime,
        // Some libraries take a date and time for a date, and a date for its midnight.
        (true, false, true) if is_named_date::<T>() => InputType::Date,
        (true, false, true) => InputType::DateTime,
        (false, true, _) => InputType::Time,
        (_, true, _) if is_named_time::<T>() => InputType::Time,
        _ => InputType::Text,
    }
}

fn is_named_date<T>() -> bool {
    named::<T>().ends_with("Date")
}

fn is_named_time<T>() -> bool {
    let name = named::<T>();
    name.ends_with("Time") && !name.contains("Date")
}

/// The last word of the type's name, or of what it is an option of.
fn named<T>() -> &'static str {
    let name = std::any::type_name::<T>().trim_end_matches('>');
    name.rsplit([':', '<']).next().unwrap_or(name)
}

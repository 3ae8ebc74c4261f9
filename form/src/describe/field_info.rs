//! What a page must know of a field, and of a field's type.

use super::choices::{Choice, Choices};
use super::constraints::Constraints;
use super::file_rules::FileRules;
use super::input::InputType;
use crate::kind::FieldKind;

/// What a page must know of a field's type to write its control: [`FromForm::control`](crate::FromForm::control)
/// returns it.
///
/// ```
/// use frontdesk_form::{Constraints, Control, FieldKind, InputType};
///
/// let postcode = Control::of(FieldKind::Required)
///     .with_input(InputType::Text)
///     .constraints(Constraints::NONE.pattern("[0-9]{4}"));
/// assert!(!postcode.is_always_sent());
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Control {
    /// The kind of the type.
    pub kind: FieldKind,
    /// The kind of one value: of an item, if the type is a list, and of the value of an option.
    pub single: FieldKind,
    /// The input that the type calls for.
    pub input: InputType,
    /// What a browser can check of every value of the type.
    pub constraints: Constraints,
    /// The fields of a struct, or of the structs in a list.
    pub parts: &'static [FieldInfo],
    /// Whether a value is left out if all its parts are blank, so that none of them is required.
    pub optional_parts: bool,
    /// The files that the type accepts.
    pub files: &'static FileRules,
    /// Whether blank items of a list are skipped.
    pub skips_blanks: bool,
    /// Returns the control of the values of a map.
    pub item: Option<fn() -> Control>,
    /// Whether the control takes text in JSON, also as a file.
    pub is_json: bool,
    /// Whether a browser may leave the control out of a submission, or nothing is known of that.
    pub may_be_left_out: bool,
    /// The values to choose from.
    pub choices: Choices,
    /// What makes the type readable from text, if it is not.
    pub unreadable: Option<&'static str>,
}

impl Control {
    /// Returns the control of a kind, as far as the kind determines it.
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
            single: kind,
            input,
            constraints: Constraints::NONE,
            parts: &[],
            optional_parts: false,
            files: &FileRules::ANY,
            skips_blanks: false,
            item: None,
            is_json: false,
            may_be_left_out: !matches!(kind, FieldKind::Text | FieldKind::Number),
            choices: Choices::NONE,
            unreadable: None,
        }
    }

    /// Declares that no text can be read as the type, unless the app does what `fix` describes.
    #[must_use]
    pub(crate) const fn unreadable(self, fix: Option<&'static str>) -> Self {
        Self {
            unreadable: fix,
            ..self
        }
    }

    /// Sets the control of the values of a map.
    #[must_use]
    pub const fn with_item(self, item: fn() -> Self) -> Self {
        Self {
            item: Some(item),
            ..self
        }
    }

    /// Declares that the control takes text in JSON, which a script may send as a file as well.
    #[must_use]
    pub const fn json(self) -> Self {
        Self { is_json: true, ..self }
    }

    /// Declares that a browser sends the control with every form, blank or not.
    #[must_use]
    pub const fn always_sent(self) -> Self {
        Self {
            may_be_left_out: false,
            ..self
        }
    }

    /// Returns `true` if a browser sends the control, and each of its parts, with every form.
    #[must_use]
    pub fn is_always_sent(&self) -> bool {
        !self.may_be_left_out && self.parts.iter().all(|part| (part.control)().is_always_sent())
    }

    /// Sets the type of input.
    #[must_use]
    pub const fn with_input(self, input: InputType) -> Self {
        Self { input, ..self }
    }

    /// Sets what a browser can check.
    #[must_use]
    pub const fn constraints(self, constraints: Constraints) -> Self {
        Self { constraints, ..self }
    }

    /// Sets the values to choose from, which a page offers as a menu, radio buttons or checkboxes.
    #[must_use]
    pub const fn with_choices(self, choices: &'static [Choice]) -> Self {
        Self {
            choices: Choices::of(choices),
            ..self
        }
    }

    /// Sets the values to choose from to these names.
    pub(crate) const fn with_names(self, names: &'static [&'static str]) -> Self {
        Self {
            choices: Choices::named(names),
            ..self
        }
    }

    /// Sets which files the type accepts.
    #[must_use]
    pub const fn files(self, files: &'static FileRules) -> Self {
        Self { files, ..self }
    }

    /// Sets the fields of a struct.
    #[must_use]
    pub const fn with_parts(self, parts: &'static [FieldInfo]) -> Self {
        Self {
            parts,
            may_be_left_out: false,
            ..self
        }
    }

    /// Returns the control of an option of this type.
    pub(crate) const fn optional(self) -> Self {
        Self {
            kind: FieldKind::Optional,
            optional_parts: true,
            ..self
        }
    }

    /// Returns the control of a list of this type.
    pub(crate) const fn list(self, kind: FieldKind) -> Self {
        Self {
            kind,
            skips_blanks: !self.kind.takes_blank(),
            may_be_left_out: true,
            ..self
        }
    }
}

/// What is known of one field of a struct before any form is read: its name, its type's control,
/// and the options of the field itself.
///
/// [`FormFields::FIELDS`](crate::FormFields::FIELDS) lists them. `#[derive(FromForm)]` writes them,
/// and [`FieldInfo::of`] is for implementations by hand.
///
/// ```
/// use frontdesk_form::FieldInfo;
///
/// const PASSWORD: FieldInfo = FieldInfo::of::<String>("password").secret();
/// assert_eq!(PASSWORD.name(), "password");
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldInfo {
    name: &'static str,
    /// Returns the control of the field's type.
    #[doc(hidden)]
    pub control: fn() -> Control,
    /// Returns whether postcard may carry the field.
    #[doc(hidden)]
    pub postcard: fn() -> bool,
    /// The input, if not that of the type.
    #[doc(hidden)]
    pub input: Option<InputType>,
    /// Whether the value is never repopulated.
    #[doc(hidden)]
    pub secret: bool,
    /// Whether the field may be missing.
    #[doc(hidden)]
    pub has_default: bool,
    /// Whether only a value that the server sealed counts.
    #[doc(hidden)]
    pub sealed: bool,
    /// Whether a sealed value is bound to an identity.
    #[doc(hidden)]
    pub for_identity: bool,
    /// What a browser can check of the field.
    #[doc(hidden)]
    pub constraints: Constraints,
    /// What a browser can check of the items of a list, or of the value of an option.
    #[doc(hidden)]
    pub item_constraints: Constraints,
    /// The value of a checked checkbox, if not `true`.
    #[doc(hidden)]
    pub on: Option<&'static str>,
    /// What separates the items of a list that are sent as one text.
    #[doc(hidden)]
    pub split: Option<&'static str>,
    /// Whether the field takes all names that no other field takes.
    #[doc(hidden)]
    pub rest: bool,
    /// The files that the field accepts, if not those of the type.
    #[doc(hidden)]
    pub files: Option<&'static FileRules>,
    /// The text of the label, if not the readable name.
    #[doc(hidden)]
    pub label: Option<&'static str>,
    /// A sentence that helps to fill in the field.
    #[doc(hidden)]
    pub hint: Option<&'static str>,
}

impl FieldInfo {
    /// Describes a field by its name in the form. `control` is called once, when an app starts.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, control: fn() -> Control) -> Self {
        Self {
            name,
            control,
            postcard: || false,
            input: None,
            secret: false,
            has_default: false,
            sealed: false,
            for_identity: false,
            constraints: Constraints::NONE,
            item_constraints: Constraints::NONE,
            on: None,
            split: None,
            rest: false,
            files: None,
            label: None,
            hint: None,
        }
    }

    /// Describes a field whose value only counts if the server sealed it. Like a secret, it is
    /// never repopulated: the page seals it anew.
    #[doc(hidden)]
    #[must_use]
    pub const fn sealed(name: &'static str) -> Self {
        let mut field = Self::new(name, || Control::of(FieldKind::Text)).secret();
        field.sealed = true;
        field
    }

    /// Binds a sealed field to the identity that its page was rendered for.
    #[doc(hidden)]
    #[must_use]
    pub const fn for_identity(mut self) -> Self {
        self.for_identity = true;
        self
    }

    /// Sets whether postcard may carry the field. `takes` is called once, when an app starts.
    #[must_use]
    pub const fn postcard(mut self, takes: fn() -> bool) -> Self {
        self.postcard = takes;
        self
    }

    /// Marks the field as secret: its value is never repopulated.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Marks the field as one that may be missing, because it has a default.
    #[must_use]
    pub const fn has_default(mut self) -> Self {
        self.has_default = true;
        self
    }

    /// Sets an input that the field's type does not determine.
    #[must_use]
    pub const fn input(mut self, input: InputType) -> Self {
        self.input = Some(input);
        self
    }

    /// Sets what a browser can check of the field.
    #[must_use]
    pub const fn constraints(mut self, constraints: Constraints) -> Self {
        self.constraints = constraints;
        self
    }

    /// Sets what a browser can check of the items of a list, or of the value of an option.
    #[must_use]
    pub const fn item_constraints(mut self, constraints: Constraints) -> Self {
        self.item_constraints = constraints;
        self
    }

    /// Sets the value of a checked checkbox, `true` otherwise.
    #[must_use]
    pub const fn on(mut self, value: &'static str) -> Self {
        self.on = Some(value);
        self
    }

    /// Sets what separates the items of a list that are sent as one text.
    #[must_use]
    pub const fn split(mut self, separator: &'static str) -> Self {
        self.split = Some(separator);
        self
    }

    /// Marks the field as the one that takes all names that no other field takes.
    #[must_use]
    pub const fn rest(mut self) -> Self {
        self.rest = true;
        self
    }

    /// Sets which files the field accepts.
    #[must_use]
    pub const fn files(mut self, rules: &'static FileRules) -> Self {
        self.files = Some(rules);
        self
    }

    /// Requires a checkbox to be checked, or another control not to be left blank.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.constraints.required = true;
        self
    }

    /// Sets the first date or time, or the smallest number, as HTML writes it.
    #[must_use]
    pub const fn min(mut self, value: &'static str) -> Self {
        self.constraints.min = Some(value);
        self
    }

    /// Sets the last date or time, or the largest number, as HTML writes it.
    #[must_use]
    pub const fn max(mut self, value: &'static str) -> Self {
        self.constraints.max = Some(value);
        self
    }

    /// Sets the text of the label. By default it is the name in readable form: `Due date` for
    /// `due_date`.
    #[must_use]
    pub const fn label(mut self, text: &'static str) -> Self {
        self.label = Some(text);
        self
    }

    /// Sets a sentence that helps to fill in the field.
    #[must_use]
    pub const fn hint(mut self, text: &'static str) -> Self {
        self.hint = Some(text);
        self
    }

    /// Returns the name in the form.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

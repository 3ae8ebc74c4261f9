//! What is known of one field, once the desk is built.

use frontdesk_form::__private::{Choices, Constraints, Control, FileRules, InputType};
use frontdesk_form::{FieldInfo, FieldKind};

/// A [`FieldInfo`] combined with the control of its type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldDescription {
    pub(crate) name: &'static str,
    pub(crate) kind: FieldKind,
    /// The kind of an item, or of the value of an option.
    single: FieldKind,
    pub(crate) input: InputType,
    /// The keyboard for an input that hides its text.
    pub(crate) input_mode: Option<&'static str>,
    pub(crate) secret: bool,
    pub(crate) required: bool,
    pub(crate) sealed: bool,
    pub(crate) for_identity: bool,
    pub(crate) constraints: Constraints,
    item_constraints: Constraints,
    pub(crate) files: &'static FileRules,
    /// The value of a checked checkbox.
    pub(crate) on: &'static str,
    /// What separates the items of a list that are sent as one text.
    pub(crate) split: Option<&'static str>,
    /// Whether the field takes all names that no other field takes.
    pub(crate) rest: bool,
    /// Whether a part that is sent as a file is read as text, which is JSON.
    pub(crate) is_json: bool,
    /// The text of the label, if not the readable name.
    pub(crate) label: Option<&'static str>,
    pub(crate) hint: Option<&'static str>,
    /// The values to choose from.
    pub(crate) choices: Choices,
}

impl FieldDescription {
    pub(super) fn of(info: &FieldInfo, control: Control) -> Self {
        let kind = control.kind;
        let or = |own: Constraints| {
            if own == Constraints::NONE {
                control.constraints
            } else {
                own
            }
        };
        let own = or(info.constraints);
        let is_list = matches!(kind, FieldKind::List | FieldKind::Files);
        let demanding = matches!(
            kind,
            FieldKind::Number | FieldKind::Choice | FieldKind::Required | FieldKind::File
        );
        // An option can be left out, whatever its value must be, unless a rule requires it.
        let refuses_blank = match kind {
            FieldKind::Text | FieldKind::Files => own.refuses_blank(),
            _ => own.required && !is_list,
        };
        let description = Self {
            name: info.name(),
            kind,
            single: control.single,
            input: if info.split.is_some() {
                // One text has all items.
                InputType::Text
            } else {
                info.input.unwrap_or(control.input)
            },
            input_mode: None,
            secret: info.secret,
            sealed: info.sealed,
            for_identity: info.for_identity,
            required: (demanding || refuses_blank) && !info.has_default,
            constraints: match info.split {
                Some(_) => Constraints::NONE,
                None if is_list => or(info.item_constraints),
                None => own,
            },
            item_constraints: or(info.item_constraints),
            files: info.files.unwrap_or(control.files),
            on: info.on.unwrap_or("true"),
            split: info.split,
            rest: info.rest,
            is_json: control.is_json,
            label: info.label,
            hint: info.hint,
            choices: control.choices,
        };
        if info.secret { description.hidden() } else { description }
    }

    /// Returns the description of a secret. Its input hides its text, if that is a line or a number. Nobody can type a date or choose a file unseen.
    #[must_use]
    pub(crate) fn hidden(self) -> Self {
        let input_mode = match self.input {
            InputType::Number => Some("numeric"),
            InputType::Decimal => Some("decimal"),
            InputType::Email => Some("email"),
            InputType::Url => Some("url"),
            InputType::Text | InputType::Password => self.input_mode,
            _ => return Self { secret: true, ..self },
        };
        Self {
            secret: true,
            input: InputType::Password,
            input_mode,
            ..self
        }
    }

    /// Returns the description of an item of a list, or of the value of an option.
    pub(super) fn item(self) -> Self {
        Self {
            kind: FieldKind::Text,
            required: false,
            constraints: self.item_constraints,
            ..self
        }
    }

    /// Returns the description of a path that is not known.
    pub(crate) fn unknown() -> Self {
        let control = Control::of(FieldKind::Text);
        Self::of(&FieldInfo::new("", || Control::of(FieldKind::Text)), control)
    }

    /// Returns the first or last date or time, if the field has another type of input than for that.
    pub(super) fn misplaced_bound(&self) -> Option<&'static str> {
        let bounds = [self.constraints.min, self.constraints.max];
        let fits = |bound: &&str| match self.input {
            InputType::Date => bound.len() == 10,
            InputType::Time => bound.contains(':') && !bound.contains('T'),
            InputType::DateTime => bound.contains('T'),
            // The bounds of numbers are those of rules, which check the number.
            _ => bound.parse::<f64>().is_ok(),
        };
        bounds.into_iter().flatten().find(|bound| !fits(bound))
    }

    /// Returns whether names below that of the field can't be those of values: `title.x` of a text. Items of
    /// a list are values: `list[0]`, but neither `list.x` nor `list[0].x` if it has no structs.
    ///
    /// `rest` is what follows the field's own name in a canonical path.
    pub(crate) fn refuses_below(&self, rest: &str) -> bool {
        use FieldKind::{Checkbox, Choice, File, Files, List, Number, Text};
        let is_list = matches!(self.kind, List | Files);
        // A date is one value, whatever its type is.
        let is_one_value = matches!(self.single, Text | Number | Checkbox | Choice | File) || !self.input.is_text();
        match is_list {
            true => !rest.starts_with("[]") || (is_one_value && rest != "[]"),
            false => is_one_value,
        }
    }

    pub(crate) fn is_file(&self) -> bool {
        self.input == InputType::File
    }
}

//! One field of a form, as a page sees it.

use frontdesk_form::__private::InputType;
use frontdesk_form::FieldKind;

use crate::fields::{FieldDescription, write_lengths, write_pattern, write_range};
use crate::markup::{Markup, push_id};

mod elements;

const DESCRIBED_BY: &str = "aria-describedby";

/// The attributes that a field writes, or leaves out for a reason.
const OWN: [&str; 16] = [
    "id",
    "name",
    "type",
    "value",
    "checked",
    "selected",
    "required",
    "minlength",
    "maxlength",
    "min",
    "max",
    "step",
    "pattern",
    "accept",
    "multiple",
    "aria-invalid",
];

/// One field of a form: its name, its value, its errors, and the attributes of its control.
///
/// A control takes [`attrs`](Self::attrs) (`<input …>`), [`choice_attrs`](Self::choice_attrs) (one of several radio buttons or
/// checkboxes), or [`control_attrs`](Self::control_attrs) (`<select>`, `<textarea>`) with [`option_attrs`](Self::option_attrs) or
/// [`text`](Self::text) inside. Where a template can't take attributes as they are (maud), [`input`](Self::input),
/// [`choice`](Self::choice), [`select`](Self::select) and [`textarea`](Self::textarea) write the whole element, with attributes of
/// your own by [`attr`](Self::attr). [`messages`](Self::messages) goes beside it.
#[derive(Debug, Clone)]
pub struct FieldView {
    name: String,
    id: String,
    errors_id: String,
    field: FieldDescription,
    values: Vec<String>,
    errors: Vec<String>,
    /// The page's own.
    attributes: Vec<(&'static str, String)>,
}

impl FieldView {
    pub(crate) fn new(
        path: &str,
        id: String,
        field: FieldDescription,
        values: Vec<String>,
        errors: Vec<String>,
    ) -> Self {
        Self {
            name: path.to_owned(),
            errors_id: format!("{id}-errors"),
            id,
            field,
            values,
            errors,
            attributes: Vec::new(),
        }
    }

    /// The same field with an attribute of your own on its control: `title.attr("class", "wide").input("text")`. The name is
    /// written as it is, the value escaped. The ids of `aria-describedby` go before that of the messages. What the field writes
    /// itself ([`attrs`](Self::attrs)) is left out, with a warning in the log: the first of two attributes would count, and not
    /// always be the right one.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            tracing::warn!(field = self.name, name, "the field writes this attribute itself");
            return self;
        }
        self.attributes.push((name, value.into()));
        self
    }

    /// The name of the control.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value to show: as typed last, else as filled by the page, else empty. The last one of several.
    #[must_use]
    pub fn value(&self) -> &str {
        self.values.last().map_or("", String::as_str)
    }

    /// All values, of a field that takes several.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Whether a value is among those to show: for `<option>`, radio buttons and groups of checkboxes. Where there are none, that is
    /// `""` ("none of these"), but for a list.
    #[must_use]
    pub fn has(&self, value: &str) -> bool {
        let is_none = value.is_empty() && self.values.is_empty() && self.field.kind != FieldKind::List;
        is_none || self.values.iter().any(|own| own == value)
    }

    /// Whether a single checkbox is to be checked.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        matches!(self.value(), "on" | "true" | "1")
    }

    /// The messages for this field.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// The first message for this field.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.errors.first().map(String::as_str)
    }

    /// The id of the control, for its label: `<label for=…>`. Each form of a page has its own, by its key.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id for the element that shows the messages; the control refers to it with `aria-describedby`.
    #[must_use]
    pub fn errors_id(&self) -> &str {
        &self.errors_id
    }

    /// Whether the field must be there: from its type and its validation. Never for a checkbox or a list, and for plain text only if
    /// its validation says so.
    #[must_use]
    pub fn required(&self) -> bool {
        self.field.required
    }

    /// The `type` of input that the field's type and validation call for: `number` for a `u32`, `email` by `#[garde(email)]`, `date`,
    /// `file`, and `text` where nothing else is known.
    #[must_use]
    pub fn input_type(&self) -> &'static str {
        self.field.input.as_str()
    }

    /// The attributes of an `<input>`, but for its `type`: `id`, `name`, `value` (of a checkbox: `value="true"` and `checked`; of files
    /// none), `required`, what validation lets a browser check, and when there are messages `aria-invalid` and `aria-describedby`.
    pub fn attrs(&self) -> Markup {
        self.attrs_with(self.value())
    }

    fn attrs_with(&self, value: &str) -> Markup {
        let mut markup = self.control_attrs();
        let FieldDescription { kind, input, .. } = self.field;
        if input.is_text() {
            write_pattern(&self.field.constraints, &mut markup);
        } else if input.is_number() {
            write_range(&self.field.constraints, &mut markup);
            // Else a browser takes only whole steps from `min`, or from 0.
            if input == InputType::Decimal {
                markup.attribute("step", "any");
            }
        }
        match input {
            InputType::File => {
                if let Some(list) = self.field.files.accept_list() {
                    markup.attribute("accept", list);
                }
                markup.flag("multiple", kind == FieldKind::Files);
            }
            InputType::Checkbox => {
                markup.attribute("value", "true").flag("checked", self.is_checked());
            }
            _ => {
                markup.attribute("value", value);
            }
        }
        markup
    }

    /// [`attrs`](Self::attrs) with the `type` in front: `<input {{ email.typed_attrs() }}>`.
    pub fn typed_attrs(&self) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("type=\"")
            .text(self.input_type())
            .raw("\" ")
            .append(&self.attrs());
        markup
    }

    /// The attributes of a control whose value stands inside it: `<select>`, `<textarea>`.
    pub fn control_attrs(&self) -> Markup {
        let mut markup = self.attrs_with_id(&self.id);
        if self.field.input.is_text() {
            write_lengths(&self.field.constraints, &mut markup);
        }
        markup
    }

    fn attrs_with_id(&self, id: &str) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("id=\"")
            .text(id)
            .raw("\"")
            .attribute("name", &self.name)
            .flag("required", self.field.required);
        let (described, others): (Vec<_>, Vec<_>) = self.attributes.iter().partition(|(name, _)| *name == DESCRIBED_BY);
        let mut described: Vec<_> = described.iter().map(|(_, ids)| ids.as_str()).collect();
        if !self.errors.is_empty() {
            markup.attribute("aria-invalid", "true");
            described.push(&self.errors_id);
        }
        if !described.is_empty() {
            markup.attribute(DESCRIBED_BY, &described.join(" "));
        }
        for (name, value) in others {
            markup.attribute(name, value);
        }
        markup
    }

    /// The id of one of several radio buttons or checkboxes that share the name, for its label.
    #[must_use]
    pub fn choice_id(&self, value: &str) -> String {
        // Two, or a choice would have the id of a field of the form whose key is this field's name.
        let mut id = format!("{}--", self.id);
        push_id(&mut id, value);
        id
    }

    /// The attributes of one of several radio buttons or checkboxes that share the name.
    pub fn choice_attrs(&self, value: &str) -> Markup {
        let mut markup = self.attrs_with_id(&self.choice_id(value));
        markup.attribute("value", value).flag("checked", self.has(value));
        markup
    }

    /// The attributes of an `<option>`.
    pub fn option_attrs(&self, value: &str) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("value=\"")
            .text(value)
            .raw("\"")
            .flag("selected", self.has(value));
        markup
    }

    /// The content of a `<textarea>`, escaped, after the line break that HTML takes away
    /// ([HTML, textarea](https://html.spec.whatwg.org/multipage/syntax.html#element-restrictions)).
    pub fn text(&self) -> Markup {
        let mut markup = Markup::new();
        markup.raw("\n").text(self.value());
        markup
    }
}

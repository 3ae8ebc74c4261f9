//! One field of a form, as a page writes it.

use frontdesk_form::__private::{InputType, checkbox};
use frontdesk_form::FieldKind;

use crate::fields::{FieldDescription, step, write_lengths, write_pattern, write_range};
use crate::markup::{Markup, push_id};

mod allowed;
mod attributes;
mod elements;
pub(super) mod labels;
mod menu;
mod options;
mod value;

use self::allowed::Allowed;
pub use self::options::FieldOption;

/// The attributes that a field writes itself, or leaves out for a reason.
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

/// One field of a form: name, value, errors, and the attributes of its control.
///
/// | control | whole element | attributes only |
/// |---|---|---|
/// | `<input>` | [`input`](Self::input), [`typed_input`](Self::typed_input) | [`attrs`](Self::attrs), [`typed_attrs`](Self::typed_attrs) |
/// | one of several radio buttons or checkboxes | [`choice`](Self::choice) | [`choice_attrs`](Self::choice_attrs) |
/// | `<select>` | [`select`](Self::select) | [`control_attrs`](Self::control_attrs), and [`option_attrs`](Self::option_attrs) inside |
/// | `<textarea>` | [`textarea`](Self::textarea) | [`control_attrs`](Self::control_attrs), and [`text`](Self::text) inside |
///
/// Write [`messages`](Self::messages) beside the control. [`attr`](Self::attr) adds attributes of
/// your own.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
/// use frontdesk_actions::server_action;
///
/// #[server_action]
/// async fn create_todo(title: String, priority: u8) {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let form = forms::<CreateTodo>().await.of::<CreateTodo>();
/// let title = form.field(CreateTodo::TITLE).attr("class", "wide");
/// assert_eq!(
///     title.input("text").as_str(),
///     r#"<input type="text" id="create_todo-title" name="title" class="wide" value="">"#,
/// );
/// let priority = form.field(CreateTodo::PRIORITY);
/// assert_eq!((priority.input_type(), priority.required()), ("number", true));
/// assert_eq!(priority.error(), None);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct FieldView {
    name: String,
    id: String,
    errors_id: String,
    field: FieldDescription,
    values: Vec<String>,
    /// Whether the page filled the values in, or `None`. Others were submitted.
    is_filled: bool,
    /// Whether the values that the page filled in are those of the request's query.
    is_of_query: bool,
    errors: Vec<String>,
    /// Attributes of the page's own.
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
            is_filled: false,
            is_of_query: false,
            errors,
            attributes: Vec::new(),
        }
    }

    /// Sets whether the page filled the values in.
    pub(crate) fn filled(mut self, is_filled: bool) -> Self {
        self.is_filled = is_filled;
        self
    }

    /// Sets whether the values are those of the request's query: a search form is filled with them.
    pub(crate) fn of_query(mut self, is_of_query: bool) -> Self {
        self.is_of_query = is_of_query;
        self
    }

    /// Returns whether the page chose the values. What is wrong with others is up to the client, and is
    /// not worth a warning.
    fn is_chosen_by_page(&self) -> bool {
        self.is_filled && !self.is_of_query
    }

    /// Adds an attribute of your own to the control: `title.attr("class", "wide").input("text")`.
    /// The name is written as it is, the value is escaped. The ids of `aria-describedby` are put
    /// before that of the messages. An attribute that the field writes itself
    /// ([`attrs`](Self::attrs)) is ignored with a warning in the log, because of two attributes a
    /// browser uses the first. A date or a time has `min` and `max` of its own only by
    /// `#[field(min = "…")]`: without that, write one that changes here, and check it in the action.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) && !self.is_open_bound(name) {
            tracing::warn!(field = self.name, name, "the field writes this attribute itself");
            return self;
        }
        self.attributes.push((name, value.into()));
        self
    }

    /// Returns the name of the control.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the value to show: as submitted, or else as filled in by the page, or else empty. Of
    /// several values, it is the last.
    #[must_use]
    pub fn value(&self) -> &str {
        self.values.last().map_or("", String::as_str)
    }

    /// Returns all values of a field that accepts several.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Whether a value is among those to show: for `<option>`, radio buttons and groups of
    /// checkboxes. If there are no values, that is the case for `""` ("none of these"), unless the
    /// field is a list.
    #[must_use]
    pub fn has(&self, value: &str) -> bool {
        let is_none = value.is_empty() && self.values.is_empty() && self.field.kind != FieldKind::List;
        is_none || self.values.iter().any(|own| own == value)
    }

    /// Whether a single checkbox is checked.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        let is_true = |value: &String| value.trim() == self.field.on || checkbox(value) == Some(true);
        self.values.iter().any(is_true)
    }

    /// Returns the messages for this field.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// Returns the first message for this field.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.errors.first().map(String::as_str)
    }

    /// Returns the id of the control, for its label: `<label for=…>`. It contains the key of the
    /// form, so that the ids of several forms differ.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the id for the element that shows the messages. The control refers to it with
    /// `aria-describedby`.
    #[must_use]
    pub fn errors_id(&self) -> &str {
        &self.errors_id
    }

    /// Whether the field is required, by its type and its validation. A checkbox or a list never
    /// is, and plain text only if its validation requires it.
    #[must_use]
    pub fn required(&self) -> bool {
        self.field.required
    }

    /// Returns the `type` of input that fits the field's type and validation: `number` for a `u32`,
    /// `email` for `#[garde(email)]`, `date`, `file`, or else `text`. A secret of these that is typed,
    /// dates aside, is a `password`, with the `inputmode` of its type. A value that a browser would
    /// clear, because it is not in the grammar of the type (`1,5` as a number), makes it `text`.
    #[must_use]
    pub fn input_type(&self) -> &'static str {
        self.type_for(self.field.input.as_str(), self.value())
    }

    /// Returns the attributes of an `<input>` except its `type`: `id`, `name`, `value` (for a
    /// checkbox `value="true"`, or the value of `#[field(on = "…")]`, and `checked`; for files
    /// nothing), `required`, the constraints that a browser can check, and if there are messages
    /// `aria-invalid` and `aria-describedby`.
    ///
    /// The value is written in the grammar of the field's [type](Self::input_type): `+5` as `5`, a
    /// time with at most three digits of a fraction (the others are cut off), and with the `step` that
    /// lets a browser accept other seconds.
    pub fn attrs(&self) -> Markup {
        self.attrs_with(self.field.input.as_str(), self.value())
    }

    fn attrs_with(&self, kind: &str, value: &str) -> Markup {
        let input = self.field.input;
        let written = self.type_for(kind, value);
        let allowed = Allowed::of(written);
        let mut markup = self.attrs_allowed(&self.id, allowed);
        if input.is_text() && allowed.text {
            write_lengths(&self.field.constraints, &mut markup);
            write_pattern(&self.field.constraints, &mut markup);
        } else if input.has_range() && allowed.range {
            write_range(&self.field.constraints, &mut markup);
        }
        if let Some(mode) = self.field.input_mode.filter(|_| !self.has_attribute("inputmode")) {
            markup.attribute("inputmode", mode);
        }
        match input {
            _ if allowed.is_hidden => {
                self.log_lost_values();
                markup.attribute("value", value);
            }
            InputType::File => {
                if let Some(list) = self.field.files.accept_list() {
                    markup.attribute("accept", list);
                }
                markup.flag("multiple", self.field.kind == FieldKind::Files);
            }
            InputType::Checkbox => {
                markup
                    .attribute("value", self.field.on)
                    .flag("checked", self.is_checked());
            }
            _ => {
                self.log_lost_values();
                let shown = self.value_for(kind, value);
                if let Some(step) = step(written, &shown, input, self.field.constraints.min) {
                    markup.attribute("step", step);
                }
                markup.attribute("value", &shown);
            }
        }
        markup
    }

    /// Whether the page adds this attribute itself.
    fn has_attribute(&self, name: &str) -> bool {
        self.attributes.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
    }

    /// Returns [`attrs`](Self::attrs) after the `type`: `<input {{ email.typed_attrs() }}>`.
    pub fn typed_attrs(&self) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("type=\"")
            .text(self.input_type())
            .raw("\" ")
            .append(&self.attrs());
        markup
    }

    /// Returns the attributes of a control whose value is its content: `<select>`, `<textarea>`.
    pub fn control_attrs(&self) -> Markup {
        let mut markup = self.attrs_with_id(&self.id);
        if self.field.input.is_text() {
            write_lengths(&self.field.constraints, &mut markup);
        }
        markup
    }

    fn attrs_with_id(&self, id: &str) -> Markup {
        self.attrs_allowed(id, Allowed::ALL)
    }

    fn attrs_allowed(&self, id: &str, allowed: Allowed) -> Markup {
        let mut markup = self.identity(id, self.field.required && allowed.required);
        if !allowed.is_hidden {
            markup.append(&self.invalid()).append(&self.described());
        }
        markup.append(&self.own_attributes(allowed.range));
        markup
    }

    /// Returns the id of one of several radio buttons or checkboxes with the same name, for its
    /// label. The first of the [options](Self::options) has the [`id`](Self::id) of the field, so
    /// that the [summary of errors](crate::FormView::error_summary) leads to it.
    #[must_use]
    pub fn choice_id(&self, value: &str) -> String {
        let first = self.field.choices.iter().next();
        if first.is_some_and(|choice| choice.value() == value) {
            return self.id.clone();
        }
        // Two hyphens: with one, the id could be that of a field of the form whose key is this
        // field's name.
        let mut id = format!("{}--", self.id);
        push_id(&mut id, value);
        id
    }

    /// Returns the attributes of one of several radio buttons or checkboxes with the same name.
    pub fn choice_attrs(&self, value: &str) -> Markup {
        let mut markup = self.attrs_with_id(&self.choice_id(value));
        self.write_choice(value, &mut markup);
        markup
    }

    fn write_choice(&self, value: &str, markup: &mut Markup) {
        markup.attribute("value", value).flag("checked", self.has(value));
    }

    /// Returns the attributes of an `<option>`.
    pub fn option_attrs(&self, value: &str) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("value=\"")
            .text(value)
            .raw("\"")
            .flag("selected", self.has(value));
        markup
    }

    /// Returns the content of a `<textarea>`, escaped, after a line break, which HTML ignores
    /// ([HTML, textarea](https://html.spec.whatwg.org/multipage/syntax.html#element-restrictions)).
    pub fn text(&self) -> Markup {
        self.log_lost_values();
        let mut markup = Markup::new();
        markup.raw("\n").text(self.value());
        markup
    }
}

//! Whole elements, for templates that can't take attributes as they are.

use super::FieldView;
use crate::markup::Markup;
use frontdesk_form::FieldKind;

impl FieldView {
    /// A whole `<input>` of a type: `input("email")`. What was typed as a `password` is not written into the page again, though only
    /// `#[field(secret)]` keeps it out of the form state as well.
    pub fn input(&self, kind: &str) -> Markup {
        let value = if kind == "password" { "" } else { self.value() };
        let mut markup = Markup::new();
        markup
            .raw("<input")
            .attribute("type", kind)
            .raw(" ")
            .append(&self.attrs_with(value))
            .raw(">");
        markup
    }

    /// A whole `<input>` of the [type](Self::input_type) that fits the field.
    pub fn typed_input(&self) -> Markup {
        self.input(self.input_type())
    }

    /// A whole `<textarea>`.
    pub fn textarea(&self) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("<textarea ")
            .append(&self.control_attrs())
            .raw(">")
            .append(&self.text())
            .raw("</textarea>");
        markup
    }

    /// A whole `<select>` with its options, as values and texts. One with the value `""` says that nothing is chosen yet.
    ///
    /// ```ignore
    /// form.field(CreateTodo::PRIORITY).select([("", "choose…"), ("low", "Low"), ("high", "High")])
    /// ```
    pub fn select<V: AsRef<str>, T: AsRef<str>>(&self, options: impl IntoIterator<Item = (V, T)>) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("<select ")
            .append(&self.attrs_with_id(&self.id))
            .flag("multiple", self.field.kind == FieldKind::List)
            .raw(">");
        for (value, text) in options {
            markup
                .raw("<option ")
                .append(&self.option_attrs(value.as_ref()))
                .raw(">")
                .text(text.as_ref())
                .raw("</option>");
        }
        markup.raw("</select>");
        markup
    }

    /// A whole `<input>` that is one of several with the same name: `choice("radio", "low")`, or `choice("checkbox", "news")` for one
    /// item of a list.
    pub fn choice(&self, kind: &str, value: &str) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("<input")
            .attribute("type", kind)
            .raw(" ")
            .append(&self.choice_attrs(value))
            .raw(">");
        markup
    }

    /// The messages for this field as a list with the id that the control refers to; nothing when there are none.
    pub fn messages(&self) -> Markup {
        let mut markup = Markup::new();
        if self.errors.is_empty() {
            return markup;
        }
        markup.raw("<ul").attribute("id", &self.errors_id).raw(">");
        for message in &self.errors {
            markup.raw("<li>").text(message).raw("</li>");
        }
        markup.raw("</ul>");
        markup
    }
}

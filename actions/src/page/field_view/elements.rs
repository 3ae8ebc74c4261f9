//! Whole elements, for templates that can't contain attributes as text.

use super::FieldView;
use crate::markup::Markup;
use crate::page::pairs::{Pair as _, Pairs};
use frontdesk_form::FieldKind;

impl FieldView {
    /// Returns an `<input>` of this type: `input("email")`. The submitted value of a `password` is
    /// not written into the page. Mark the argument with `#[field(secret)]` to exclude the value
    /// from the form state as well.
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

    /// Returns an `<input>` of the [type](Self::input_type) that fits the field.
    pub fn typed_input(&self) -> Markup {
        self.input(self.input_type())
    }

    /// Returns a `<textarea>`.
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

    /// Returns a `<select>` with these options, as values and texts. An option with the value `""`
    /// is selected if there is no value.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FromForm, server_action};
    ///
    /// #[derive(FromForm)]
    /// enum Priority {
    ///     Low,
    ///     High,
    /// }
    ///
    /// #[server_action]
    /// async fn create_todo(priority: Priority) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<CreateTodo>().await.of::<CreateTodo>();
    /// let priority = form.field(CreateTodo::PRIORITY);
    /// let html = priority.select([("", "choose…"), ("low", "Low"), ("high", "High")]).to_string();
    /// assert!(html.contains(r#"<option value="" selected>choose…</option>"#), "{html}");
    /// # }
    /// ```
    pub fn select<How>(&self, options: impl Pairs<How>) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("<select ")
            .append(&self.attrs_with_id(&self.id))
            .flag("multiple", self.field.kind == FieldKind::List)
            .raw(">");
        for pair in options.into_pairs() {
            let (value, text) = pair.texts();
            markup
                .raw("<option ")
                .append(&self.option_attrs(value))
                .raw(">")
                .text(text)
                .raw("</option>");
        }
        markup.raw("</select>");
        markup
    }

    /// Returns an `<input>` that is one of several with the same name: `choice("radio", "low")`, or
    /// `choice("checkbox", "news")` for an item of a list.
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

    /// Returns the messages for this field as a list with the id that the control refers to;
    /// nothing if there are none.
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

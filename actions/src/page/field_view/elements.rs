//! Whole elements, for templates that can't contain attributes as text.

use super::FieldView;
use crate::markup::Markup;

impl FieldView {
    /// Returns an `<input>` of this type: `input("email")`. The submitted value of a `password` is
    /// not written into the page. Mark the argument with `#[field(secret)]` to exclude the value
    /// from the form state as well.
    ///
    /// The value is written in the grammar of the type, as [`attrs`](Self::attrs) writes it. A value that
    /// is not in it is written into a `text` input, with a line in the log (at WARN if the page filled
    /// it in, else at DEBUG): a browser would clear it, and the next submit would lose it.
    ///
    /// Attributes that HTML doesn't allow for the type are left out: a `hidden` input is not `required`, and
    /// a number that is written as `text` has no `min`.
    ///
    /// One input for a list of texts shows only the last: write one for each of
    /// [`rows`](crate::FormView::rows). If there are several values, the log says so (WARN if the page filled
    /// them in, else DEBUG).
    ///
    /// A `range` and a `color` are never blank: without a value, a browser sends the middle of the range,
    /// or black (DEBUG). For a field that may be `None`, choose another type.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn wake(at: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<Wake>().await;
    /// let wake = |at: &str| forms.of::<Wake>().fill(Wake::AT, at).field(Wake::AT).input("time").to_string();
    /// assert!(wake("05:06:07.123456").contains(r#"<input type="time""#));
    /// assert!(wake("05:06:07.123456").ends_with(r#" step="0.001" value="05:06:07.123">"#));
    /// assert!(wake("at dawn").contains(r#"<input type="text""#));
    /// # }
    /// ```
    pub fn input(&self, kind: &str) -> Markup {
        let value = if kind == "password" { "" } else { self.value() };
        let mut markup = Markup::new();
        markup
            .raw("<input")
            .attribute("type", self.type_for(kind, value))
            .raw(" ")
            .append(&self.attrs_with(kind, value))
            .raw(">");
        markup
    }

    /// Returns an `<input>` of the [type](Self::input_type) that fits the field.
    pub fn typed_input(&self) -> Markup {
        self.input(self.field.input.as_str())
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

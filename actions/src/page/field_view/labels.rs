//! The texts around a control: its label and its hint.

use std::borrow::Cow;

use frontdesk_form::__private::spelled;

use super::FieldView;
use crate::markup::Markup;
use crate::page::readable::readable;

impl FieldView {
    /// Returns the text of the label: that of `#[field(label = "…")]`, or else the name in readable
    /// form, `Due date` for `due_date`.
    #[must_use]
    pub fn label(&self) -> Cow<'_, str> {
        match self.field.label {
            Some(label) => Cow::Borrowed(label),
            None => Cow::Owned(readable(last_name(&spelled(&self.name)))),
        }
    }

    /// Returns the `<label>` of the control.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn create_todo(
    ///     title: String,
    ///     #[field(label = "Due", hint = "Leave it blank if there is no hurry.")] due_date: String,
    /// ) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<CreateTodo>().await.of::<CreateTodo>();
    /// let (title, due) = (form.field(CreateTodo::TITLE), form.field(CreateTodo::DUE_DATE));
    /// assert_eq!(title.label_tag().as_str(), r#"<label for="create_todo-title">Title</label>"#);
    /// assert_eq!(
    ///     due.hint_tag().as_str(),
    ///     r#"<div id="create_todo-due_date-hint">Leave it blank if there is no hurry.</div>"#,
    /// );
    /// let input = due.input("date").into_string();
    /// assert!(input.contains(r#"aria-describedby="create_todo-due_date-hint""#));
    /// # }
    /// ```
    pub fn label_tag(&self) -> Markup {
        let mut markup = Markup::new();
        markup.raw("<label").attribute("for", self.id());
        markup.raw(">").text(&self.label()).raw("</label>");
        markup
    }

    /// Returns the sentence of `#[field(hint = "…")]`, which helps to fill in the field.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        self.field.hint
    }

    /// Returns the id for the element that shows the hint. The control of a field with a hint refers
    /// to it with `aria-describedby`.
    #[must_use]
    pub fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    /// Returns the hint as an element with the id that the control refers to; nothing if there is
    /// none.
    pub fn hint_tag(&self) -> Markup {
        let mut markup = Markup::new();
        if let Some(hint) = self.hint() {
            markup.raw("<div").attribute("id", &self.hint_id());
            markup.raw(">").text(hint).raw("</div>");
        }
        markup
    }
}

/// Returns the last name of a path: `name` for `lines[0].name`, `tags` for `tags[1]`.
pub(in crate::page) fn last_name(path: &str) -> &str {
    let path = path.rsplit_once('.').map_or(path, |(_, last)| last);
    path.split_once('[').map_or(path, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_name_of_a_path_has_no_index() {
        for (path, name) in [
            ("title", "title"),
            ("lines[0].name", "name"),
            ("tags[1]", "tags"),
            ("a.b.c[2][3]", "c"),
            ("", ""),
        ] {
            assert_eq!(last_name(path), name, "{path}");
        }
    }
}

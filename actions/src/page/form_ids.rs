//! The ids of a form's controls.

use frontdesk_form::__private::spelled;

use super::form_view::FormView;
use super::has_form::HasForm;
use crate::action::FormField;
use crate::markup::push_id;

impl<A: HasForm> FormView<A> {
    /// Sets the id of a field's control, for scripts and styles that know it by another. By default
    /// it consists of the names of the action and of the field, and of the form's key.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn create_todo(title: String, notes: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<CreateTodo>().await;
    /// let form = forms.of::<CreateTodo>();
    /// assert_eq!(form.field(CreateTodo::TITLE).id(), "create_todo-title");
    ///
    /// let form = form.with_id_prefix("todo_").with_id(CreateTodo::TITLE, "what");
    /// assert_eq!(form.field(CreateTodo::TITLE).id(), "what");
    /// assert_eq!(form.field(CreateTodo::NOTES).id(), "todo_notes");
    /// # }
    /// ```
    #[must_use]
    pub fn with_id(self, field: impl FormField<A::Input>, id: impl Into<String>) -> Self {
        self.with_id_path(&field.path(), id)
    }

    /// Sets the id of the control of a part of a field, by its path: `address.city`.
    #[must_use]
    pub fn with_id_path(mut self, path: &str, id: impl Into<String>) -> Self {
        self.check(path);
        let path = spelled(path).into_owned();
        self.ids.chosen.retain(|(own, _)| *own != path);
        self.ids.chosen.push((path, id.into()));
        self
    }

    /// Sets what the ids of all controls of the form begin with, in place of the name of the action
    /// and the form's key. Two forms of one page need different prefixes.
    ///
    /// The id of a part has its path after the prefix, with the brackets and dots as `.5b.`, `.5d.` and
    /// `.2e.`: that of `links[0].title` is `todo_links.5b.0.5d..2e.title`.
    #[must_use]
    pub fn with_id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.ids.prefix = Some(prefix.into());
        self
    }

    /// Returns the id of the control at a path.
    pub(super) fn id_of(&self, path: &str) -> String {
        if !self.ids.chosen.is_empty() {
            let path = spelled(path);
            if let Some((_, id)) = self.ids.chosen.iter().find(|(own, _)| *own == path) {
                return id.clone();
            }
        }
        let mut id = self.id_start();
        if self.ids.prefix.is_none() {
            id.push('-');
        }
        push_id(&mut id, path);
        id
    }

    /// Returns what ids in this form begin with.
    pub(super) fn id_start(&self) -> String {
        if let Some(prefix) = &self.ids.prefix {
            return prefix.clone();
        }
        // No name has a dot, so that the ids of `a/b` and `a-b` differ.
        let mut id = self.name().replace('/', ".");
        if let Some(key) = self.key() {
            id.push('-');
            push_id(&mut id, key);
        }
        id
    }
}

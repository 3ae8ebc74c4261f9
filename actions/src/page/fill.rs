//! The values that a page fills in.

use std::fmt;

use frontdesk_form::{AnyField, Fill};

use super::form_view::FormView;
use super::has_form::HasForm;
use crate::action::FormField;

impl<A: HasForm> FormView<A> {
    /// Sets the value of a field that was not submitted, to edit what exists already. Submitted
    /// values are preferred.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn edit_todo(title: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<EditTodo>().await;
    /// let form = forms.of::<EditTodo>().fill(EditTodo::TITLE, "Buy milk");
    /// assert_eq!(form.field(EditTodo::TITLE).value(), "Buy milk");
    /// # }
    /// ```
    ///
    /// The value has the field's type, or is a reference to such a value or an `Option` of one
    /// ([`Fill`]); [`fill_text`](Self::fill_text) takes any text.
    #[must_use]
    pub fn fill<F: FormField<A::Input>>(self, field: F, value: impl Fill<F::Value>) -> Self {
        self.set(&field.path(), value)
    }

    /// Sets the text of a field that was not submitted, whatever the field's type is:
    /// `form.fill_text(EditTodo::ID, uuid)`.
    #[must_use]
    pub fn fill_text<F: FormField<A::Input>>(self, field: F, text: impl fmt::Display) -> Self {
        self.set::<AnyField>(&field.path(), text.to_string())
    }

    /// Sets the values of all fields that were not submitted, from a struct: that of the action, the
    /// one after `#[input]`, or one of your own that implements [`Fill`] for it. Secrets, files and
    /// sealed fields are left out.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FromForm, server_action};
    ///
    /// #[derive(FromForm)]
    /// struct Profile {
    ///     name: String,
    ///     age: Option<u8>,
    /// }
    ///
    /// #[server_action]
    /// async fn edit(#[input] profile: Profile) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<Edit>().await;
    /// let profile = Profile { name: "Ada".to_owned(), age: Some(36) };
    /// let form = forms.of::<Edit>().fill_from(&profile);
    /// assert_eq!(form.field(Profile::NAME).value(), "Ada");
    /// assert_eq!(form.field(Profile::AGE).value(), "36");
    /// # }
    /// ```
    #[must_use]
    pub fn fill_from(self, values: impl Fill<A::Input>) -> Self {
        self.set("", values)
    }

    /// Sets the value of a part of a field, by its path. The compiler can't check paths; typed parts
    /// are `Order::ADDRESS.part(Address::CITY)`.
    #[must_use]
    pub fn fill_path(self, path: &str, value: impl Fill<AnyField>) -> Self {
        self.check(path);
        self.set(path, value)
    }

    fn set<T: ?Sized>(mut self, path: &str, value: impl Fill<T>) -> Self {
        let Self { filled, target, .. } = &mut self;
        filled.set(path, &value, target.fields());
        self
    }
}

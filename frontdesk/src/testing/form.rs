//! A form that a test fills in.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use frontdesk_actions::form::{AnyField, FormWriter};
use frontdesk_actions::{Action, Fill, FormField};

use super::document::{Control, FormElement};
use super::encode::{Entry, File, encode};

/// The form of an action on the current page, to fill in and send.
/// [`Browser::submit`](super::Browser::submit) passes it to a closure.
///
/// ```
/// # use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
/// # #[server_action]
/// # async fn subscribe(email: String) -> Result<Redirect, Problem> {
/// #     match email.contains('@') {
/// #         true => Ok(Redirect::to("/thanks")),
/// #         false => Err(Problem::field("email", "That is not an address.")),
/// #     }
/// # }
/// # async fn home(forms: Forms) -> Html<String> {
/// #     let form = forms.of::<Subscribe>();
/// #     let email = form.field(Subscribe::EMAIL);
/// #     Html(format!("{}{}{}<button>Subscribe</button></form>", form.open(), email.input("email"), email.messages()))
/// # }
/// # fn desk() -> Desk {
/// #     let routes = Router::new().page("/", home).page("/thanks", async || Html("<h1 id=title>Thank you</h1>"));
/// #     Desk::builder(()).routes(routes).action::<Subscribe>().build().unwrap()
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut browser = Browser::new(desk());
/// browser.get("/").await;
/// let page = browser
///     .submit::<Subscribe>(|form| {
///         let form = form.set(Subscribe::EMAIL, "ada@example.com");
///         assert_eq!(form.get("email"), Some("ada@example.com"));
///         // As sent by a client that has edited the page.
///         form.tamper("email", None)
///     })
///     .await;
/// assert_eq!(page.form::<Subscribe>().error(Subscribe::EMAIL), "required");
/// # }
/// ```
pub struct FormToSend<A> {
    element: FormElement,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> FormToSend<A> {
    pub(super) fn new(element: FormElement) -> Self {
        Self {
            element,
            action: PhantomData,
        }
    }

    /// Sets a field's value or choice in place of the one that the page filled in: a value of any type
    /// that fills a form, or what a person types, right or wrong. `true` checks a checkbox.
    ///
    /// # Panics
    ///
    /// If the form on the page has no control for the field.
    #[must_use]
    #[track_caller]
    pub fn set(self, field: impl FormField<A::Input>, value: impl Fill<AnyField>) -> Self {
        self.set_values(&field.path(), value)
    }

    /// Sets the value of a part of a field, by its path: `address.city`, `tags[1]`.
    ///
    /// # Panics
    ///
    /// If the form on the page has no control of that name.
    #[must_use]
    #[track_caller]
    pub fn set_path(self, path: &str, value: impl Fill<AnyField>) -> Self {
        self.set_values(path, value)
    }

    #[track_caller]
    fn set_values<T: ?Sized>(mut self, path: &str, value: impl Fill<T>) -> Self {
        let mut values = BTreeMap::new();
        value.fill(&mut FormWriter::new(&mut values, path));
        for (name, values) in values {
            self.set_control(&name, values);
        }
        self
    }

    #[track_caller]
    fn set_control(&mut self, name: &str, values: Vec<String>) {
        let mut own = self.element.controls.iter_mut().filter(|control| control.name == name);
        let Some(first) = own.next() else {
            panic!("the page's form of `{}` has no control named `{name}`", A::NAME);
        };
        first.values = values;
        own.for_each(|other| other.values.clear());
    }

    /// Removes a field's controls, so that nothing is sent for it: as an unchecked checkbox does.
    #[must_use]
    pub fn clear(self, field: impl FormField<A::Input>) -> Self {
        self.tamper(&field.path(), None)
    }

    /// Sets the value of a name, whether the page has such a control or not, as a client that
    /// doesn't use the page could: hidden and sealed fields too. `None` removes the name.
    #[must_use]
    pub fn tamper(mut self, name: &str, value: Option<&str>) -> Self {
        self.element.controls.retain(|control| control.name != name);
        self.element.controls.extend(value.map(|value| Control {
            name: name.to_owned(),
            values: vec![value.to_owned()],
            files: None,
            invalid: false,
            described_by: None,
        }));
        self
    }

    /// Chooses a file: in a `multiple` input besides those that were chosen before, else in place
    /// of them. A form without `enctype="multipart/form-data"` sends only its name, as in a
    /// browser.
    ///
    /// # Panics
    ///
    /// If the form on the page has no `<input type="file">` of that name.
    #[must_use]
    #[track_caller]
    pub fn attach(mut self, name: &str, file_name: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let file = File {
            name: file_name.to_owned(),
            content_type: content_type.to_owned(),
            bytes: bytes.into(),
        };
        let mut own = self.element.controls.iter_mut().filter(|control| control.name == name);
        let Some(files) = own.find_map(|control| control.files.as_mut()) else {
            panic!("the page's form of `{}` has no file input named `{name}`", A::NAME);
        };
        if !files.multiple {
            files.chosen.clear();
        }
        files.chosen.push(file);
        self
    }

    /// Returns the value that is going to be sent under a name, the last one if there are several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.element.value(name)
    }

    /// Returns URL, content type and body of the request.
    pub(super) fn into_request(self) -> (String, String, Vec<u8>) {
        let FormElement {
            action,
            multipart,
            controls,
        } = self.element;
        let entries: Vec<Entry> = controls.into_iter().flat_map(Control::into_entries).collect();
        let (content_type, body) = encode(&entries, multipart);
        (action, content_type, body)
    }
}

impl<A: Action> fmt::Debug for FormToSend<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormToSend")
            .field("action", &A::NAME)
            .field("controls", &self.element.controls)
            .finish_non_exhaustive()
    }
}

//! A form that a test fills in.

use std::fmt;
use std::marker::PhantomData;

use frontdesk_actions::form::{AnyField, FormValues, FormWriter};
use frontdesk_actions::{Action, Fill, FormField};

use super::control::Control;
use super::document::FormElement;
use super::encode::{File, encode, pairs};

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
///
/// `FormToSend<()>` is a form of any handler, which [`Browser::press`](super::Browser::press) passes: it
/// has the methods that take names, not those that take fields.
pub struct FormToSend<A> {
    element: FormElement,
    /// For messages: that of the action, or the URL.
    name: String,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> FormToSend<A> {
    pub(super) fn new(element: FormElement) -> Self {
        Self {
            element,
            name: A::NAME.to_owned(),
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
        self.set_path(&field.path(), value)
    }

    /// Removes a field's controls, so that nothing is sent for it: as an unchecked checkbox does.
    #[must_use]
    pub fn clear(self, field: impl FormField<A::Input>) -> Self {
        self.tamper(&field.path(), None)
    }
}

impl FormToSend<()> {
    pub(super) fn of_any(element: FormElement) -> Self {
        Self {
            name: element.action.clone(),
            element,
            action: PhantomData,
        }
    }
}

impl<A> FormToSend<A> {
    /// Sets the value of a part of a field, by its path: `address.city`, `tags[1]`.
    ///
    /// # Panics
    ///
    /// If the form on the page has no control of that name.
    #[must_use]
    #[track_caller]
    pub fn set_path(mut self, path: &str, value: impl Fill<AnyField>) -> Self {
        let mut values = FormValues::new();
        value.fill(&mut FormWriter::new(&mut values, path));
        for (name, values) in values {
            self.set_control(&name, values);
        }
        self
    }

    #[track_caller]
    fn set_control(&mut self, name: &str, values: Vec<String>) {
        let is_own = |control: &&mut Control| control.name == name && control.button.is_none();
        let mut own = self.element.controls.iter_mut().filter(is_own);
        let Some(first) = own.next() else {
            let mut names: Vec<_> = self.element.controls.iter().map(|control| &*control.name).collect();
            names.dedup();
            panic!(
                "the page's form of `{}` has no control named `{name}`; it has {}",
                self.name,
                names.join(", ")
            );
        };
        first.values = values;
        own.for_each(|other| other.values.clear());
    }

    /// Presses the button with this label, in place of the form's first one: its name and value are
    /// sent, and its `formaction`, `formmethod` and `formenctype` count.
    ///
    /// # Panics
    ///
    /// If the form has no such button that is not disabled.
    #[must_use]
    #[track_caller]
    pub fn press(mut self, label: &str) -> Self {
        let is_it = |control: &Control| control.button.as_ref().is_some_and(|button| button.label == label);
        if !self.element.press(is_it) {
            let buttons = self
                .element
                .controls
                .iter()
                .filter_map(|control| control.button.as_ref());
            let labels: Vec<_> = buttons.map(|button| format!("`{}`", button.label)).collect();
            let has = if labels.is_empty() {
                "none".to_owned()
            } else {
                labels.join(", ")
            };
            panic!(
                "the page's form of `{}` has no button `{label}`; it has {has}",
                self.name
            );
        }
        self
    }

    pub(super) fn press_at(mut self, at: usize) -> Self {
        self.element
            .press(|control| control.button.as_ref().is_some_and(|button| button.at == at));
        self
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
            button: None,
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
            panic!("the page's form of `{}` has no file input named `{name}`", self.name);
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

    /// Returns the request that the form makes. Presses the first button, unless another is pressed.
    pub(super) fn into_request(mut self) -> FormRequest {
        assert!(
            self.element.press_first(),
            "the first button of the page's form of `{}` is disabled, so the enter key sends nothing; `press` another one",
            self.name
        );
        let (url, encoding, is_get) = (
            self.element.action.clone(),
            self.element.encoding(),
            self.element.is_get(),
        );
        let entries = self.element.into_entries();
        if is_get {
            // The query of the form's URL is replaced.
            let path = url.split(['?', '#']).next().unwrap_or_default();
            return FormRequest {
                query: Some(pairs(&entries)),
                url: path.to_owned(),
                body: None,
            };
        }
        FormRequest {
            url,
            query: None,
            body: Some(encode(&entries, encoding)),
        }
    }
}

/// The request that a form makes.
pub(super) struct FormRequest {
    /// Relative to the page.
    pub(super) url: String,
    /// The new query of a GET.
    pub(super) query: Option<String>,
    /// Content type and body of a POST.
    pub(super) body: Option<(String, Vec<u8>)>,
}

impl<A> fmt::Debug for FormToSend<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormToSend")
            .field("action", &self.name)
            .field("controls", &self.element.controls)
            .finish_non_exhaustive()
    }
}

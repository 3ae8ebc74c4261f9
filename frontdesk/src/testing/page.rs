//! A page that a browser has loaded, and the forms on it.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use frontdesk_actions::{ACTIONS_PATH, Action, FormField};
use http::{HeaderMap, StatusCode};

use super::clickable::{Click, click};
use super::control::Control;
use super::document::{FormElement, forms, text_of};
use super::form::FormToSend;

/// A page that a browser has loaded, after all redirects. Cheap to clone.
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
/// let page = Browser::new(desk()).get("/thanks").await;
/// assert_eq!((page.url(), page.status().as_u16()), ("/thanks", 200));
/// assert_eq!(page.text_of("title").as_deref(), Some("Thank you"));
/// assert!(!page.has_form::<Subscribe>());
/// # }
/// ```
#[derive(Clone)]
pub struct Page(Arc<Inner>);

struct Inner {
    url: String,
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Page {
    pub(super) fn new(url: String, status: StatusCode, headers: HeaderMap, text: String) -> Self {
        Self(Arc::new(Inner {
            url,
            status,
            headers,
            text,
        }))
    }

    /// Returns the page's path and query. After a failed submit the query contains a reference to
    /// the form state, so tests that compare prefer [`path`](Self::path).
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Returns the page's path, without query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url().split('?').next().unwrap_or_default()
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the HTML.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Returns the text of the element with this id, its whitespace collapsed. `None` if there is
    /// no such element.
    #[must_use]
    pub fn text_of(&self, id: &str) -> Option<String> {
        text_of(self.text(), id)
    }

    /// Returns whether the page has a form of the action.
    #[must_use]
    pub fn has_form<A: Action>(&self) -> bool {
        self.find::<A>(None).is_some()
    }

    /// Returns the action's form, the first one if there are several.
    ///
    /// # Panics
    ///
    /// If the page has no form of the action.
    #[must_use]
    #[track_caller]
    pub fn form<A: Action>(&self) -> PageForm<A> {
        self.page_form(None)
    }

    /// Returns the action's form with this key (`forms.of_key`), or with these parameters of its path
    /// (`forms.at`), as they stand in the URL, with `/` between them.
    ///
    /// # Panics
    ///
    /// If the page has no form of the action with this key.
    #[must_use]
    #[track_caller]
    pub fn form_of_key<A: Action>(&self, key: impl fmt::Display) -> PageForm<A> {
        self.page_form(Some(&key.to_string()))
    }

    #[track_caller]
    fn page_form<A: Action>(&self, key: Option<&str>) -> PageForm<A> {
        PageForm {
            page: self.clone(),
            element: self.element::<A>(key),
            action: PhantomData,
        }
    }

    #[track_caller]
    pub(super) fn element<A: Action>(&self, key: Option<&str>) -> FormElement {
        let Some(element) = self.find::<A>(key) else {
            let key = key.map(|key| format!(" with the key `{key}`")).unwrap_or_default();
            panic!(
                "`{}` ({}) has no form of `{}`{key}:\n{}",
                self.url(),
                self.status(),
                A::NAME,
                self.text()
            );
        };
        element
    }

    #[track_caller]
    pub(super) fn find_click(&self, within: Option<&str>, what: &str) -> Click {
        match click(self.text(), within, what) {
            Ok(click) => click,
            Err(error) => panic!("`{}` ({}) {error}", self.url(), self.status()),
        }
    }

    /// Returns the form at a position among the page's forms, which `find_click` has found.
    #[track_caller]
    pub(super) fn form_at(&self, at: usize) -> FormToSend<()> {
        match forms(self.text()).into_iter().nth(at) {
            Some(element) => FormToSend::of_any(element),
            None => panic!("`{}` has no form {at}", self.url()),
        }
    }

    /// Finds the form of an action: by its URL, or by its name in the hidden field, if the action has a
    /// path of its own. The parameters of that path are the form's key.
    pub(super) fn find<A: Action>(&self, key: Option<&str>) -> Option<FormElement> {
        let url = format!("{ACTIONS_PATH}{}", A::NAME);
        let mut forms = forms(self.text()).into_iter();
        forms.find(|form| {
            let named = form.value("__fd_form").unwrap_or_default();
            let (name, params) = named
                .split_once('?')
                .map_or((named, None), |(name, params)| (name, Some(params)));
            let is_of_action = form.action.ends_with(&url) || name == A::NAME;
            is_of_action && (key.is_none() || form.value("__fd_key").or(params) == key)
        })
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("url", &self.url())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// A form on a page: its values and messages.
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
/// let page = browser.submit::<Subscribe>(|form| form.set(Subscribe::EMAIL, "nonsense")).await;
///
/// let form = page.form::<Subscribe>();
/// assert_eq!(form.value(Subscribe::EMAIL), "nonsense");
/// assert_eq!(form.error(Subscribe::EMAIL), "That is not an address.");
/// assert!(form.is_invalid(Subscribe::EMAIL));
/// # }
/// ```
pub struct PageForm<A> {
    page: Page,
    element: FormElement,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> PageForm<A> {
    /// Returns the value of a field's control, the last one if there are several. Empty if it has
    /// none.
    #[must_use]
    pub fn value(&self, field: impl FormField<A::Input>) -> String {
        self.values(field).pop().unwrap_or_default()
    }

    /// Returns the values that a field would send: several for a list, none for an unchecked
    /// checkbox.
    #[must_use]
    pub fn values(&self, field: impl FormField<A::Input>) -> Vec<String> {
        let own = self.controls(field);
        own.flat_map(|control| control.values.clone()).collect()
    }

    /// Returns whether a field's control is marked as invalid (`aria-invalid`).
    #[must_use]
    pub fn is_invalid(&self, field: impl FormField<A::Input>) -> bool {
        let mut own = self.controls(field);
        own.any(|control| control.invalid)
    }

    /// Returns a field's messages: the text of the element that its control names in
    /// `aria-describedby`, as the controls of [`FieldView`](crate::FieldView) do. Empty if there
    /// are none.
    #[must_use]
    pub fn error(&self, field: impl FormField<A::Input>) -> String {
        let mut own = self.controls(field);
        let id = own.find_map(|control| control.described_by.as_deref());
        id.and_then(|id| self.page.text_of(id)).unwrap_or_default()
    }

    fn controls(&self, field: impl FormField<A::Input>) -> impl Iterator<Item = &Control> {
        let name = field.path();
        self.element.controls.iter().filter(move |control| control.name == name)
    }

    /// Returns the value of a control by its name, hidden fields included.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.element.value(name)
    }
}

impl<A: Action> fmt::Debug for PageForm<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageForm")
            .field("action", &A::NAME)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

//! What a browser shows.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use frontdesk_actions::{ACTIONS_PATH, Action, Field};
use http::{HeaderMap, StatusCode};

use super::document::{FormElement, forms, text_of};

/// An answer as a browser shows it, after all redirects. Cheap to clone.
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

    /// Path and query in the address bar. Where a failed form came back the query names its state: [`Page::path`] is without.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The path in the address bar.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url().split('?').next().unwrap_or_default()
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The HTML.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text of the element with this id.
    #[must_use]
    pub fn text_of(&self, id: &str) -> Option<String> {
        text_of(self.text(), id)
    }

    /// Whether the page has a form of the action.
    #[must_use]
    pub fn has_form<A: Action>(&self) -> bool {
        self.find::<A>(None).is_some()
    }

    /// The form of the action, as it is shown: the first of several.
    ///
    /// # Panics
    ///
    /// When the page has none.
    #[must_use]
    #[track_caller]
    pub fn form<A: Action>(&self) -> ShownForm<A> {
        self.shown(None)
    }

    /// The form of the action with this key (`forms.of_key`).
    ///
    /// # Panics
    ///
    /// When the page has none.
    #[must_use]
    #[track_caller]
    pub fn form_of_key<A: Action>(&self, key: impl fmt::Display) -> ShownForm<A> {
        self.shown(Some(&key.to_string()))
    }

    #[track_caller]
    fn shown<A: Action>(&self, key: Option<&str>) -> ShownForm<A> {
        ShownForm {
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

    fn find<A: Action>(&self, key: Option<&str>) -> Option<FormElement> {
        let url = format!("{ACTIONS_PATH}{}", A::NAME);
        let mut forms = forms(self.text())
            .into_iter()
            .filter(|form| form.action.ends_with(&url));
        forms.find(|form| key.is_none() || form.value("__fd_key") == key)
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

/// A form as the page shows it: what a submit left there.
pub struct ShownForm<A> {
    page: Page,
    element: FormElement,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> ShownForm<A> {
    /// The value in a field's control; empty if it has none. The last of several.
    #[must_use]
    pub fn value<T>(&self, field: Field<A::Input, T>) -> String {
        self.values(field).pop().unwrap_or_default()
    }

    /// What a field would send: several for a list, none for an unchecked box.
    #[must_use]
    pub fn values<T>(&self, field: Field<A::Input, T>) -> Vec<String> {
        let own = self
            .element
            .controls
            .iter()
            .filter(|control| control.name == field.name());
        own.flat_map(|control| control.values.clone()).collect()
    }

    /// Whether the control is marked as wrong (`aria-invalid`).
    #[must_use]
    pub fn is_invalid<T>(&self, field: Field<A::Input, T>) -> bool {
        let mut own = self
            .element
            .controls
            .iter()
            .filter(|control| control.name == field.name());
        own.any(|control| control.invalid)
    }

    /// The messages for a field: the text of the element that its control names with `aria-describedby`, as the controls of
    /// [`FieldView`](crate::FieldView) do. Empty if there are none.
    #[must_use]
    pub fn error<T>(&self, field: Field<A::Input, T>) -> String {
        let mut own = self
            .element
            .controls
            .iter()
            .filter(|control| control.name == field.name());
        let id = own.find_map(|control| control.described_by.as_deref());
        id.and_then(|id| self.page.text_of(id)).unwrap_or_default()
    }

    /// What stands in the form under a name as it is, hidden fields included.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.element.value(name)
    }
}

impl<A: Action> fmt::Debug for ShownForm<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShownForm")
            .field("action", &A::NAME)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

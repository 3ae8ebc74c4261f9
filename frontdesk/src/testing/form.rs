//! A form that is being filled in.

use std::fmt;
use std::marker::PhantomData;

use frontdesk_actions::{Action, Field, Fill};

use super::document::FormElement;
use super::encode::{Entry, File, encode};

/// The form of an action as it stands in the page, to fill in and send.
pub struct FormToSend<A> {
    element: FormElement,
    files: Vec<(String, File)>,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> FormToSend<A> {
    pub(super) fn new(element: FormElement) -> Self {
        Self {
            element,
            files: Vec::new(),
            action: PhantomData,
        }
    }

    /// Types into a field, or chooses: what stood there is replaced. A checkbox is checked by `true`.
    ///
    /// # Panics
    ///
    /// When the page's form has no control for the field.
    #[must_use]
    #[track_caller]
    pub fn set<T>(self, field: Field<A::Input, T>, value: impl Fill) -> Self {
        self.set_path(field.name(), value)
    }

    /// The same by path, for a part of a field: `address.city`, `tags[1]`.
    ///
    /// # Panics
    ///
    /// As [`FormToSend::set`].
    #[must_use]
    #[track_caller]
    pub fn set_path(mut self, path: &str, value: impl Fill) -> Self {
        let mut values = Vec::new();
        value.fill(&mut values);
        let mut own = self.element.controls.iter_mut().filter(|control| control.name == path);
        let Some(first) = own.next() else {
            panic!("the page's form of `{}` has no control named `{path}`", A::NAME);
        };
        first.values = values;
        own.for_each(|other| other.values.clear());
        self
    }

    /// Sends nothing for a field: an unchecked box, a control that was removed.
    #[must_use]
    pub fn clear<T>(self, field: Field<A::Input, T>) -> Self {
        let name = field.name();
        self.tamper(name, None)
    }

    /// Sends something that the page doesn't: what somebody with a tool could do. Hidden and sealed fields can be reached this
    /// way; `None` leaves the name out.
    #[must_use]
    pub fn tamper(mut self, name: &str, value: Option<&str>) -> Self {
        self.element.controls.retain(|control| control.name != name);
        self.element
            .controls
            .extend(value.map(|value| super::document::Control {
                name: name.to_owned(),
                values: vec![value.to_owned()],
                invalid: false,
                described_by: None,
            }));
        self
    }

    /// Chooses a file. Only a form with `enctype="multipart/form-data"` sends more of it than its name.
    #[must_use]
    pub fn attach(mut self, name: &str, file_name: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let file = File {
            name: file_name.to_owned(),
            content_type: content_type.to_owned(),
            bytes: bytes.into(),
        };
        self.files.push((name.to_owned(), file));
        self
    }

    /// What it would send under a name; the last of several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.element.value(name)
    }

    /// Where to, the content type, and the body.
    pub(super) fn into_request(self) -> (String, String, Vec<u8>) {
        let FormElement {
            action,
            multipart,
            controls,
        } = self.element;
        let texts = controls.into_iter().flat_map(|control| {
            let name = control.name;
            control
                .values
                .into_iter()
                .map(move |value| Entry::Text(name.clone(), value))
        });
        let files = self.files.into_iter().map(|(name, file)| Entry::File(name, file));
        let entries: Vec<_> = texts.chain(files).collect();
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

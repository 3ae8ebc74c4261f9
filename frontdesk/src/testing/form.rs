//! A form that is being filled in.

use std::fmt;
use std::marker::PhantomData;

use frontdesk_actions::{Action, Field, Fill};

use super::document::{Control, FormElement};
use super::encode::{Entry, File, encode};

/// The form of an action as it stands in the page, to fill in and send.
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
        self.element.controls.extend(value.map(|value| Control {
            name: name.to_owned(),
            values: vec![value.to_owned()],
            files: None,
            invalid: false,
            described_by: None,
        }));
        self
    }

    /// Chooses a file, in place of the one that was chosen before; where the control is `multiple`, besides those. Only a form with
    /// `enctype="multipart/form-data"` sends more of it than its name.
    ///
    /// # Panics
    ///
    /// When the page's form has no `<input type="file">` of that name.
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

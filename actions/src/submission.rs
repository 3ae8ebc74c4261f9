//! What a client submitted: the action's fields, and apart from them our own hidden fields.

use std::borrow::Cow;

use crate::answer::KEY_FIELD;
use crate::form::__private::line_feeds;
use crate::form::FormData;

/// What the names of our own hidden fields begin with.
const HIDDEN_PREFIX: &str = "__fd_";

/// A form that was read, without our own hidden fields: they were taken out of it once.
pub(crate) struct Submission {
    pub(crate) form: FormData,
    hidden: Vec<(String, String)>,
}

impl Submission {
    pub(crate) fn new(mut form: FormData) -> Self {
        let hidden = form.take_prefixed(HIDDEN_PREFIX);
        Self { form, hidden }
    }

    pub(crate) const fn empty() -> Self {
        Self {
            form: FormData::empty(),
            hidden: Vec::new(),
        }
    }

    /// Returns the first value of one of our hidden fields.
    pub(crate) fn hidden(&self, name: &str) -> Option<&str> {
        let found = self.hidden.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the key that tells this form from others of its action.
    pub(crate) fn key(&self) -> Option<Cow<'_, str>> {
        self.hidden(KEY_FIELD).map(line_feeds)
    }

    /// Returns `true` if nothing with a text was read. What we write into a form has at least the
    /// return URL, so such a form was not read at all.
    pub(crate) fn is_unread(&self) -> bool {
        self.hidden.is_empty() && self.form.pairs().next().is_none()
    }
}

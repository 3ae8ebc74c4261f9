//! The value of an `<input>`, in the grammar of its type.

use std::borrow::Cow;

use frontdesk_form::FieldKind;

use super::FieldView;
use crate::fields::{has_always_a_value, in_control};

const TEXT: &str = "text";

impl FieldView {
    /// Returns the type to write for an input of the type `kind` with this value: a browser would
    /// clear a value that is not in the grammar of its type, so that the next submit loses it, but a
    /// `text` input shows it.
    pub(super) fn type_for<'k>(&self, kind: &'k str, value: &str) -> &'k str {
        match in_control(kind, value, &self.field.constraints) {
            Some(_) => kind,
            None => TEXT,
        }
    }

    /// Returns the value to write into an input of the type `kind`: in the grammar of the type, if
    /// that is possible.
    pub(super) fn value_for<'v>(&self, kind: &str, value: &'v str) -> Cow<'v, str> {
        if value.trim().is_empty() && !self.field.required && has_always_a_value(kind) {
            let why = "a browser sends a value of its own for a blank input of this type";
            tracing::debug!(field = self.name, kind, "{why}");
        }
        in_control(kind, value, &self.field.constraints).unwrap_or_else(|| {
            self.log_value(kind);
            Cow::Borrowed(value)
        })
    }

    /// Logs that one control is written for a list of several texts: the next submit loses all but the
    /// last. The page is wrong only if it filled them in.
    pub(super) fn log_lost_values(&self) {
        if self.field.kind != FieldKind::List || self.values.len() < 2 {
            return;
        }
        let (field, count) = (&*self.name, self.values.len());
        let why = "one control for a list shows the last of its values, and the next submit loses the others: write a \
                   control for each of `form.rows(…)`";
        if self.is_chosen_by_page() {
            tracing::warn!(field, count, "{why}");
        } else {
            tracing::debug!(field, count, "{why}");
        }
    }

    /// Logs that an input can't show its value. The page is wrong only if it filled the value in.
    fn log_value(&self, kind: &str) {
        let why = if kind == TEXT {
            "a line of text loses the line breaks of its value: write a `<textarea>`"
        } else {
            "an input of this type can't show its value, so it is written as `text`"
        };
        if self.is_chosen_by_page() {
            tracing::warn!(field = self.name, kind, "{why}");
        } else {
            tracing::debug!(field = self.name, kind, "{why}");
        }
    }
}

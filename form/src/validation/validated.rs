//! Validation of decoded fields, by the rules of garde.

use crate::describe::Control;
use crate::field_errors::FieldErrors;
use crate::node::Node;
use crate::scalar;

/// A struct whose fields have rules. Generated code implements it.
pub trait Validated {
    /// A reference to each field, as far as it could be decoded.
    type Parts<'a>
    where
        Self: 'a;

    /// Runs the rules of each field alone.
    fn each(parts: Self::Parts<'_>, errors: &mut FieldErrors);

    /// Runs the rules that look at several fields, once all of them are there.
    fn whole(&self, errors: &mut FieldErrors);
}

/// Adds what garde found. A message that is there already isn't repeated: a struct may be checked by garde's derive as well.
pub fn tell(report: garde::Report, errors: &mut FieldErrors) {
    for (path, error) in report.into_inner() {
        errors.add(path.to_string(), error.to_string());
    }
}

/// Turns positions in the list `name` into the indices that were sent: `tags[7]=…&tags[9]=…` has messages at these.
pub fn as_sent(errors: &mut FieldErrors, name: &str, node: Node<'_>, control: fn() -> Control) {
    let is_item = |path: &str| path.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    if !errors.iter().any(|(path, _)| is_item(path)) {
        return;
    }
    let Ok(items) = node.items() else { return };
    let Control {
        skips_blanks, input, ..
    } = control();
    let is_left_blank = |item: Node<'_>| item.is_blank() || (input.is_number() && scalar::is_blank_number(item));
    let items = items.filter(|(_, item)| !skips_blanks || item.is_json() || !is_left_blank(*item));
    let sent: Vec<_> = items.map(|(index, _)| index).collect();
    errors.reindex(name, &sent);
}

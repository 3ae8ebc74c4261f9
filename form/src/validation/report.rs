//! Turns the reports of garde into field errors.

use super::messages::{forget, noted};
use crate::describe::Control;
use crate::field_errors::FieldErrors;
use crate::node::Node;
use crate::scalar;

/// Adds the errors of a report. A message that is present already is not repeated: a struct may be
/// checked by garde's derive as well.
pub fn merge_report(report: garde::Report, errors: &mut FieldErrors) {
    for (path, error) in report.into_inner() {
        errors.add_once(path.to_string(), noted(error.message()));
    }
    forget();
}

/// Replaces positions in the list `name` by the indices that were submitted: the errors of
/// `tags[7]=…&tags[9]=…` stand at these.
pub fn restore_indices(errors: &mut FieldErrors, name: &str, node: Node<'_>, control: fn() -> Control) {
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
    let indices: Vec<_> = items.map(|(index, _)| index).collect();
    errors.reindex(name, &indices);
}

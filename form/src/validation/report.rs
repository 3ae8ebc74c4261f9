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

#[cfg(test)]
mod tests {
    use garde::rules::length;
    use garde::{Path, Report};

    use super::*;
    use crate::validation::with_messages;
    use crate::words::Message;

    #[test]
    fn messages_of_rules_have_codes_and_parameters() {
        let mut report = Report::new();
        with_messages("characters", || {
            for (text, min, max) in [("", 1, 9), ("a", 2, 9), ("abc", 0, 2)] {
                let error = length::chars::apply(&text, (min, max)).unwrap_err();
                report.append(Path::new("title"), error);
            }
            let odd = Message::new("odd", "must be even").with("by", 1);
            report.append(Path::new("count"), odd.into());
            // A text that repeats what a client wrote is only a text, unless it is that of a message.
            report.append(Path::new("other"), garde::Error::new("\u{1}odd\0{\"code\":1}"));
            report.append(Path::new("other"), garde::Error::new("required"));
        });
        let mut errors = FieldErrors::none();
        merge_report(report, &mut errors);
        let found = errors
            .iter()
            .map(|(path, message)| (path, message.code(), message.params().iter().count()));
        let found: Vec<_> = found.collect();
        let expected = [
            ("title", "required", 0),
            ("title", "too-short", 1),
            ("title", "too-long", 1),
            ("count", "odd", 1),
            ("other", "custom", 0),
            ("other", "required", 0),
        ];
        assert_eq!(found, expected);
        // Nothing is remembered for the next report.
        let mut report = Report::new();
        report.append(Path::new("a"), garde::Error::new("must be even"));
        let mut errors = FieldErrors::none();
        merge_report(report, &mut errors);
        assert_eq!(errors.iter().next().unwrap().1.code(), "custom");
    }
}

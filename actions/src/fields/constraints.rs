//! Writes constraints that a browser checks, as attributes.

use crate::markup::Markup;
use frontdesk_form::__private::Constraints;

/// Writes the attributes of a control for text. A `<textarea>` has these too.
pub(crate) fn write_lengths(constraints: &Constraints, markup: &mut Markup) {
    if let Some(units) = constraints.min_length.filter(|units| *units > 1) {
        markup.attribute("minlength", &units.to_string());
    }
    if let Some(units) = constraints.max_length {
        markup.attribute("maxlength", &units.to_string());
    }
}

/// Writes the attribute of an `<input>` for text.
pub(crate) fn write_pattern(constraints: &Constraints, markup: &mut Markup) {
    if let Some(pattern) = constraints.pattern {
        markup.attribute("pattern", pattern);
    }
}

/// Writes the attributes of an `<input>` for a number, a date or a time.
pub(crate) fn write_range(constraints: &Constraints, markup: &mut Markup) {
    if let Some(min) = constraints.min {
        markup.attribute("min", min);
    }
    if let Some(max) = constraints.max {
        markup.attribute("max", max);
    }
}

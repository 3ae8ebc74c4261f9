//! What a browser can check before it sends a form, as attributes.

use crate::markup::Markup;
use frontdesk_form::__private::Constraints;

/// The attributes for a control that takes text: all but the pattern go on a `<textarea>` too.
pub(crate) fn write_lengths(constraints: &Constraints, markup: &mut Markup) {
    if let Some(units) = constraints.min_length.filter(|units| *units > 1) {
        markup.attribute("minlength", &units.to_string());
    }
    if let Some(units) = constraints.max_length {
        markup.attribute("maxlength", &units.to_string());
    }
}

pub(crate) fn write_pattern(constraints: &Constraints, markup: &mut Markup) {
    if let Some(pattern) = constraints.pattern {
        markup.attribute("pattern", pattern);
    }
}

pub(crate) fn write_range(constraints: &Constraints, markup: &mut Markup) {
    if let Some(min) = constraints.min {
        markup.attribute("min", min);
    }
    if let Some(max) = constraints.max {
        markup.attribute("max", max);
    }
}

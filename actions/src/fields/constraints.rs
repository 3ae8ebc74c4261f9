//! What a browser can check before it sends a form.

use crate::markup::Markup;

/// What a browser can check of a field's text before it sends it: HTML's constraints
/// ([HTML, constraints](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constraints)).
///
/// They spare people a round trip. The server checks for itself; what it takes, none of these may refuse.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Constraints {
    pub(crate) required: bool,
    not_blank: bool,
    min_length: Option<usize>,
    max_length: Option<usize>,
    min: Option<&'static str>,
    max: Option<&'static str>,
    pattern: Option<&'static str>,
}

impl Constraints {
    /// None.
    pub const NONE: Self = Self {
        required: false,
        not_blank: false,
        min_length: None,
        max_length: None,
        min: None,
        max: None,
        pattern: None,
    };

    /// It can't be left blank.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The empty text is not of its format. A value that may be left out still can be.
    #[must_use]
    pub const fn not_blank(self) -> Self {
        Self {
            not_blank: true,
            ..self
        }
    }

    /// At least so many UTF-16 code units, which is what browsers count. From 1 on, the field can't be left blank.
    #[must_use]
    pub const fn min_length(self, units: usize) -> Self {
        Self {
            min_length: Some(units),
            ..self
        }
    }

    /// At most so many UTF-16 code units; a line break is one.
    #[must_use]
    pub const fn max_length(self, units: usize) -> Self {
        Self {
            max_length: Some(units),
            ..self
        }
    }

    /// The smallest number.
    #[must_use]
    pub const fn min(self, number: &'static str) -> Self {
        Self {
            min: Some(number),
            ..self
        }
    }

    /// The largest number.
    #[must_use]
    pub const fn max(self, number: &'static str) -> Self {
        Self {
            max: Some(number),
            ..self
        }
    }

    /// A regular expression of JavaScript's that the whole text matches.
    #[must_use]
    pub const fn pattern(self, expression: &'static str) -> Self {
        Self {
            pattern: Some(expression),
            ..self
        }
    }

    /// Whether the empty text is refused.
    pub(crate) fn refuses_blank(&self) -> bool {
        self.required || self.not_blank || self.min_length.is_some_and(|units| units > 0)
    }

    /// The attributes for a control that takes text: all but the pattern go on a `<textarea>` too.
    pub(crate) fn write_lengths(&self, markup: &mut Markup) {
        if let Some(units) = self.min_length.filter(|units| *units > 1) {
            markup.attribute("minlength", &units.to_string());
        }
        if let Some(units) = self.max_length {
            markup.attribute("maxlength", &units.to_string());
        }
    }

    pub(crate) fn write_pattern(&self, markup: &mut Markup) {
        if let Some(pattern) = self.pattern {
            markup.attribute("pattern", pattern);
        }
    }

    pub(crate) fn write_range(&self, markup: &mut Markup) {
        if let Some(min) = self.min {
            markup.attribute("min", min);
        }
        if let Some(max) = self.max {
            markup.attribute("max", max);
        }
    }
}

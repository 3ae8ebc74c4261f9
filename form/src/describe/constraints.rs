//! What a browser can check before it sends a form.

/// What a browser can check of a field's text before it sends the form: HTML's constraints ([HTML,
/// constraints](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constraints)).
///
/// They spare people a round trip. The server checks for itself, so a constraint must accept every
/// value that the server accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Constraints {
    /// The field must not be left blank.
    pub required: bool,
    /// The empty text does not have the format.
    pub not_blank: bool,
    /// The least number of UTF-16 code units.
    pub min_length: Option<usize>,
    /// The greatest number of UTF-16 code units.
    pub max_length: Option<usize>,
    /// The smallest number.
    pub min: Option<&'static str>,
    /// The largest number.
    pub max: Option<&'static str>,
    /// A JavaScript regular expression.
    pub pattern: Option<&'static str>,
}

impl Constraints {
    /// No constraint.
    pub const NONE: Self = Self {
        required: false,
        not_blank: false,
        min_length: None,
        max_length: None,
        min: None,
        max: None,
        pattern: None,
    };

    /// Requires that the field is not left blank.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Declares that the empty text does not have the format. A value that may be missing still
    /// may.
    #[must_use]
    pub const fn not_blank(self) -> Self {
        Self {
            not_blank: true,
            ..self
        }
    }

    /// Sets the least number of UTF-16 code units, which is what browsers count. From 1 on, the
    /// field must not be left blank.
    #[must_use]
    pub const fn min_length(self, units: usize) -> Self {
        Self {
            min_length: Some(units),
            ..self
        }
    }

    /// Sets the greatest number of UTF-16 code units. A line break counts as one.
    #[must_use]
    pub const fn max_length(self, units: usize) -> Self {
        Self {
            max_length: Some(units),
            ..self
        }
    }

    /// Sets the smallest number.
    #[must_use]
    pub const fn min(self, number: &'static str) -> Self {
        Self {
            min: Some(number),
            ..self
        }
    }

    /// Sets the largest number.
    #[must_use]
    pub const fn max(self, number: &'static str) -> Self {
        Self {
            max: Some(number),
            ..self
        }
    }

    /// Sets a JavaScript regular expression that must match the whole text.
    #[must_use]
    pub const fn pattern(self, expression: &'static str) -> Self {
        Self {
            pattern: Some(expression),
            ..self
        }
    }

    /// Returns `true` if the empty text is refused.
    #[must_use]
    pub const fn refuses_blank(&self) -> bool {
        self.required || self.not_blank || matches!(self.min_length, Some(1..))
    }
}

//! Pieces of a form's text buffer.

/// The place of a piece of text in the text buffer, or of a path among the segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    /// In place of the path of a flat name, which is the name itself.
    pub(crate) const FLAT: Self = Self {
        start: usize::MAX,
        end: usize::MAX,
    };

    pub(crate) const fn len(self) -> usize {
        self.end - self.start
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text of this span. Spans are only made by the builder of the same buffer, so the default
    /// is never taken.
    pub(crate) fn text(self, buffer: &str) -> &str {
        buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// The segments of this span, likewise.
    pub(crate) fn segments(self, all: &[Self]) -> &[Self] {
        all.get(self.start..self.end).unwrap_or_default()
    }
}

//! How much one submission may contain.

/// The deepest nesting that is ever read, whatever [`FormLimits::depth`] is: reading JSON
/// recurses.
const MAX_DEPTH: usize = 64;

/// Limits on the number of fields in one submission, and on how deeply they are nested.
///
/// ```
/// use frontdesk_form::{FormData, FormLimits};
///
/// let limits = FormLimits::default().with_fields(2);
/// assert!(FormData::from_urlencoded(b"a=1&b=2", &limits).is_ok());
///
/// let error = FormData::from_urlencoded(b"a=1&b=2&c=3", &limits).unwrap_err();
/// assert!(error.is_too_many_fields());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormLimits {
    /// The number of values in one form, of leaves in one JSON body, or of values in one postcard
    /// body. Default: 1000.
    pub fields: usize,
    /// The number of levels in a name: `a` has one, `a.b` and `a[0]` have two. Default: 8, at most
    /// 64. Deeper names are left out ([`FormData::check_depth`](crate::FormData::check_depth)).
    pub depth: usize,
}

impl Default for FormLimits {
    fn default() -> Self {
        Self { fields: 1000, depth: 8 }
    }
}

impl FormLimits {
    /// Sets the number of [`fields`](Self::fields).
    #[must_use]
    pub const fn with_fields(mut self, fields: usize) -> Self {
        self.fields = fields;
        self
    }

    /// Sets the [`depth`](Self::depth) of names. Values above 64 have the effect of 64.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// let flat = FormLimits::default().with_depth(1);
    /// let form = FormData::from_urlencoded(b"a=1&b.c=2", &flat).unwrap();
    /// assert!(form.check_depth(|name| name == "a").is_ok());
    /// assert!(form.check_depth(|name| name == "b").unwrap_err().is_too_deep());
    /// ```
    #[must_use]
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    pub(crate) fn max_depth(&self) -> usize {
        self.depth.min(MAX_DEPTH)
    }
}

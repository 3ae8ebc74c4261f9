//! Problems that an action shows in a part of its page.

use super::details::Problem;

impl Problem {
    /// Sets the HTML that htmx and `frontdesk.js` place for this problem of an action, in place of the redirect back
    /// to the form: the failed form itself, with its messages. Other clients don't get it.
    ///
    /// It is inserted as it is, so it comes from a template that escapes. An action whose form always
    /// looks the same registers it once, by the desk's `form_fragment`, which has the submitted values.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::conflict("sold-out").with_part("<p id=buy role=alert>Sold out</p>");
    /// assert_eq!(problem.part(), Some("<p id=buy role=alert>Sold out</p>"));
    /// ```
    #[must_use]
    pub fn with_part(mut self, html: impl Into<String>) -> Self {
        self.0.part = Some(html.into().into());
        self
    }

    /// Returns this HTML, if it was set.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        self.0.part.as_deref()
    }
}

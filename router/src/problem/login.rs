//! Problems that send people to the app's login page.

use super::details::Problem;
use crate::redirect::Redirect;

impl Problem {
    /// Sends people to the app's login page in place of a page with this problem, and after the login
    /// back to where they were, with the form that they had sent. Programs get the problem.
    ///
    /// It works in route handlers, in actions, in their extractors, and in layers of a desk that
    /// respond with the problem. The handler or action behind the login page gets the page to return
    /// to from the extractor `ReturnTo`.
    ///
    /// The path is one of this origin, by the rule of [`Redirect::to`](crate::Redirect::to), and
    /// includes the desk's base path. With any other, the problem becomes a masked 500, whose reason
    /// is logged.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::unauthorized("Session").with_login("/login");
    /// assert_eq!((problem.status().as_u16(), problem.login()), (401, Some("/login")));
    /// assert_eq!(Problem::forbidden().with_login("//evil.example").code(), "internal");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_login(mut self, path: impl Into<String>) -> Self {
        let login = Redirect::to(path);
        match login.location() {
            Some(path) => self.0.login = Some(path.into()),
            None => return Self::internal(format!("the login page: {}", login.for_log())),
        }
        self
    }

    /// Returns the path of the login page that people are sent to, if one was set.
    #[must_use]
    pub fn login(&self) -> Option<&str> {
        self.0.login.as_deref()
    }
}

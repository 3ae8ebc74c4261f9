//! The app's own pages for problems, and its own bodies for programs.

use std::sync::Arc;

use axum_core::response::IntoResponse;
use frontdesk_router::__desk::ProblemPages;
use frontdesk_router::{Mistake, Place, Problem, ProblemHandler};
use http::request::Parts;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets the page that people get for a [`Problem`], in place of our own: for 404 and 405, a call that
    /// the origin guard refuses, a body that is too large, rejections of extractors, masked 500s with
    /// their [`log_id`](Problem::log_id), panics, timeouts, and what handlers return. Programs still get
    /// `application/problem+json`; see [`problem_body`](Self::problem_body).
    ///
    /// The handler takes the problem, then extractors as in a route handler, but none that reads the body.
    /// The problem is what [`map_error`](Self::map_error) made of an error. Its texts are for people, and
    /// may hold what a client sent: escape them, as templates do.
    ///
    /// | what | whose |
    /// |---|---|
    /// | status, `Allow`, `WWW-Authenticate`, `Retry-After` and other headers of the problem | the problem's; the page can't change them |
    /// | body, `Content-Type` (default: `text/html; charset=utf-8`), `Content-Security-Policy` and other headers | the page's |
    /// | `Cache-Control` | always `no-store` |
    ///
    /// It runs where the response leaves the desk: inside the [layers](Self::layer) of the desk, so that
    /// these may compress the page and have put a session into the request, and outside of the layers of
    /// routers. It runs once for a problem, at most for 5 seconds, and its page has at most 1 MiB. If it
    /// fails (it returns a problem, a redirect, another 5xx or nothing, an extractor rejects, it panics, its
    /// time is up), our own page is sent, and the log has the reason, at ERROR.
    ///
    /// At the URLs of actions, nothing shows that a request is wanted by the user until the origin guard has
    /// admitted it. For the problems before that (403, 404, 405), the page gets neither `Cookie` nor
    /// `Authorization` nor what layers put into the request, and cookies that it sets are dropped: it looks
    /// as for a visitor who is not logged in.
    ///
    /// A failed form leads back to its page as ever, which shows the problem beside the form. Pages of a host
    /// app look the same by `frontdesk::axum::problem_service` and `frontdesk::actix::problem_service`.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, Html, Problem, Request, Uri};
    ///
    /// /// A template engine escapes the texts; `Uri` is here to show an extractor.
    /// async fn error_page(problem: Problem, uri: Uri) -> Html<String> {
    ///     let home = if uri.path().starts_with("/shop") { "/shop" } else { "/" };
    ///     Html(format!(
    ///         "<!DOCTYPE html><html lang=\"en\"><title>{status}</title><h1>Sorry</h1><a href=\"{home}\">Start</a>",
    ///         status = problem.status().as_u16(),
    ///     ))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).problem_page(error_page).build()?;
    /// let request = Request::get("/shop/nothing").header("accept", "text/html").body(Body::empty())?;
    /// let response = desk.respond(request).await;
    /// assert_eq!(response.status(), 404);
    /// assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    /// assert_eq!(response.headers()["cache-control"], "no-store");
    /// # Ok(())
    /// # }
    /// ```
    #[cfg_attr(doc, doc = "\n[`docs::error_pages`](crate::docs::error_pages) is the guide.")]
    #[track_caller]
    pub fn problem_page<H: ProblemHandler<T, S>, T: 'static>(mut self, page: H) -> Self {
        let place = Place::caller();
        self.mistakes.extend(ProblemPages::mistakes::<H, T, S>(place));
        match self.problem_page_place {
            Some(first) => self.mistakes.push(Mistake::new(
                "the desk has two pages for problems",
                [first, place],
                "remove one of the two: one page can tell problems apart by `status()` and `code()`",
            )),
            None => {
                self.problem_page_place = Some(place);
                self.problem_pages.set_page(page, Arc::clone(&self.state));
            }
        }
        self
    }

    /// Sets the body that programs get for a [`Problem`], in place of `application/problem+json`: for
    /// clients that expect another shape. The function returns any response, of which the body and the
    /// headers count: [`Json`](crate::Json) of a value, or a body with its `Content-Type`.
    ///
    /// What holds for [`problem_page`](Self::problem_page) holds here as well: the status and the problem's
    /// headers stay, `no-store`, no cookies before the guard, and `application/problem+json` if it fails. It
    /// gets the head of the request, and is not async. Calls in postcard get postcard.
    ///
    /// ```
    /// use frontdesk::http::header::CONTENT_TYPE;
    /// use frontdesk::{Body, Desk, Request};
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // JSON:API, https://jsonapi.org/format/#errors
    /// let desk = Desk::builder(())
    ///     .problem_body(|problem, _| {
    ///         let error = json!({
    ///             "status": problem.status().as_str(),
    ///             "code": problem.code(),
    ///             "title": problem.title(),
    ///             "detail": problem.detail(),
    ///             "id": problem.log_id(),
    ///         });
    ///         ([(CONTENT_TYPE, "application/vnd.api+json")], json!({ "errors": [error] }).to_string())
    ///     })
    ///     .build()?;
    /// let response = desk.respond(Request::get("/nothing").body(Body::empty())?).await;
    /// assert_eq!(response.status(), 404);
    /// assert_eq!(response.headers()["content-type"], "application/vnd.api+json");
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn problem_body<R: IntoResponse>(
        mut self,
        body: impl Fn(&Problem, &Parts) -> R + Send + Sync + 'static,
    ) -> Self {
        let place = Place::caller();
        match self.problem_body_place {
            Some(first) => self.mistakes.push(Mistake::new(
                "the desk has two bodies for problems",
                [first, place],
                "remove one of the two: one function can tell problems apart by `status()` and `code()`",
            )),
            None => {
                self.problem_body_place = Some(place);
                self.problem_pages.set_body(body);
            }
        }
        self
    }
}

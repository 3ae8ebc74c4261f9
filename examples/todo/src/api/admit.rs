//! Which requests reach the API: a layer around its routes.
//!
//! Actions are protected against CSRF. Route handlers are not, because any client may call them. This
//! API has no logins, but a browser may reach it where the site that is open in it can't (on
//! `localhost`, in a company's network), and an app that copies it will have cookies. So it refuses
//! changes by pages of other sites, and admits programs, which send no `Origin`. A page whose host name
//! was made to resolve to this server passes, until the guard is given the origin.

use frontdesk::guard::Guard;
use frontdesk::{IntoResponse, Message, Method, Problem, Request, Route, StatusCode, accepts};

/// Refuses changes by other sites with 403, and clients that don't take JSON with 406: before anything is
/// changed, so that no change has an error for its response.
pub(super) fn layer(route: Route) -> Route {
    let guard = Guard::new().allow_non_browser(true);
    Route::from_fn(move |request| match check(&guard, &request) {
        Ok(()) => route.serve(request),
        Err(problem) => Box::pin(async { problem.into_response() }),
    })
}

fn check(guard: &Guard, request: &Request) -> Result<(), Problem> {
    if !request.method().is_safe() {
        let checked = guard.check(request.headers(), request.uri());
        checked.map_err(|error| {
            let detail = Message::new("other-site", "The request was sent by a page of another site.");
            Problem::new(StatusCode::FORBIDDEN, error.code()).with_detail(detail)
        })?;
    }
    // Only what has JSON to send needs a client that takes it.
    let has_content = ![Method::DELETE, Method::OPTIONS].contains(request.method());
    if has_content && !accepts(request.headers(), "application/json") {
        let detail = Message::new("only-json", "This is available as application/json only.");
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable").with_detail(detail));
    }
    Ok(())
}

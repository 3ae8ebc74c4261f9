//! Which requests reach the API: a layer around its routes.
//!
//! Actions are protected against CSRF. Route handlers are not, because any client may call them. This
//! API has no logins, but a browser may reach it where the site that is open in it can't (on
//! `localhost`, in a company's network), and an app that copies it will have cookies. So it refuses
//! changes by pages of other sites, and admits programs, which send no `Origin`. A page whose host name
//! was made to resolve to this server passes, until the guard is given the origin.

use frontdesk::guard::Guard;
use frontdesk::http::header::ACCEPT;
use frontdesk::{HeaderMap, IntoResponse, Message, Problem, Request, Route, StatusCode};

/// Refuses changes by other sites with 403, and clients that don't take JSON with 406.
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
    if !takes_json(request.headers()) {
        let detail = Message::new("only-json", "This is available as application/json only.");
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable").with_detail(detail));
    }
    Ok(())
}

/// Returns whether a client accepts JSON (RFC 9110, section 12.5.1).
fn takes_json(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT).iter();
    let mut ranges = lists.flat_map(|list| list.to_str().unwrap_or_default().split(','));
    !headers.contains_key(ACCEPT) || ranges.any(is_json)
}

/// Returns whether a range like `application/*;q=0.5` covers JSON, with a weight above 0.
fn is_json(range: &str) -> bool {
    let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
    let covers = matches!(
        parts.next().as_deref(),
        Some("*/*" | "application/*" | "application/json")
    );
    let is_zero = |part: String| part.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
    covers && !parts.any(is_zero)
}

//! Which page of ours a browser is on, as it says itself.

use http::header::REFERER;
use http::{HeaderMap, HeaderName, Uri};

use crate::caller::Caller;
use crate::guard::Guard;

/// The address bar, where htmx fills in parts of a page ([htmx, request headers](https://htmx.org/reference/#request_headers)).
static HX_CURRENT_URL: HeaderName = HeaderName::from_static("hx-current-url");

/// Path and query of the page that sent a request, as its browser tells other sites too.
pub(crate) fn referer<'h>(guard: &Guard, headers: &'h HeaderMap, uri: &Uri) -> Option<&'h str> {
    named(&REFERER, guard, headers, uri)
}

/// Path and query of the page that htmx will put the answer into; none when the answer is a page by itself.
pub(crate) fn around<'h>(caller: Caller, guard: &Guard, headers: &'h HeaderMap, uri: &Uri) -> Option<&'h str> {
    match caller {
        Caller::Htmx => named(&HX_CURRENT_URL, guard, headers, uri),
        _ => None,
    }
}

fn named<'h>(header: &HeaderName, guard: &Guard, headers: &'h HeaderMap, uri: &Uri) -> Option<&'h str> {
    let url = headers.get(header)?.to_str().ok()?;
    guard.same_origin_path(url, headers, uri)
}

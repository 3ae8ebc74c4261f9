//! The page of this app that a request comes from, as the browser reports it.

use http::header::REFERER;
use http::{HeaderMap, HeaderName, Uri};

use crate::caller::Caller;
use crate::guard::Guard;
use crate::protocol::HX_CURRENT_URL;

/// Returns path and query of the page that sent a request, from `Referer`.
pub(crate) fn referer<'h>(guard: &Guard, headers: &'h HeaderMap, uri: &Uri) -> Option<&'h str> {
    page_in(&REFERER, guard, headers, uri)
}

/// Returns path and query of the page that htmx will put the response into; `None` if the response
/// is a whole page.
pub(crate) fn enclosing_page<'h>(caller: Caller, guard: &Guard, headers: &'h HeaderMap, uri: &Uri) -> Option<&'h str> {
    let is_named = caller.profile().names_enclosing_page;
    is_named
        .then(|| page_in(&HX_CURRENT_URL, guard, headers, uri))
        .flatten()
}

fn page_in<'h>(header: &HeaderName, guard: &Guard, headers: &'h HeaderMap, uri: &Uri) -> Option<&'h str> {
    let url = headers.get(header)?.to_str().ok()?;
    guard.same_origin_path(url, headers, uri)
}

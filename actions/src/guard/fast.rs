//! The usual requests of browsers, which the guard accepts without a closer look.

use http::HeaderValue;

use super::Guard;
use crate::call_headers::{CallHeaders, Lines};

impl Guard {
    /// Returns whether it is certain that [`check`](Self::check) accepts a request with these headers.
    /// `false` decides nothing: only `check` refuses.
    ///
    /// It is certain if each header occurs once, the browser reports a page of this app or no page, and
    /// its `Origin` is written like an own origin, where there are any.
    pub(crate) fn surely_accepts(&self, headers: &CallHeaders<'_>) -> bool {
        let CallHeaders {
            sec_fetch_site: site,
            origin,
            host,
            ..
        } = headers;
        let is_own_page = match site.first.map(HeaderValue::as_bytes) {
            Some(b"same-origin" | b"none") => true,
            Some(_) => false,
            // Then `Origin` alone decides.
            None => !self.own.is_empty(),
        };
        is_own_page && !site.is_repeated && is_text(*host) && is_text(*origin) && self.is_own_or_any(*origin)
    }

    fn is_own_or_any(&self, origin: Lines<'_>) -> bool {
        let is = |own: &String| origin.first.is_some_and(|origin| own.as_bytes() == origin.as_bytes());
        self.own.is_empty() || self.own_texts.iter().any(is)
    }
}

/// Returns whether a header is absent, or occurs once and is ASCII.
fn is_text(lines: Lines<'_>) -> bool {
    !lines.is_repeated && lines.first.is_none_or(|value| value.to_str().is_ok())
}

//! The headers of a call, found in one walk.

use http::{HeaderMap, HeaderValue};

/// The headers that decide about a call. Looking up each by its name would hash it, which is most of what
/// such a check costs; one walk finds them all.
#[derive(Debug, Default)]
pub(crate) struct CallHeaders<'h> {
    pub(crate) accept: Lines<'h>,
    pub(crate) content_length: Lines<'h>,
    pub(crate) content_type: Lines<'h>,
    pub(crate) host: Lines<'h>,
    /// Sent by htmx with requests of boosted links and forms, whose response replaces the page.
    pub(crate) hx_boosted: Lines<'h>,
    /// Sent by htmx with every request ([htmx, request
    /// headers](https://htmx.org/reference/#request_headers)).
    pub(crate) hx_request: Lines<'h>,
    pub(crate) origin: Lines<'h>,
    pub(crate) sec_fetch_mode: Lines<'h>,
    pub(crate) sec_fetch_site: Lines<'h>,
    pub(crate) has_content_encoding: bool,
    pub(crate) has_cookies: bool,
    pub(crate) has_transfer_encoding: bool,
}

/// The lines of one header.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Lines<'h> {
    pub(crate) first: Option<&'h HeaderValue>,
    pub(crate) is_repeated: bool,
}

impl<'h> CallHeaders<'h> {
    pub(crate) fn of(headers: &'h HeaderMap) -> Self {
        let mut found = Self::default();
        for (name, value) in headers {
            let lines = match name.as_str().as_bytes() {
                b"accept" => &mut found.accept,
                b"content-length" => &mut found.content_length,
                b"content-type" => &mut found.content_type,
                b"host" => &mut found.host,
                b"hx-boosted" => &mut found.hx_boosted,
                b"hx-request" => &mut found.hx_request,
                b"origin" => &mut found.origin,
                b"sec-fetch-mode" => &mut found.sec_fetch_mode,
                b"sec-fetch-site" => &mut found.sec_fetch_site,
                name => {
                    found.has_content_encoding |= name == b"content-encoding";
                    found.has_cookies |= name == b"cookie";
                    found.has_transfer_encoding |= name == b"transfer-encoding";
                    continue;
                }
            };
            lines.push(value);
        }
        found
    }
}

impl<'h> Lines<'h> {
    fn push(&mut self, value: &'h HeaderValue) {
        match self.first {
            None => self.first = Some(value),
            Some(_) => self.is_repeated = true,
        }
    }

    /// Returns the value of the only line.
    pub(crate) fn only(self) -> Option<&'h HeaderValue> {
        self.first.filter(|_| !self.is_repeated)
    }

    /// Returns whether the first line is this text.
    pub(crate) fn first_is(self, text: &str) -> bool {
        self.first.is_some_and(|value| value == text)
    }
}

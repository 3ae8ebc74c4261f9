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
    /// Sent by htmx 4 with every request.
    pub(crate) hx_request_type: Lines<'h>,
    pub(crate) origin: Lines<'h>,
    pub(crate) sec_fetch_mode: Lines<'h>,
    pub(crate) sec_fetch_site: Lines<'h>,
    /// Sent by Alpine AJAX with every request.
    pub(crate) x_alpine_request: Lines<'h>,
    /// Whether a script asks for a check of the form, in the manner of Precognition or of Unpoly.
    pub(crate) asks_for_check: bool,
    pub(crate) has_content_encoding: bool,
    pub(crate) has_cookies: bool,
    /// Whether Frontdesk's own script sent the request.
    pub(crate) has_frontdesk_request: bool,
    pub(crate) has_transfer_encoding: bool,
    /// Whether Turbo sent the request, from a frame or from anywhere in the page.
    pub(crate) has_turbo: bool,
    /// Whether Unpoly sent the request.
    pub(crate) has_up_version: bool,
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
                b"hx-request-type" => &mut found.hx_request_type,
                b"origin" => &mut found.origin,
                b"sec-fetch-mode" => &mut found.sec_fetch_mode,
                b"sec-fetch-site" => &mut found.sec_fetch_site,
                b"x-alpine-request" => &mut found.x_alpine_request,
                name => {
                    found.note(name);
                    continue;
                }
            };
            lines.push(value);
        }
        found
    }

    /// Notes a header whose values don't matter.
    fn note(&mut self, name: &[u8]) {
        match name {
            b"content-encoding" => self.has_content_encoding = true,
            b"cookie" => self.has_cookies = true,
            b"frontdesk-request" => self.has_frontdesk_request = true,
            b"precognition" | b"x-up-validate" => self.asks_for_check = true,
            b"transfer-encoding" => self.has_transfer_encoding = true,
            b"turbo-frame" | b"x-turbo-request-id" => self.has_turbo = true,
            b"x-up-version" => self.has_up_version = true,
            _ => {}
        }
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

//! The parameters of a matched path, as ranges of it. Nothing is copied or decoded until an extractor
//! asks, and nothing is found twice: a pattern knows how long its literal parts are.

use std::borrow::Cow;
use std::iter::Zip;
use std::slice::Iter;

use percent_encoding::percent_decode_str;

use super::pattern::{Pattern, Span};

/// One parameter, not yet percent-decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Param<'a> {
    pub(crate) name: &'a str,
    pub(crate) raw: &'a str,
    pub(crate) catch_all: bool,
}

/// The parameters of a path, in its order.
#[derive(Debug, Clone)]
pub(crate) struct Params<'a> {
    spans: Zip<Iter<'a, String>, Iter<'a, Span>>,
    /// What follows the parameters so far.
    rest: &'a str,
}

impl Pattern {
    /// Iterates over the parameters of a path that this pattern has matched.
    pub(crate) fn params<'a>(&'a self, path: &'a str) -> Params<'a> {
        Params {
            spans: self.names.iter().zip(&self.spans),
            rest: path,
        }
    }
}

impl<'a> Iterator for Params<'a> {
    type Item = Param<'a>;

    fn next(&mut self) -> Option<Param<'a>> {
        let (name, span) = self.spans.next()?;
        let from = self.rest.get(span.literal_before..).unwrap_or_default();
        let length = if span.catch_all {
            from.len()
        } else {
            let segment = from.bytes().position(|byte| byte == b'/').unwrap_or(from.len());
            segment.saturating_sub(span.literal_after)
        };
        let (raw, rest) = from.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        Some(Param {
            name,
            raw,
            catch_all: span.catch_all,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.spans.size_hint()
    }
}

impl ExactSizeIterator for Params<'_> {}

/// Percent-decodes one parameter or segment. Returns `None` if an escape is malformed or the result
/// is not UTF-8.
pub(crate) fn percent_decode(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    // The percent-encoding crate copies malformed escapes unchanged, as URLs do. A parameter that
    // contains one is rejected instead.
    let malformed = raw.split('%').skip(1).any(|rest| {
        !rest
            .as_bytes()
            .get(..2)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    });
    if malformed {
        None
    } else {
        percent_decode_str(raw).decode_utf8().ok()
    }
}

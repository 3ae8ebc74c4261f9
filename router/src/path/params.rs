//! The parameters of a matched path, stored as ranges into it. Nothing is copied or decoded until
//! an extractor asks.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use smallvec::SmallVec;

use super::matched_route::MatchedRoute;
use super::pattern::Pattern;

/// The parameter values that one request's path has for its route's pattern.
#[derive(Debug, Default, Clone)]
pub(crate) struct Params {
    pattern: Option<Arc<Pattern>>,
    // Few paths have more than four parameters; those allocate.
    ranges: SmallVec<[Range<u32>; 4]>,
}

/// One parameter, not yet percent-decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Param<'a> {
    pub(crate) name: &'a str,
    pub(crate) raw: &'a str,
    pub(crate) catch_all: bool,
}

impl Params {
    /// Creates the parameters of `path`. `values` must be slices of `path`, in the order of the
    /// pattern's names.
    pub(crate) fn new<'p>(pattern: Arc<Pattern>, path: &'p str, values: impl Iterator<Item = &'p str>) -> Self {
        let start = path.as_ptr() as usize;
        let ranges = values.map(|value| {
            let from = (value.as_ptr() as usize).saturating_sub(start);
            // The `http` crate rejects URIs of 64 KiB and more.
            from as u32..(from + value.len()) as u32
        });
        Self {
            ranges: ranges.collect(),
            pattern: Some(pattern),
        }
    }

    /// Returns the text of the matched pattern, or `None` if no route matched.
    pub(crate) fn pattern(&self) -> Option<&str> {
        self.pattern.as_deref().map(|pattern| pattern.text.as_str())
    }

    /// Returns the matched route, or `None` if no route matched.
    pub(crate) fn route(&self) -> Option<&MatchedRoute> {
        self.pattern.as_deref().map(|pattern| &pattern.route)
    }

    pub(crate) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Iterates over the parameters. `path` must be the path that was passed to [`Params::new`].
    pub(crate) fn iter<'a>(&'a self, path: &'a str) -> impl ExactSizeIterator<Item = Param<'a>> + Clone {
        let names = self.pattern.as_deref().map_or(&[][..], |pattern| &pattern.names);
        let catch_all = self.pattern.as_deref().is_some_and(|pattern| pattern.catch_all);
        let last = names.len();
        self.ranges
            .iter()
            .zip(names)
            .enumerate()
            .map(move |(index, (range, name))| Param {
                name,
                raw: path.get(range.start as usize..range.end as usize).unwrap_or_default(),
                catch_all: catch_all && index + 1 == last,
            })
    }
}

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

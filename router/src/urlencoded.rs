//! Finds invalid UTF-8 in `application/x-www-form-urlencoded` text, which its parser replaces
//! silently.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// Returns the names of the pairs whose name or value is not UTF-8 after decoding.
pub(crate) fn names_not_utf8(pairs: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    // `+` and `=` are ASCII, so a pair is UTF-8 if its parts are.
    let is_invalid = |pair: &&[u8]| percent_decode(pair).decode_utf8().is_err();
    let pairs = pairs.split(|byte| *byte == b'&').filter(is_invalid);
    pairs.filter_map(|pair| form_urlencoded::parse(pair).next().map(|(name, _)| name))
}

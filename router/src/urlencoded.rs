//! What the parser of `application/x-www-form-urlencoded` doesn't tell.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// The names of the pairs whose name or value is not UTF-8 once decoded.
pub(crate) fn names_not_utf8(pairs: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    // `+` and `=` are ASCII: a pair is UTF-8 if its parts are.
    let broken = |pair: &&[u8]| percent_decode(pair).decode_utf8().is_err();
    let pairs = pairs.split(|byte| *byte == b'&').filter(broken);
    pairs.filter_map(|pair| form_urlencoded::parse(pair).next().map(|(name, _)| name))
}

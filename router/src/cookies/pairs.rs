//! The `Cookie` header as names and values.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use super::rules::is_token;

/// Iterates over the cookies of a request: each name, with its value as bytes.
///
/// Only spaces and tabs around names and values are removed, as browsers do ([RFC 6265bis, section
/// 5.7](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)). Pairs whose name is
/// not a token are ignored: a page on a subdomain can set a cookie whose name is U+2000 followed by
/// `__Host-…`, which a Unicode trim would turn into the real one. Quotation marks around a value are
/// removed (RFC 6265, section 4.1.1).
pub fn cookie_pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &[u8])> {
    let lines = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes);
    let pairs = lines.flat_map(|line| line.split(|b| *b == b';'));
    pairs.filter_map(|pair| {
        let end = pair.iter().position(|b| *b == b'=')?;
        let name = str::from_utf8(stripped(pair.get(..end)?)).ok()?;
        is_token(name).then_some((name, unquoted(stripped(pair.get(end + 1..)?))))
    })
}

/// Removes the quotation marks around a value, if it has both.
fn unquoted(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., b'"'] => inner,
        _ => value,
    }
}

/// Removes spaces and tabs at both ends.
fn stripped(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}

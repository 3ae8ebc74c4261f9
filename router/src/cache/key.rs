//! Cache keys.
//!
//! A key consists of the route's pattern, the path's parameters in canonical spelling if the
//! handler reads them, and the names and values of the query fields that it reads, in every spelling of
//! their names (`tag`, `tag[]`, `tag[0]`), sorted by field. If its type reads any name, as maps do, they
//! stay in the order sent. Each part is preceded by its length, so that different requests never share a key by accident.
//! The host is not part of it: no cached handler can see it, and made-up hosts would fill the
//! cache.

use std::borrow::Cow;

use bytes::Bytes;
use smallvec::SmallVec;

use super::keyed::Reads;
use crate::extract::{QueryFields, root};
use crate::panics::catch_panic_sync;
use crate::path::Pattern;
use crate::urlencoded::names_not_utf8;

/// The maximum length of a tag or path in bytes. Longer ones cannot be revalidated, so responses
/// with them are not stored.
pub(super) const MAX_NAME_LENGTH: usize = 1024;

/// The maximum length of a key in bytes. Requests with longer keys bypass the cache.
const MAX_KEY_LENGTH: usize = 8 * 1024;

/// Returns what every key of a route begins with. It is the whole key if the handler reads nothing.
pub(super) fn prefix(pattern: &str) -> Bytes {
    let mut key = KeyBytes::new();
    push(&mut key, pattern.as_bytes());
    Bytes::copy_from_slice(&key)
}

/// Returns whether a key is only a route's prefix. Requests have no influence on such keys, so
/// there are no more of them than routes.
#[cfg(feature = "moka")]
pub(super) fn is_prefix_only(key: &[u8]) -> bool {
    let Some((length, pattern)) = key.split_first_chunk() else {
        return false;
    };
    usize::try_from(u32::from_be_bytes(*length)).is_ok_and(|length| length == pattern.len())
}

/// Most keys are this short.
type KeyBytes = SmallVec<[u8; 128]>;

/// The key of one request.
pub(super) enum Key<'p> {
    /// That of the route: nothing of the request is read.
    OfRoute(&'p Bytes),
    /// One of its own.
    OfRequest(KeyBytes),
}

impl Key<'_> {
    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Self::OfRoute(key) => key,
            Self::OfRequest(key) => key,
        }
    }

    pub(super) fn to_bytes(&self) -> Bytes {
        match self {
            Self::OfRoute(key) => Bytes::clone(key),
            Self::OfRequest(key) => Bytes::copy_from_slice(key),
        }
    }
}

/// Returns the key of a request. `None` if an escape in its path is malformed, a field that the
/// handler reads is not UTF-8, or the key would be too long.
pub(super) fn key<'p>(
    prefix: &'p Bytes,
    reads: &Reads,
    pattern: &Pattern,
    path: &str,
    query: Option<&str>,
) -> Option<Key<'p>> {
    if reads.is_empty() {
        return Some(Key::OfRoute(prefix));
    }
    let mut key = KeyBytes::from_slice(prefix);
    if reads.path {
        for param in pattern.params(path) {
            push(&mut key, canonical_path(param.raw)?.as_bytes());
        }
    }
    if !reads.query.is_empty() {
        if names_not_utf8(query.unwrap_or_default().as_bytes()).any(|name| reads.query.reads(&name)) {
            return None;
        }
        for (name, value) in pairs(reads, query)? {
            push(&mut key, name.as_bytes());
            push(&mut key, value.as_bytes());
        }
    }
    (key.len() <= MAX_KEY_LENGTH).then_some(Key::OfRequest(key))
}

fn push(key: &mut KeyBytes, part: &[u8]) {
    // The `http` crate rejects URIs of 64 KiB and more.
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    key.extend_from_slice(&length.to_be_bytes());
    key.extend_from_slice(part);
}

/// Returns the part of a query that a handler reads, which is all that it gets to see. `None` if it
/// is empty.
pub(super) fn query_part(reads: &Reads, query: Option<&str>) -> Option<String> {
    let pairs = pairs(reads, query).unwrap_or_default();
    if pairs.is_empty() {
        return None;
    }
    let mut part = form_urlencoded::Serializer::new(String::new());
    Some(part.extend_pairs(pairs).finish())
}

/// A name and a value.
type Pair<'q> = (Cow<'q, str>, Cow<'q, str>);

/// Returns the pairs that a handler reads, sorted by field. The pairs of one field stay in their order,
/// which has a meaning for lists and their rows; so do all, if the type is not known to have fields.
/// `None` if the response to this query must not be stored, or decoding it panics.
fn pairs<'q>(reads: &Reads, query: Option<&'q str>) -> Option<Vec<Pair<'q>>> {
    let fields = &reads.query;
    if fields.is_empty() {
        return Some(Vec::new());
    }
    if let Some(canonical) = reads.canonical {
        // Decoding is the app's own code. If it panics, it does so again in the task of the handler.
        let pairs = catch_panic_sync(|| canonical(query.unwrap_or_default())).ok()??;
        let owned = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        return Some(owned.collect());
    }
    let all = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let mut pairs: Vec<_> = all.filter(|(name, _)| fields.reads(name)).collect();
    if matches!(fields, QueryFields::Named(_)) {
        pairs.sort_by(|(a, _), (b, _)| root(a).cmp(root(b)));
    }
    Some(pairs)
}

/// Returns the canonical spelling of a path, by which it is revalidated. `None` if an escape is
/// malformed, or if it is too long for that.
pub(super) fn path_name(path: &str) -> Option<Cow<'_, str>> {
    canonical_path(path).filter(|path| path.len() <= MAX_NAME_LENGTH)
}

/// Returns the canonical spelling of a path: percent-encoded, in capitals, only where needed. An
/// encoded `/` stays encoded, because it does not separate segments. Returns `None` if an escape is
/// malformed.
pub(super) fn canonical_path(path: &str) -> Option<Cow<'_, str>> {
    if path.bytes().all(|byte| PATH_BYTES[usize::from(byte)]) {
        return Some(Cow::Borrowed(path));
    }
    let mut canonical = String::with_capacity(path.len() + 8);
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'/' => canonical.push('/'),
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                push_canonical(&mut canonical, u8::try_from(high * 16 + low).ok()?);
            }
            byte => push_canonical(&mut canonical, byte),
        }
    }
    Some(Cow::Owned(canonical))
}

fn push_canonical(path: &mut String, byte: u8) {
    if is_unencoded(byte) {
        path.push(char::from(byte));
    } else {
        path.push_str(percent_encoding::percent_encode_byte(byte));
    }
}

fn is_unencoded(byte: u8) -> bool {
    byte != b'/' && PATH_BYTES[usize::from(byte)]
}

/// Whether a byte is `/`, or a `pchar` of RFC 3986, section 3.3, other than an escape.
const PATH_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let others = b"/-._~!$&'()*+,;=:@";
    let mut index = 0;
    while index < others.len() {
        table[others[index] as usize] = true;
        index += 1;
    }
    table
};

#[cfg(test)]
mod tests;

//! What an answer is kept under.
//!
//! The route's pattern, then each parameter of the path in one spelling if the handler reads them, then the names and values
//! of the query fields that it reads, sorted by name; each with its length in front, so that no two requests share a key by
//! accident. The host is not in it: no handler that is kept can see it, and junk hosts would fill the cache.

use std::borrow::Cow;

use bytes::Bytes;

use super::fields::Fields;
use super::keyed::Reads;
use crate::params::Params;
use crate::urlencoded::names_not_utf8;

/// Longer names of tags and paths can't be revalidated, so answers under them are not kept.
pub(crate) const NAME_LIMIT: usize = 1024;

/// Requests with longer keys are answered without the cache.
const KEY_LIMIT: usize = 8 * 1024;

/// What every key of a route begins with; all of it, when the handler reads nothing.
pub(crate) fn prefix(pattern: &str) -> Bytes {
    let mut key = Vec::with_capacity(pattern.len() + 4);
    push(&mut key, pattern.as_bytes());
    key.into()
}

/// Whether a key is a route's and nothing else: no request has a say in it, so there are no more of them than routes.
#[cfg(feature = "moka")]
pub(super) fn is_of_route(key: &[u8]) -> bool {
    let Some((length, pattern)) = key.split_first_chunk() else {
        return false;
    };
    usize::try_from(u32::from_be_bytes(*length)).is_ok_and(|length| length == pattern.len())
}

/// The key of a request; none when it can't have one, because an escape in its path is broken, a field that is read is not
/// UTF-8, or it is too long.
pub(crate) fn key(prefix: &Bytes, reads: &Reads, params: &Params, path: &str, query: Option<&str>) -> Option<Bytes> {
    if reads.nothing() {
        return Some(prefix.clone());
    }
    let mut key = prefix.to_vec();
    if reads.path {
        for param in params.iter(path) {
            push(&mut key, canonical(param.raw)?.as_bytes());
        }
    }
    if names_not_utf8(query.unwrap_or_default().as_bytes()).any(|name| reads.query.reads(&name)) {
        return None;
    }
    for (name, value) in pairs(&reads.query, query) {
        push(&mut key, name.as_bytes());
        push(&mut key, value.as_bytes());
    }
    (key.len() <= KEY_LIMIT).then(|| key.into())
}

fn push(key: &mut Vec<u8>, part: &[u8]) {
    // A URI is shorter than 64 KiB.
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    key.extend_from_slice(&length.to_be_bytes());
    key.extend_from_slice(part);
}

/// The query with nothing but the fields that a handler reads: all that it gets to see.
pub(crate) fn read_part(fields: &Fields, query: Option<&str>) -> Option<String> {
    let pairs = pairs(fields, query);
    if pairs.is_empty() {
        return None;
    }
    let mut part = form_urlencoded::Serializer::new(String::new());
    Some(part.extend_pairs(pairs).finish())
}

/// Sorted by name; values of one name stay in their order, which may mean something.
fn pairs<'q>(fields: &Fields, query: Option<&'q str>) -> Vec<(Cow<'q, str>, Cow<'q, str>)> {
    if fields.is_none() {
        return Vec::new();
    }
    let all = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let mut pairs: Vec<_> = all.filter(|(name, _)| fields.reads(name)).collect();
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs
}

/// A path in one spelling: what need not be percent-encoded is not, all else is, in capitals. An encoded `/` stays encoded, since
/// it separates nothing. None when an escape is broken.
pub(crate) fn canonical(path: &str) -> Option<Cow<'_, str>> {
    if path.bytes().all(|byte| byte == b'/' || is_plain(byte)) {
        return Some(Cow::Borrowed(path));
    }
    let mut spelled = String::with_capacity(path.len() + 8);
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'/' => spelled.push('/'),
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                spell(&mut spelled, u8::try_from(high * 16 + low).ok()?);
            }
            byte => spell(&mut spelled, byte),
        }
    }
    Some(Cow::Owned(spelled))
}

fn spell(spelled: &mut String, byte: u8) {
    if is_plain(byte) {
        spelled.push(char::from(byte));
    } else {
        spelled.push_str(percent_encoding::percent_encode_byte(byte));
    }
}

/// `pchar` of RFC 3986 section 3.3, but for escapes.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::params::Pattern;

    #[test]
    fn paths_have_one_spelling() {
        for (path, spelled) in [
            ("/", Some("/")),
            ("/a/b", Some("/a/b")),
            ("/caf%c3%a9", Some("/caf%C3%A9")),
            ("/café", Some("/caf%C3%A9")),
            ("/%7euser/%61", Some("/~user/a")),
            ("/a%2fb/%25", Some("/a%2Fb/%25")),
            ("/a b\"", Some("/a%20b%22")),
            ("/50%", None),
            ("/%zz", None),
            ("/%+1", None),
        ] {
            assert_eq!(canonical(path).as_deref(), spelled, "{path}");
        }
    }

    fn keys(reads: &Reads, path: &str, query: Option<&str>) -> Option<Bytes> {
        let route = Arc::new(Pattern::new("/{a}/{*b}".to_owned()));
        let (a, b) = path[1..].split_once('/').unwrap();
        let params = Params::new(route, path, [a, b].into_iter());
        key(&prefix("/{a}/{*b}"), reads, &params, path, query)
    }

    #[test]
    fn the_key_holds_what_is_read_and_nothing_else() {
        let named = Fields::Named(["page", "tag"].into());
        let reads = |path, query: &Fields| Reads {
            path,
            query: query.clone(),
        };
        let none = Fields::default();
        for (same, reads, one, two) in [
            (true, reads(false, &none), ("/x/y", Some("a=1")), ("/z/z", None)),
            (true, reads(true, &none), ("/x/y", Some("a=1")), ("/%78/y", None)),
            (false, reads(true, &none), ("/x/y", None), ("/x/z", None)),
            (false, reads(true, &none), ("/x/a%2Fb", None), ("/x/a/b", None)),
            (false, reads(true, &none), ("/xy/z", None), ("/x/yz", None)),
            (
                true,
                reads(true, &named),
                ("/x/y", Some("tag=1&page=2&junk=3")),
                ("/x/y", Some("page=2&t%61g=1")),
            ),
            (
                false,
                reads(true, &named),
                ("/x/y", Some("tag=1&tag=2")),
                ("/x/y", Some("tag=2&tag=1")),
            ),
            (false, reads(true, &named), ("/x/y", Some("page=")), ("/x/y", None)),
            (
                false,
                reads(false, &Fields::All),
                ("/x/y", Some("junk=3")),
                ("/x/y", None),
            ),
        ] {
            let keys = [one, two].map(|(path, query)| keys(&reads, path, query).unwrap());
            assert_eq!(keys[0] == keys[1], same, "{one:?} {two:?}");
        }
        #[cfg(feature = "moka")]
        for (reads, query, of_route) in [
            (reads(false, &none), Some("page=1"), true),
            (reads(false, &named), None, true),
            (reads(false, &named), Some("page="), false),
            (reads(true, &none), None, false),
        ] {
            assert_eq!(
                is_of_route(&keys(&reads, "/x/y", query).unwrap()),
                of_route,
                "{query:?}"
            );
        }
        assert_eq!(keys(&reads(true, &none), "/%zz/y", None), None);
        assert_eq!(
            keys(&reads(true, &named), "/x/y", Some(&format!("tag={}", "x".repeat(9000)))),
            None
        );
        assert_eq!(
            read_part(&named, Some("tag=a%26b&junk=1&page=2")).as_deref(),
            Some("page=2&tag=a%26b")
        );
    }
}

//! Names of form fields as paths: `a.b`, `a[b]`, `a[]`, `a[0].b`. The crate's docs have the
//! grammar.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::span::Span;

/// Adds the segments of `name`, which stands at `base` in the text buffer, to `out`.
///
/// A malformed name is one plain segment: some library's `a[b` or `..` is still a name that a field
/// can be renamed to.
pub(crate) fn split(name: &str, base: usize, out: &mut Vec<Span>) {
    let whole = Span {
        start: base,
        end: base + name.len(),
    };
    // Most names are flat.
    if !name.bytes().any(is_mark) {
        out.push(whole);
        return;
    }
    let before = out.len();
    if split_well_formed(name.as_bytes(), base, out).is_none() {
        out.truncate(before);
        out.push(whole);
    }
}

/// Returns a number that is rarely the same for two segments, so that most comparisons need not
/// look at the text.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    // It does not resist an attacker: segments that collide on purpose are distinguished by their
    // text. Most names have at most 16 bytes, which these two words cover.
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => short_words(bytes),
    };
    let middle = bytes.get(8..bytes.len().saturating_sub(8)).unwrap_or_default();
    let start = mix(mix(bytes.len() as u64, first), last);
    let hash = middle.chunks(8).fold(start, |hash, word| {
        let (low, high) = short_words(word);
        mix(mix(hash, low), high)
    });
    // The high bits depend on all others.
    (hash >> 32) as u32
}

/// Returns two words that have all bytes of a text of less than eight bytes.
fn short_words(bytes: &[u8]) -> (u64, u64) {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into()),
        _ => (0, bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))),
    }
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Returns whether a name that is not flat has this byte.
pub(crate) fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b'[' | b']')
}

/// Returns the segments of a name: `lines`, `0`, `amount` for `lines[0].amount` and for `lines.0.amount`.
#[must_use]
pub fn segments(name: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    split(name, 0, &mut spans);
    spans.into_iter().map(|span| span.text(name)).collect()
}

/// Returns the one spelling of all names of a value: `a.b.c` for `a[b].c`, `a.b[c]` and `a.b.c`.
#[must_use]
pub fn spelled(name: &str) -> Cow<'_, str> {
    respell(name, |segment| segment)
}

/// Returns the one spelling of all names of a field: as [`spelled`], with `[]` for every index and
/// for several indices in a row (of a list of lists).
#[must_use]
pub fn canonical(name: &str) -> Cow<'_, str> {
    let mut path = respell(name, |segment| if is_index(segment) { "" } else { segment });
    while path.contains("[][]") {
        path = Cow::Owned(path.replace("[][]", "[]"));
    }
    path
}

fn respell(name: &str, write: fn(&str) -> &str) -> Cow<'_, str> {
    if !name.contains(['.', '[']) {
        return Cow::Borrowed(name);
    }
    let mut segments = Vec::new();
    split(name, 0, &mut segments);
    let mut path = String::with_capacity(name.len());
    for (at, span) in segments.into_iter().enumerate() {
        let segment = span.text(name);
        // The first segment is a name whatever it looks like.
        append(&mut path, if at == 0 { segment } else { write(segment) });
    }
    Cow::Owned(path)
}

/// Splits a name that follows the grammar. Returns `None` if it does not.
fn split_well_formed(name: &[u8], base: usize, out: &mut Vec<Span>) -> Option<()> {
    let mut push = |start: usize, end: usize| {
        out.push(Span {
            start: base + start,
            end: base + end,
        });
    };
    let mut at = next_mark(name, 0);
    if at == 0 {
        return None;
    }
    push(0, at);
    while let Some(mark) = name.get(at) {
        let start = at + 1;
        match mark {
            b'.' => {
                at = next_mark(name, start);
                if at == start {
                    return None;
                }
                push(start, at);
            }
            b'[' => {
                let end = next_bracket(name, start);
                if name.get(end) != Some(&b']') {
                    return None;
                }
                push(start, end);
                at = end + 1;
            }
            _ => return None,
        }
    }
    Some(())
}

fn next_mark(name: &[u8], from: usize) -> usize {
    next(name, from, is_mark)
}

// A dot inside brackets is part of the segment: `a[b.c]` has two.
fn next_bracket(name: &[u8], from: usize) -> usize {
    next(name, from, |byte| matches!(byte, b'[' | b']'))
}

fn next(name: &[u8], from: usize, stop: fn(u8) -> bool) -> usize {
    let rest = name.get(from..).unwrap_or_default();
    rest.iter()
        .position(|&byte| stop(byte))
        .map_or(name.len(), |found| from + found)
}

/// Orders siblings: `[]` first, then indices by value, then names.
///
/// Indices are compared as digits and not parsed, because they may have any length. Only equal
/// texts are `Equal`, so `01` and `1` stay two items.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    // Most names are words.
    if starts_word(a) && starts_word(b) {
        return a.cmp(b);
    }
    rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
}

fn starts_word(segment: &str) -> bool {
    segment.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}

fn rank(segment: &str) -> (u8, usize, &str) {
    if segment.is_empty() {
        (0, 0, "")
    } else if is_index(segment) {
        let digits = segment.trim_start_matches('0');
        (1, digits.len(), digits)
    } else {
        (2, 0, "")
    }
}

/// Returns `true` if a segment orders the items of a list.
#[must_use]
pub fn is_index(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// Appends `segment` to the flat name in `name`, in the spelling that `split` reads back.
pub fn append(name: &mut String, segment: &str) {
    let plain = !segment.is_empty() && !is_index(segment) && !segment.contains('.');
    let (open, close) = match (name.is_empty(), plain) {
        (true, _) => ("", ""),
        (false, true) => (".", ""),
        (false, false) => ("[", "]"),
    };
    name.push_str(open);
    name.push_str(segment);
    name.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelled_and_canonical_are_one_for_all_names_of_a_place() {
        for (name, exact, any_index) in [
            ("a", "a", "a"),
            ("a[b].c", "a.b.c", "a.b.c"),
            ("a.b[c]", "a.b.c", "a.b.c"),
            ("a[0].b", "a[0].b", "a[].b"),
            ("a.0.b", "a[0].b", "a[].b"),
            ("a[][b]", "a[].b", "a[].b"),
            ("a[1][2][3].b", "a[1][2][3].b", "a[].b"),
            ("a[b.c]", "a[b.c]", "a[b.c]"),
            ("0.x", "0.x", "0.x"),
            ("a[b", "a[b", "a[b"),
            ("..", "..", ".."),
        ] {
            assert_eq!((&*spelled(name), &*canonical(name)), (exact, any_index), "{name}");
        }
    }
}

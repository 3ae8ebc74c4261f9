//! Decodes a whole body in one pass, in a copy of it, with one check of its UTF-8.

use crate::builder::FormBuilder;
use crate::data::{Entry, Value};
use crate::limits::FormLimits;
use crate::names;
use crate::span::Span;

/// In place of the path of a name that is not flat, until all text is known to be valid.
const NOT_SPLIT: Span = Span { start: 0, end: 0 };

/// A guess of the bytes of a field, for the room that its entry needs.
const FIELD_LENGTH: usize = 12;

/// Returns the fields of a body. Returns `None` if something may be wrong with one of them: the decoded
/// text is not valid UTF-8, or there are too many fields or levels.
pub(crate) fn decoded_in_place(body: &[u8], limits: &FormLimits) -> Option<FormBuilder> {
    let mut form = FormBuilder::with_capacity(limits, 0, body.len() / FIELD_LENGTH + 1);
    let mut text = body.to_vec();
    let mut is_flat = true;
    let mut at = 0;
    while at < text.len() {
        let name = decode::<IN_NAME>(&mut text, at);
        let value = match text.get(name.next) {
            Some(b'=') => decode::<IN_VALUE>(&mut text, name.next + 1),
            _ => Piece::empty(name.next),
        };
        // There is nothing between two `&`.
        if value.next > at {
            form.check_count().ok()?;
            is_flat &= !name.has_marks;
            form.entries.push(Entry {
                root: names::hash(text.get(name.start..name.end).unwrap_or_default()),
                name: name.span(),
                path: if name.has_marks { NOT_SPLIT } else { Span::FLAT },
                value: value.span(),
                kind: Value::Text,
                numbered_at: 0,
            });
        }
        at = value.next + 1;
    }
    // There is only ASCII between the pieces. If all is valid, so is each of them.
    form.text = String::from_utf8(text).ok()?;
    if !is_flat {
        split_names(&mut form)?;
    }
    Some(form)
}

/// Splits the names that are not flat. Returns `None` if one has too many levels.
fn split_names(form: &mut FormBuilder) -> Option<()> {
    for at in 0..form.entries.len() {
        if let Some(mut entry) = form.entries.get(at).copied().filter(|entry| entry.path == NOT_SPLIT) {
            entry.path = form.split_name(entry.name)?;
            entry.root = form.root(&entry);
            if let Some(place) = form.entries.get_mut(at) {
                *place = entry;
            }
        }
    }
    Some(())
}

/// The name or the value of a pair, decoded.
struct Piece {
    start: usize,
    end: usize,
    /// Where the separator after it is, or the end of the body.
    next: usize,
    /// A name may not be flat.
    has_marks: bool,
}

impl Piece {
    fn empty(at: usize) -> Self {
        Self {
            start: at,
            end: at,
            next: at,
            has_marks: false,
        }
    }

    fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }
}

/// What a byte is to the decoder. The first bit of a class is what stops it in a name, the second in a
/// value.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    classes[b'.' as usize] = IN_NAME;
    classes[b'[' as usize] = IN_NAME;
    classes[b']' as usize] = IN_NAME;
    classes[b'=' as usize] = IN_NAME;
    classes[b'&' as usize] = IN_NAME | IN_VALUE;
    classes[b'+' as usize] = IN_NAME | IN_VALUE;
    classes[b'%' as usize] = IN_NAME | IN_VALUE;
    classes
};

const IN_NAME: u8 = 1;
const IN_VALUE: u8 = 2;

/// Decodes the name or the value that begins at `start`.
fn decode<const STOPS: u8>(text: &mut [u8], start: usize) -> Piece {
    let mut has_marks = false;
    let mut end = start;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let stops = |byte: &u8| CLASSES.get(usize::from(*byte)).is_some_and(|class| class & STOPS != 0);
        let plain = rest.iter().position(stops).unwrap_or(rest.len());
        end += plain;
        match rest.get(plain) {
            Some(b'+' | b'%') => return decode_escapes::<STOPS>(text, start, end, has_marks),
            Some(b'.' | b'[' | b']') => has_marks = true,
            _ => break,
        }
        end += 1;
    }
    Piece {
        start,
        end,
        next: end,
        has_marks,
    }
}

/// Decodes the rest of a piece, from its first escape. `+` is a space and `%41` a byte; an invalid
/// escape stays as it is.
fn decode_escapes<const STOPS: u8>(text: &mut [u8], start: usize, from: usize, mut has_marks: bool) -> Piece {
    let (mut next, mut end) = (from, from);
    while let Some(&byte) = text.get(next) {
        let decoded = match byte {
            b'&' => break,
            b'=' if STOPS == IN_NAME => break,
            b'+' => b' ',
            b'%' => match text.get(next + 1..next + 3).and_then(escaped) {
                Some(escaped) => {
                    next += 2;
                    escaped
                }
                None => b'%',
            },
            byte => byte,
        };
        has_marks |= STOPS == IN_NAME && names::is_mark(decoded);
        if let Some(place) = text.get_mut(end) {
            *place = decoded;
        }
        next += 1;
        end += 1;
    }
    if let Some(left_over) = text.get_mut(end..next) {
        left_over.fill(b'&');
    }
    Piece {
        start,
        end,
        next,
        has_marks,
    }
}

/// Returns the byte that two hexadecimal digits stand for.
fn escaped(digits: &[u8]) -> Option<u8> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    match digits {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

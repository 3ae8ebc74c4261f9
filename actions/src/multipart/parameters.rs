//! Parses the parameters of a header's value: `; name="a"; filename="b"`.

/// Returns the parameters in `rest`, which follows the first word of a header's value. Skips
/// everything else.
pub(super) fn parameters(rest: &[u8]) -> impl Iterator<Item = (&[u8], Vec<u8>)> {
    let mut rest = rest;
    std::iter::from_fn(move || {
        loop {
            rest = trim_start(rest);
            let end = rest.iter().position(|byte| matches!(byte, b'=' | b';'))?;
            let (key, after) = rest.split_at_checked(end)?;
            let is_value = after.first() == Some(&b'=');
            rest = after.get(1..).unwrap_or_default();
            if is_value {
                return Some((key.trim_ascii(), value(&mut rest)));
            }
        }
    })
}

fn trim_start(text: &[u8]) -> &[u8] {
    let is_skipped = |byte: &&u8| byte.is_ascii_whitespace() || **byte == b';';
    let start = text.iter().take_while(is_skipped).count();
    text.get(start..).unwrap_or_default()
}

/// Splits a parameter's value off the beginning of `rest`.
fn value(rest: &mut &[u8]) -> Vec<u8> {
    let text = rest.trim_ascii_start();
    if let Some(quoted) = text.strip_prefix(b"\"") {
        return unquote(quoted, rest);
    }
    let end = text.iter().position(|&byte| byte == b';').unwrap_or(text.len());
    let (value, after) = text.split_at_checked(end).unwrap_or((text, b""));
    *rest = after;
    value.trim_ascii_end().to_vec()
}

/// Returns the text up to its closing quote, and sets `rest` to what follows.
///
/// Some clients write a quote inside the text as `\"`. Browsers don't, so a backslash before the
/// closing quote is part of the text. Therefore `\"` is an escaped quote only if the value
/// continues after it. All other backslashes are part of the value, as browsers send them.
fn unquote<'a>(text: &'a [u8], rest: &mut &'a [u8]) -> Vec<u8> {
    let mut value = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let after = text.get(at + 1..).unwrap_or_default();
        if byte == b'"' {
            break;
        }
        if byte == b'\\' && after.first() == Some(&b'"') && !ends_value(after) {
            at += 1;
            value.push(b'"');
        } else {
            value.push(byte);
        }
        at += 1;
    }
    *rest = text.get(at + 1..).unwrap_or_default();
    value
}

/// Returns whether the quote at the beginning of `text` is the end of the value.
fn ends_value(text: &[u8]) -> bool {
    let after = text.get(1..).unwrap_or_default().trim_ascii_start();
    matches!(after.first(), None | Some(b';'))
}

use percent_encoding::percent_decode;

use super::builder::FormBuilder;
use super::{FormData, FormError, FormLimits};

pub(super) fn read(body: &[u8], limits: &FormLimits) -> Result<FormData, FormError> {
    let fields = body.iter().filter(|&&byte| byte == b'&').count() + 1;
    let mut form = FormBuilder::with_capacity(limits, body.len(), fields);
    // What isn't escaped is checked here, once.
    match str::from_utf8(body) {
        Ok(text) => read_text(text, &mut form)?,
        Err(_) => read_bytes(body, &mut form)?,
    }
    Ok(form.finish())
}

fn read_text(body: &str, form: &mut FormBuilder) -> Result<(), FormError> {
    let (mut name_buffer, mut value_buffer) = (Vec::new(), Vec::new());
    for pair in body.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = text(name, &mut name_buffer);
        form.push_text(name, text(value, &mut value_buffer))?;
    }
    Ok(())
}

fn read_bytes(body: &[u8], form: &mut FormBuilder) -> Result<(), FormError> {
    let (mut name_buffer, mut value_buffer) = (Vec::new(), Vec::new());
    for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let name = decode(halves.next().unwrap_or_default(), &mut name_buffer);
        let value = decode(halves.next().unwrap_or_default(), &mut value_buffer);
        form.push(name, value)?;
    }
    Ok(())
}

/// Decoded text, or the bytes that are none.
fn text<'a>(escaped: &'a str, buffer: &'a mut Vec<u8>) -> Result<&'a str, &'a [u8]> {
    if !is_escaped(escaped.as_bytes()) {
        return Ok(escaped);
    }
    let bytes = decode(escaped.as_bytes(), buffer);
    str::from_utf8(bytes).map_err(|_| bytes)
}

fn is_escaped(text: &[u8]) -> bool {
    text.iter().any(|byte| matches!(byte, b'+' | b'%'))
}

/// `+` is a space, `%41` is a byte, a broken escape stays as it is.
fn decode<'a>(text: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    if !is_escaped(text) {
        return text;
    }
    buffer.clear();
    buffer.reserve(text.len());
    for (index, words) in text.split(|&byte| byte == b'+').enumerate() {
        if index > 0 {
            buffer.push(b' ');
        }
        buffer.extend(percent_decode(words));
    }
    buffer
}

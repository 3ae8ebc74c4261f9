use percent_encoding::percent_decode;

use super::builder::FormBuilder;
use super::{FormData, FormError, FormLimits};

pub(super) fn read(body: &[u8], limits: &FormLimits) -> Result<FormData, FormError> {
    let fields = body.iter().filter(|&&byte| byte == b'&').count() + 1;
    let mut form = FormBuilder::with_capacity(limits, body.len(), fields);
    // Buffers for escaped text, kept from field to field.
    let (mut name_buffer, mut value_buffer) = (Vec::new(), Vec::new());
    for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        let name = halves.next().unwrap_or_default();
        let value = halves.next().unwrap_or_default();
        form.push(decode(name, &mut name_buffer), decode(value, &mut value_buffer))?;
    }
    Ok(form.finish())
}

/// `+` is a space, `%41` is a byte, a broken escape stays as it is.
fn decode<'a>(text: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    if !text.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return text;
    }
    buffer.clear();
    for (index, words) in text.split(|&byte| byte == b'+').enumerate() {
        if index > 0 {
            buffer.push(b' ');
        }
        buffer.extend(percent_decode(words));
    }
    buffer
}

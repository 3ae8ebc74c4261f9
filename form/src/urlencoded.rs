//! Reads `application/x-www-form-urlencoded`.

use percent_encoding::percent_decode;

use crate::builder::FormBuilder;
use crate::data::FormData;
use crate::error::FormError;
use crate::limits::FormLimits;

mod in_place;

pub(crate) use self::in_place::decoded_in_place;

impl FormData {
    /// Reads an `application/x-www-form-urlencoded` body or a query string, as the [URL
    /// standard](https://url.spec.whatwg.org/#urlencoded-parsing) describes, except that values
    /// that are not valid UTF-8 become an error of their field instead of having bytes replaced.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// let form = FormData::from_urlencoded(b"q=caf%C3%A9+au+lait", &FormLimits::default())?;
    /// assert_eq!(form.first("q"), Some("café au lait"));
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is exceeded. Nothing else about such a body can be wrong.
    pub fn from_urlencoded(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        if let Some(form) = decoded_in_place(body, limits) {
            return Ok(form.finish());
        }
        let mut form = FormBuilder::new(limits);
        fill(&mut form, body)?;
        Ok(form.finish())
    }
}

/// Reads a body pair by pair: one with invalid UTF-8, or with too many fields or levels.
pub(crate) fn fill(form: &mut FormBuilder, body: &[u8]) -> Result<(), FormError> {
    // Text without escapes is checked here, once for the whole body.
    let whole = str::from_utf8(body).ok();
    // Buffers for unescaped text, reused from field to field.
    let (mut name_buffer, mut value_buffer) = (Vec::new(), Vec::new());
    let pairs = Pairs { body, at: 0 };
    for (name, value) in pairs {
        let name = name.text(body, whole, &mut name_buffer);
        form.push_text(name, value.text(body, whole, &mut value_buffer))?;
    }
    Ok(())
}

/// The name or the value of a pair, as it stands in the body.
#[derive(Clone, Copy)]
struct Half {
    start: usize,
    end: usize,
    escaped: bool,
}

impl Half {
    /// Returns the decoded text, or the decoded bytes if they are not valid UTF-8.
    fn text<'a>(self, body: &'a [u8], whole: Option<&'a str>, buffer: &'a mut Vec<u8>) -> Result<&'a str, &'a [u8]> {
        if let Some(whole) = whole.filter(|_| !self.escaped) {
            return Ok(whole.get(self.start..self.end).unwrap_or_default());
        }
        let bytes = body.get(self.start..self.end).unwrap_or_default();
        let bytes = if self.escaped { decode(bytes, buffer) } else { bytes };
        str::from_utf8(bytes).map_err(|_| bytes)
    }
}

/// Finds the pairs of a body in one pass over its bytes, and skips empty ones.
struct Pairs<'a> {
    body: &'a [u8],
    at: usize,
}

impl Iterator for Pairs<'_> {
    type Item = (Half, Half);

    fn next(&mut self) -> Option<(Half, Half)> {
        loop {
            let start = self.at;
            let rest = self.body.get(start..).filter(|rest| !rest.is_empty())?;
            let mut half = Half {
                start,
                end: start,
                escaped: false,
            };
            let mut name = None;
            let mut end = self.body.len();
            for (at, byte) in (start..).zip(rest) {
                match byte {
                    b'&' => {
                        end = at;
                        break;
                    }
                    b'=' if name.is_none() => {
                        name = Some(Half { end: at, ..half });
                        half = Half {
                            start: at + 1,
                            end: at + 1,
                            escaped: false,
                        };
                    }
                    b'+' | b'%' => half.escaped = true,
                    _ => {}
                }
            }
            self.at = end + 1;
            half.end = end;
            match name {
                Some(name) => return Some((name, half)),
                None if end > start => {
                    return Some((
                        half,
                        Half {
                            start: end,
                            end,
                            escaped: false,
                        },
                    ));
                }
                None => {}
            }
        }
    }
}

/// Decodes `+` to a space and `%41` to a byte. An invalid escape stays as it is.
fn decode<'a>(text: &'a [u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    buffer.reserve(text.len());
    for (index, words) in text.split(|&byte| byte == b'+').enumerate() {
        if index > 0 {
            buffer.push(b' ');
        }
        if words.contains(&b'%') {
            buffer.extend(percent_decode(words));
        } else {
            buffer.extend_from_slice(words);
        }
    }
    buffer
}

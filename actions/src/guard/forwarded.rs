//! The header `Forwarded` (RFC 7239) of one proxy.

use super::error::GuardErrorReason;

/// What a trusted proxy reports in `Forwarded`. Quotes are removed; a value with an escape (`\`)
/// stays as it is, and is then not valid as a host or a scheme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Forwarded<'a> {
    pub(super) host: Option<&'a str>,
    pub(super) proto: Option<&'a str>,
}

impl<'a> Forwarded<'a> {
    /// Parses one forwarded-element ([RFC 7239, section
    /// 4](https://www.rfc-editor.org/rfc/rfc7239#section-4)). Of several, the client may have sent
    /// the first and an inner proxy the last, so none is reliable.
    pub(super) fn parse(text: &'a str) -> Result<Self, GuardErrorReason> {
        let mut found = Self::default();
        let mut rest = text;
        loop {
            if !rest.is_empty() && !rest.starts_with([';', ',']) {
                let (name, after) = pair_name(rest)?;
                let (value, after) = pair_value(after)?;
                found.set(name, value)?;
                rest = after.trim_start_matches([' ', '\t']);
                // Only the end or another element may follow blanks.
                if rest.len() < after.len() && rest.starts_with(';') {
                    return Err(GuardErrorReason::ForwardedHostMalformed);
                }
            }
            rest = match rest.as_bytes().first() {
                None if text.is_empty() => return Err(GuardErrorReason::ForwardedHostMalformed),
                None => return Ok(found),
                Some(b';') => rest.get(1..).unwrap_or_default(),
                Some(b',') => return Err(GuardErrorReason::ForwardedHostAmbiguous),
                Some(_) => return Err(GuardErrorReason::ForwardedHostMalformed),
            };
        }
    }

    fn set(&mut self, name: &str, value: &'a str) -> Result<(), GuardErrorReason> {
        let (place, repeated) = match name {
            _ if name.eq_ignore_ascii_case("host") => (&mut self.host, GuardErrorReason::ForwardedHostAmbiguous),
            _ if name.eq_ignore_ascii_case("proto") => (&mut self.proto, GuardErrorReason::ForwardedProtoAmbiguous),
            _ => return Ok(()),
        };
        place.replace(value).map_or(Ok(()), |_| Err(repeated))
    }
}

/// Splits `name=` from the front.
fn pair_name(text: &str) -> Result<(&str, &str), GuardErrorReason> {
    let (name, rest) = text.split_at(token_length(text));
    match rest.strip_prefix('=') {
        Some(rest) if !name.is_empty() => Ok((name, rest)),
        _ => Err(GuardErrorReason::ForwardedHostMalformed),
    }
}

/// Splits a token, or the content of a quoted string, from the front.
fn pair_value(text: &str) -> Result<(&str, &str), GuardErrorReason> {
    let Some(quoted) = text.strip_prefix('"') else {
        return match text.split_at(token_length(text)) {
            ("", _) => Err(GuardErrorReason::ForwardedHostMalformed),
            split => Ok(split),
        };
    };
    let mut is_escaped = false;
    let end = quoted.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    let (value, rest) = end
        .and_then(|end| quoted.split_at_checked(end))
        .ok_or(GuardErrorReason::ForwardedHostMalformed)?;
    Ok((value, rest.get(1..).unwrap_or_default()))
}

/// Returns how many bytes at the front belong to a token ([RFC 9110, section
/// 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
fn token_length(text: &str) -> usize {
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    text.bytes().position(|byte| !is_token(&byte)).unwrap_or(text.len())
}

//! The headers of a part: the name of its field, and the name and media type of a file.
//!
//! They are defined in [RFC 7578, section 4](https://www.rfc-editor.org/rfc/rfc7578#section-4), and
//! written by browsers as in [HTML, multipart form
//! data](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).

use super::parameters::parameters;

/// The contents of a part's headers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The field's name, as bytes: a name that isn't UTF-8 doesn't violate the format.
    pub(super) name: Vec<u8>,
    /// The name of the file. `None` for a text field, empty for a file input without a chosen file.
    pub(super) file_name: Option<Vec<u8>>,
    pub(super) content_type: Option<String>,
}

/// Why the headers of a part are not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadHead {
    /// They are not those of a form's part.
    Malformed,
    /// The content is encoded, as in mail.
    Encoded,
}

impl Head {
    /// Parses the headers of a part.
    pub(super) fn parse(head: &[u8]) -> Result<Self, BadHead> {
        Self::parse_plain(head).ok_or_else(|| {
            let is_encoded = |line| header(line).is_some_and(|(name, value)| is_encoding(name) && !is_plain(value));
            if lines(head).any(is_encoded) {
                BadHead::Encoded
            } else {
                BadHead::Malformed
            }
        })
    }

    fn parse_plain(head: &[u8]) -> Option<Self> {
        let mut disposition = None;
        let mut content_type = None;
        for line in lines(head) {
            let (name, value) = header(line)?;
            if name.eq_ignore_ascii_case(b"content-disposition") {
                // With two, another parser may choose the other one.
                if disposition.replace(value).is_some() {
                    return None;
                }
            } else if name.eq_ignore_ascii_case(b"content-type") {
                content_type = str::from_utf8(value).ok().filter(|value| is_displayable(value));
            } else if is_encoding(name) && !is_plain(value) {
                return None;
            }
        }
        let mut this = Self {
            content_type: content_type.map(str::to_owned),
            ..Self::default()
        };
        this.read(disposition?)?;
        Some(this)
    }

    fn read(&mut self, disposition: &[u8]) -> Option<()> {
        let end = disposition.iter().position(|&byte| byte == b';')?;
        let (kind, rest) = disposition.split_at_checked(end)?;
        if !kind.trim_ascii().eq_ignore_ascii_case(b"form-data") {
            return None;
        }
        let mut name = None;
        for (key, value) in parameters(rest) {
            if key.eq_ignore_ascii_case(b"name") {
                if name.replace(unescape(&value)).is_some() {
                    return None;
                }
            } else if key.eq_ignore_ascii_case(b"filename") && self.file_name.replace(unescape(&value)).is_some() {
                return None;
            }
        }
        self.name = name?;
        Some(())
    }
}

/// Returns the name and the value of a header.
fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|&byte| byte == b':')?;
    let (name, value) = line.split_at_checked(colon)?;
    Some((name, value.get(1..)?.trim_ascii()))
}

fn is_encoding(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"content-transfer-encoding")
}

/// Returns the lines of the headers. Folded lines need no rule: they have no colon, or a name that
/// begins with a space and matches no header.
fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|&byte| byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
}

/// Returns whether content with this transfer encoding is not encoded at all. The other encodings
/// are for mail, and deprecated in forms ([RFC 7578, section
/// 4.7](https://www.rfc-editor.org/rfc/rfc7578#section-4.7)).
fn is_plain(encoding: &[u8]) -> bool {
    [&b"7bit"[..], b"8bit", b"binary"]
        .iter()
        .any(|plain| encoding.eq_ignore_ascii_case(plain))
}

/// Decodes `%0A`, `%0D` and `%22`: browsers encode exactly these three characters, which would
/// break the header.
fn unescape(value: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = match after.first_chunk::<2>() {
            Some(code) if byte == b'%' => match code.to_ascii_uppercase().as_slice() {
                b"0A" => Some(b'\n'),
                b"0D" => Some(b'\r'),
                b"22" => Some(b'"'),
                _ => None,
            },
            _ => None,
        };
        text.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    text
}

/// Returns whether a header's value can be displayed: it is not empty and has no control
/// characters.
fn is_displayable(value: &str) -> bool {
    !value.is_empty() && !value.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(head: &str) -> Option<(String, Option<String>, Option<String>)> {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let head = Head::parse(head.as_bytes()).ok()?;
        Some((text(head.name), head.file_name.map(text), head.content_type))
    }

    #[test]
    fn disposition_names_field_and_file() {
        for (value, name, file) in [
            ("form-data; name=\"a\"", "a", None),
            ("form-data; name=a", "a", None),
            ("Form-Data ;NAME = \"a\" ", "a", None),
            ("form-data; name=\"\"", "", None),
            ("form-data; name=\"a\"; filename=\"\"", "a", Some("")),
            ("form-data; filename=\"b.png\"; name=\"a\"", "a", Some("b.png")),
            // A parameter inside a quoted value is not a parameter.
            (
                "form-data; filename=\"x; name=evil\"; name=\"a\"",
                "a",
                Some("x; name=evil"),
            ),
            ("form-data; name=\"a; filename=x\"", "a; filename=x", None),
            // Browsers escape three characters, curl two others. A backslash at the end of a value
            // is part of it.
            ("form-data; name=\"a%22b%0D%0Ac%0d%41\"", "a\"b\r\nc\r%41", None),
            ("form-data; name=\"a\\\"b\"", "a\"b", None),
            ("form-data; name=\"a\"; filename=\"C:\\dir\\\"", "a", Some("C:\\dir\\")),
            (
                "form-data; name=\"été\"; filename=\"日本.txt\"",
                "été",
                Some("日本.txt"),
            ),
            // Not allowed in forms (RFC 7578, section 4.2).
            ("form-data; name=\"a\"; filename*=UTF-8''b", "a", None),
            ("form-data; name=\"a", "a", None),
            ("form-data; x; ; name=a;;", "a", None),
            ("form-data; name=\"100%\"; filename=\"%2\"", "100%", Some("%2")),
        ] {
            let parsed = parse(&format!("Content-Disposition: {value}"));
            assert_eq!(
                parsed,
                Some((name.to_owned(), file.map(str::to_owned), None)),
                "{value}"
            );
        }
    }

    #[test]
    fn invalid_headers_are_refused() {
        for head in [
            "",
            "Content-Type: text/plain",
            "Content-Disposition: form-data",
            "Content-Disposition: form-data; filename=x",
            "Content-Disposition: attachment; name=a",
            "Content-Disposition: form-data; name=a; name=b",
            "Content-Disposition: form-data; name=a; filename=b; filename=c",
            "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b",
            "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64",
            "Content-Disposition: form-data; name=a\r\nno colon",
        ] {
            assert_eq!(parse(head), None, "{head}");
        }
    }

    #[test]
    fn encoded_content_is_distinguished() {
        let disposition = "Content-Disposition: form-data; name=a";
        for (head, bad) in [
            (
                format!("{disposition}\r\nContent-Transfer-Encoding: base64"),
                BadHead::Encoded,
            ),
            (
                format!("content-transfer-encoding: quoted-printable\r\n{disposition}"),
                BadHead::Encoded,
            ),
            ("Content-Transfer-Encoding: 8bit".to_owned(), BadHead::Malformed),
        ] {
            assert_eq!(Head::parse(head.as_bytes()), Err(bad), "{head}");
        }
    }

    #[test]
    fn other_headers_are_read_or_ignored() {
        let head = "X: y\r\ncontent-type:  image/png; a=b \r\nContent-Disposition:form-data;name=a\r\nContent-Transfer-Encoding: Binary";
        assert_eq!(
            parse(head),
            Some(("a".to_owned(), None, Some("image/png; a=b".to_owned())))
        );
    }
}

//! The `boundary` parameter of a `Content-Type`.

use http::HeaderValue;

use super::parameters::parameters;

/// Returns the boundary. Returns `None` if it is missing, occurs twice, or is not valid: it has at
/// most 70 characters and no control characters ([RFC 2046, section
/// 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)).
pub(super) fn boundary(content_type: &HeaderValue) -> Option<Vec<u8>> {
    let value = content_type.as_bytes();
    let rest = value.get(value.iter().position(|&byte| byte == b';')?..)?;
    let mut all = parameters(rest).filter(|(key, _)| key.eq_ignore_ascii_case(b"boundary"));
    let (_, boundary) = all.next()?;
    let is_valid = (1..=70).contains(&boundary.len()) && boundary.iter().all(|byte| (b' '..=b'~').contains(byte));
    (is_valid && all.next().is_none()).then_some(boundary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundary_is_one_valid_parameter() {
        for (value, expected) in [
            ("multipart/form-data; boundary=abc", Some("abc")),
            (
                "multipart/form-data; charset=utf-8; Boundary=\"a b;c\"; x=y",
                Some("a b;c"),
            ),
            (
                "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
                Some("----WebKitFormBoundary7MA4YWxkTrZu0gW"),
            ),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary", None),
            ("multipart/form-data; boundary=", None),
            ("multipart/form-data; boundary=\"\"", None),
            ("multipart/form-data; boundary=a; boundary=b", None),
            ("multipart/form-data; boundary=a\u{e9}", None),
        ] {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            assert_eq!(boundary(&value).as_deref(), expected.map(str::as_bytes), "{value:?}");
        }
        let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
        assert_eq!(boundary(&long.parse().unwrap()), None);
    }
}

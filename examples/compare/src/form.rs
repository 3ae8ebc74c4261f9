//! Reads forms from pages, as a browser without JavaScript does.

/// Returns the text between the first `mark` and the next quote, such as a URL.
pub(crate) fn after<'p>(page: &'p str, mark: &str) -> Option<&'p str> {
    page.split(mark).nth(1)?.split('"').next()
}

/// Returns the form's hidden fields, encoded.
pub(crate) fn hidden(page: &str) -> String {
    let inputs = page.split("<input type=\"hidden\"").skip(1);
    let pairs = inputs.filter_map(|input| Some((after(input, "name=\"")?, after(input, "value=\"")?)));
    pairs
        .map(|(name, value)| format!("{}={}&", encode(name), encode(value)))
        .collect()
}

/// Percent-encodes text for a form.
pub(crate) fn encode(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_are_encoded() {
        let page =
            r#"<input type="hidden" name="a" value="/x y"><input name="t"><input type="hidden" name="b" value="">"#;
        assert_eq!(hidden(page), "a=%2Fx+y&b=&");
    }
}

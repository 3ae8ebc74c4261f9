//! Encodes a form's data as the body of a request.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything is percent-encoded in `application/x-www-form-urlencoded` but letters, digits and
/// these.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

const BOUNDARY: &str = "----frontdesk-testing-7d1f0c5a9b";

/// A file to send.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
}

impl File {
    /// What a browser sends if no file was chosen.
    pub(super) fn none() -> Self {
        Self {
            name: String::new(),
            content_type: "application/octet-stream".to_owned(),
            bytes: Vec::new(),
        }
    }
}

/// A name and its value.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Text(String, String),
    File(String, File),
}

/// The `enctype` of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    UrlEncoded,
    Multipart,
    Plain,
}

/// Returns content type and body. Line breaks are CRLF, as browsers send them.
pub(super) fn encode(entries: &[Entry], encoding: Encoding) -> (String, Vec<u8>) {
    match encoding {
        Encoding::Multipart => (format!("multipart/form-data; boundary={BOUNDARY}"), parts(entries)),
        Encoding::Plain => ("text/plain".to_owned(), lines(entries).into_bytes()),
        Encoding::UrlEncoded => (
            "application/x-www-form-urlencoded".to_owned(),
            pairs(entries).into_bytes(),
        ),
    }
}

fn lines(entries: &[Entry]) -> String {
    let line = |entry: &Entry| match entry {
        Entry::Text(name, value) => format!("{name}={}\r\n", crlf(value)),
        Entry::File(name, file) => format!("{name}={}\r\n", file.name),
    };
    entries.iter().map(line).collect()
}

/// Returns the entries as a query string.
pub(super) fn pairs(entries: &[Entry]) -> String {
    let mut body = String::new();
    for entry in entries {
        let (name, value) = match entry {
            Entry::Text(name, value) => (name, crlf(value)),
            Entry::File(name, file) => (name, file.name.clone()),
        };
        let separator = if body.is_empty() { "" } else { "&" };
        let (name, value) = (utf8_percent_encode(name, FORM), utf8_percent_encode(&value, FORM));
        // Writing into a String can't fail.
        let _ = write!(body, "{separator}{name}={value}");
    }
    body.replace("%20", "+")
}

fn parts(entries: &[Entry]) -> Vec<u8> {
    let quoted = |text: &str| text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let mut body = Vec::new();
    for entry in entries {
        let (head, bytes) = match entry {
            Entry::Text(name, value) => (format!("name=\"{}\"", quoted(name)), crlf(value).into_bytes()),
            Entry::File(name, file) => {
                let (name, own, kind) = (quoted(name), quoted(&file.name), &file.content_type);
                let head = format!("name=\"{name}\"; filename=\"{own}\"\r\nContent-Type: {kind}");
                (head, file.bytes.clone())
            }
        };
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_is_that_of_browsers() {
        let file = File {
            name: "a\".txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"hello".to_vec(),
        };
        let entries = [
            Entry::Text("a b".to_owned(), "ü&\n".to_owned()),
            Entry::File("f".to_owned(), file),
        ];
        let (kind, body) = encode(&entries, Encoding::UrlEncoded);
        assert_eq!(kind, "application/x-www-form-urlencoded");
        assert_eq!(body, b"a+b=%C3%BC%26%0D%0A&f=a%22.txt");
        let (kind, body) = encode(&entries, Encoding::Plain);
        assert_eq!(kind, "text/plain");
        assert_eq!(String::from_utf8(body).unwrap(), "a b=ü&\r\n\r\nf=a\".txt\r\n");
        let (kind, body) = encode(&entries, Encoding::Multipart);
        assert_eq!(kind, format!("multipart/form-data; boundary={BOUNDARY}"));
        let expected = "--B\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\nü&\r\n\r\n\
            --B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22.txt\"\r\nContent-Type: text/plain\r\n\r\n\
            hello\r\n--B--\r\n";
        assert_eq!(
            String::from_utf8(body).unwrap(),
            expected.replace("--B", &format!("--{BOUNDARY}"))
        );
    }
}

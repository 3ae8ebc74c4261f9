//! Bodies of `multipart/form-data`, as browsers and other clients write them.

use bytes::Bytes;
use percent_encoding::percent_decode;

use crate::harness::client::Call;

const BOUNDARY: &str = "----conformance-5f0c";

/// A file of a form. The default is an empty file input.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) content: Bytes,
}

impl File {
    pub(crate) fn new(name: &str, kind: &str, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            content: content.into(),
        }
    }
}

/// A body that is being built.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(Vec<u8>);

impl Parts {
    /// Converts a URL-encoded form.
    pub(crate) fn of_urlencoded(form: &str) -> Self {
        let pairs = form.split('&').filter(|pair| !pair.is_empty());
        pairs.fold(Self::default(), |parts, pair| {
            let pair = pair.replace('+', " ");
            let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
            let decode = |text: &str| percent_decode(text.as_bytes()).collect::<Vec<_>>();
            parts.part([&b"name=\""[..], &decode(name), b"\""].concat(), decode(value))
        })
    }

    pub(crate) fn text(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.part(format!("name=\"{name}\""), value)
    }

    pub(crate) fn file(self, name: &str, file: &File) -> Self {
        let quoted = file.name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let kind = match file.kind.as_str() {
            "" if file.name.is_empty() => "\r\nContent-Type: application/octet-stream".to_owned(),
            "" => String::new(),
            kind => format!("\r\nContent-Type: {kind}"),
        };
        let head = format!("name=\"{name}\"; filename=\"{quoted}\"{kind}");
        self.part(head, &file.content)
    }

    /// Adds a part; `head` is written after `Content-Disposition: form-data; `.
    pub(crate) fn part(mut self, head: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        self.0
            .extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; ").as_bytes());
        for piece in [head.as_ref(), b"\r\n\r\n", content.as_ref(), b"\r\n"] {
            self.0.extend_from_slice(piece);
        }
        self
    }

    /// Returns the body without the closing delimiter.
    pub(crate) fn unfinished(self) -> Vec<u8> {
        self.0
    }

    /// Returns the body with its closing delimiter.
    pub(crate) fn finished(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }
}

impl Call {
    /// Sets a body of `multipart/form-data`.
    pub(crate) fn multipart(self, parts: Parts) -> Self {
        self.multipart_type().body(parts.finished())
    }

    /// Adds the `Content-Type` of these bodies, and no body.
    pub(crate) fn multipart_type(self) -> Self {
        self.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
    }
}

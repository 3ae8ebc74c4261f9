//! Bodies of `multipart/form-data`, as browsers write them and as others do.

use bytes::Bytes;
use percent_encoding::percent_decode;

use crate::harness::client::Call;

const BOUNDARY: &str = "----conformance-5f0c";

/// A file that somebody chooses; by default none.
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

/// A body in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(Vec<u8>);

impl Parts {
    /// What a urlencoded form says.
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

    /// A part whose header, after `form-data; `, is as the caller says.
    pub(crate) fn part(mut self, head: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        self.0
            .extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; ").as_bytes());
        for piece in [head.as_ref(), b"\r\n\r\n", content.as_ref(), b"\r\n"] {
            self.0.extend_from_slice(piece);
        }
        self
    }

    /// The body as it stands, without its end.
    pub(crate) fn unfinished(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn finished(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }
}

impl Call {
    /// With a body of `multipart/form-data`.
    pub(crate) fn multipart(self, parts: Parts) -> Self {
        self.multipart_type().body(parts.finished())
    }

    /// Only with the header that announces it.
    pub(crate) fn multipart_type(self) -> Self {
        self.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
    }
}

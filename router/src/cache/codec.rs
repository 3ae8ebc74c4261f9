//! A kept answer as bytes, for stores that share it.
//!
//! Lists and byte strings have their length in front; numbers are big-endian. The first byte is the version of this layout:
//! another version of ours reads what it doesn't know as "nothing kept".

use std::io;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::answer::{Content, Inner, StoredResponse};

const VERSION: u8 = 1;

impl StoredResponse {
    /// The answer as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let inner = self.inner();
        let mut out = Writer(vec![VERSION]);
        out.number(inner.sequence);
        out.time(Some(inner.made));
        out.duration(inner.fresh);
        out.duration(inner.lifetime);
        out.number(inner.failures.into());
        out.time(inner.failed);
        out.number(inner.tags.len() as u64);
        for tag in &*inner.tags {
            out.bytes(tag.as_bytes());
        }
        out.number(inner.status.as_u16().into());
        out.content(&inner.content);
        out.number(inner.page.is_some().into());
        if let Some(page) = &inner.page {
            out.content(page);
        }
        out.0
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote. The bodies share `bytes`.
    ///
    /// # Errors
    ///
    /// `InvalidData` for anything else, what another version wrote in another layout included.
    pub fn from_bytes(bytes: &Bytes) -> io::Result<Self> {
        let read = || {
            let mut input = Reader(bytes.clone());
            (input.take(1)?.first() == Some(&VERSION)).then_some(())?;
            let answer = input.answer()?;
            input.0.is_empty().then_some(answer)
        };
        read().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a kept answer of this version"))
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// One more than the nanoseconds, and 0 for none.
    fn duration(&mut self, duration: Option<Duration>) {
        let nanos = |duration: Duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.number(duration.map_or(0, |duration| nanos(duration).saturating_add(1)));
    }

    fn time(&mut self, time: Option<SystemTime>) {
        self.duration(time.map(|time| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()));
    }

    fn content(&mut self, content: &Content) {
        self.number(content.headers.len() as u64);
        for (name, value) in &content.headers {
            self.bytes(name.as_str().as_bytes());
            self.bytes(value.as_bytes());
        }
        self.bytes(&content.body);
    }
}

/// Nothing is allocated for a length or a count that the input doesn't have.
struct Reader(Bytes);

impl Reader {
    fn take(&mut self, length: usize) -> Option<Bytes> {
        (length <= self.0.len()).then(|| self.0.split_to(length))
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.as_ref().try_into().ok()?))
    }

    fn bytes(&mut self) -> Option<Bytes> {
        let length = self.number()?;
        self.take(length.try_into().ok()?)
    }

    fn duration(&mut self) -> Option<Option<Duration>> {
        let number = self.number()?;
        Some(number.checked_sub(1).map(Duration::from_nanos))
    }

    fn time(&mut self) -> Option<Option<SystemTime>> {
        match self.duration()? {
            Some(since) => Some(Some(SystemTime::UNIX_EPOCH.checked_add(since)?)),
            None => Some(None),
        }
    }

    fn tags(&mut self) -> Option<Vec<String>> {
        let count = self.number()?;
        let tag = |bytes: Bytes| String::from_utf8(bytes.into()).ok();
        (0..count).map(|_| self.bytes().and_then(tag)).collect()
    }

    fn content(&mut self) -> Option<Content> {
        let mut headers = HeaderMap::new();
        for _ in 0..self.number()? {
            let name = HeaderName::from_bytes(&self.bytes()?).ok()?;
            let value = HeaderValue::from_maybe_shared(self.bytes()?).ok()?;
            headers.try_append(name, value).ok()?;
        }
        let body = self.bytes()?;
        Some(Content { headers, body })
    }

    fn answer(&mut self) -> Option<StoredResponse> {
        Some(StoredResponse::new(Inner {
            sequence: self.number()?,
            made: self.time()??,
            fresh: self.duration()?,
            lifetime: self.duration()?,
            failures: self.number()?.try_into().ok()?,
            failed: self.time()?,
            tags: self.tags()?.into(),
            status: StatusCode::from_u16(self.number()?.try_into().ok()?).ok()?,
            content: self.content()?,
            page: match self.number()? {
                0 => None,
                _ => Some(self.content()?),
            },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(page: bool) -> StoredResponse {
        let mut headers = HeaderMap::new();
        headers.append("x-a", HeaderValue::from_bytes(b"one\xff").unwrap());
        headers.append("x-a", HeaderValue::from_static("two"));
        let content = |body| Content {
            headers: headers.clone(),
            body: Bytes::from_static(body),
        };
        StoredResponse::new(Inner {
            sequence: 7,
            made: SystemTime::UNIX_EPOCH + Duration::from_nanos(1_700_000_000_123_456_789),
            fresh: Some(Duration::ZERO),
            lifetime: None,
            failures: 2,
            failed: page.then_some(SystemTime::UNIX_EPOCH),
            tags: ["a".to_owned(), "ü".to_owned()].into(),
            status: StatusCode::NOT_FOUND,
            content: content(b"body"),
            page: page.then(|| content(b"<p>")),
        })
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else_is() {
        for page in [true, false] {
            let answer = answer(page);
            let bytes = Bytes::from(answer.to_bytes());
            assert!(StoredResponse::from_bytes(&bytes).unwrap() == answer);
            for length in 0..bytes.len() {
                assert!(StoredResponse::from_bytes(&bytes.slice(..length)).is_err(), "{length}");
            }
            let longer = [&bytes[..], b"x"].concat();
            assert!(StoredResponse::from_bytes(&longer.into()).is_err());
            // Damage anywhere is an error or another answer, never a panic or a huge allocation.
            for at in 0..bytes.len() {
                for bit in [1, 0x80] {
                    let mut damaged = bytes.to_vec();
                    damaged[at] ^= bit;
                    let _ = StoredResponse::from_bytes(&damaged.into());
                }
            }
        }
    }
}

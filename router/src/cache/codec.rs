//! A stored response as bytes, for stores that several instances share.
//!
//! A version byte, followed by the response in postcard's format. Another version of this crate
//! treats a version that it does not know as a miss.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize, Serializer};

use super::response::{Content, Inner, StoredResponse};
use crate::problem::StoredProblem;

const VERSION: u8 = 4;

/// The layout of the bytes after the version. Times are durations since the Unix epoch.
#[derive(Serialize, Deserialize)]
struct Encoded<'a> {
    sequence: u64,
    generated_at: Duration,
    fresh_for: Option<Duration>,
    lifetime: Option<Duration>,
    failures: u32,
    last_failure: Option<Duration>,
    #[serde(borrow)]
    tags: Vec<&'a str>,
    status: u16,
    content: EncodedContent<'a>,
    html: Option<EncodedContent<'a>>,
    problem: Option<Cow<'a, StoredProblem>>,
}

#[derive(Serialize, Deserialize)]
struct EncodedContent<'a> {
    #[serde(borrow)]
    headers: Vec<(&'a str, ByteSlice<'a>)>,
    body: ByteSlice<'a>,
}

/// Bytes that are written at once, and not one by one as serde writes slices.
#[derive(Deserialize)]
struct ByteSlice<'a>(#[serde(borrow)] &'a [u8]);

impl Serialize for ByteSlice<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl StoredResponse {
    /// Encodes the response.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // A `Vec` has room for everything. Were it to fail, the empty result would be a miss.
        postcard::to_extend(&encode(self.inner()), vec![VERSION]).unwrap_or_default()
    }

    /// Decodes what [`to_bytes`](Self::to_bytes) encoded. The bodies share `bytes`.
    ///
    /// # Errors
    ///
    /// `InvalidData` for anything else, including what another version of this crate encoded in
    /// another layout. A store should treat it as a miss.
    ///
    /// ```
    /// use frontdesk_router::{Bytes, StoredResponse};
    ///
    /// let error = StoredResponse::from_bytes(&Bytes::from_static(b"not a response")).unwrap_err();
    /// assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    /// ```
    pub fn from_bytes(bytes: &Bytes) -> io::Result<Self> {
        let inner = bytes.strip_prefix(&[VERSION]).and_then(|rest| {
            let (encoded, rest) = postcard::take_from_bytes::<Encoded<'_>>(rest).ok()?;
            rest.is_empty().then_some(())?;
            decode(&encoded, bytes)
        });
        let invalid = || io::Error::new(io::ErrorKind::InvalidData, "not a stored response of this version");
        inner.map(Self::new).ok_or_else(invalid)
    }
}

fn encode(inner: &Inner) -> Encoded<'_> {
    let since_epoch = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Encoded {
        sequence: inner.sequence,
        generated_at: since_epoch(inner.generated_at),
        fresh_for: inner.fresh_for,
        lifetime: inner.lifetime,
        failures: inner.failures,
        last_failure: inner.last_failure.map(since_epoch),
        tags: inner.tags.iter().map(String::as_str).collect(),
        status: inner.status.as_u16(),
        content: encode_content(&inner.content),
        html: inner.html.as_ref().map(encode_content),
        problem: inner.problem.as_deref().map(Cow::Borrowed),
    }
}

fn encode_content(content: &Content) -> EncodedContent<'_> {
    let headers = content.headers.iter();
    EncodedContent {
        headers: headers
            .map(|(name, value)| (name.as_str(), ByteSlice(value.as_bytes())))
            .collect(),
        body: ByteSlice(&content.body),
    }
}

fn decode(encoded: &Encoded<'_>, bytes: &Bytes) -> Option<Inner> {
    let time = |since_epoch| SystemTime::UNIX_EPOCH.checked_add(since_epoch);
    let tags = encoded.tags.iter().map(|tag| (*tag).to_owned());
    Some(Inner {
        sequence: encoded.sequence,
        generated_at: time(encoded.generated_at)?,
        fresh_for: encoded.fresh_for,
        lifetime: encoded.lifetime,
        failures: encoded.failures,
        last_failure: match encoded.last_failure {
            Some(since_epoch) => Some(time(since_epoch)?),
            None => None,
        },
        tags: tags.collect(),
        status: StatusCode::from_u16(encoded.status).ok()?,
        content: decode_content(&encoded.content, bytes)?,
        html: match &encoded.html {
            Some(html) => Some(decode_content(html, bytes)?),
            None => None,
        },
        problem: encoded.problem.clone().map(Cow::into_owned).map(Arc::new),
    })
}

fn decode_content(encoded: &EncodedContent<'_>, bytes: &Bytes) -> Option<Content> {
    let mut headers = HeaderMap::new();
    for (name, value) in &encoded.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let value = HeaderValue::from_bytes(value.0).ok()?;
        headers.try_append(name, value).ok()?;
    }
    let body = bytes.slice_ref(encoded.body.0);
    Some(Content { headers, body })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    fn response(has_html: bool) -> StoredResponse {
        let mut headers = HeaderMap::new();
        headers.append("x-a", HeaderValue::from_bytes(b"one\xff").unwrap());
        headers.append("x-a", HeaderValue::from_static("two"));
        let content = |body| Content {
            headers: headers.clone(),
            body: Bytes::from_static(body),
        };
        StoredResponse::new(Inner {
            sequence: 7,
            generated_at: SystemTime::UNIX_EPOCH + Duration::from_nanos(1_700_000_000_123_456_789),
            fresh_for: Some(Duration::ZERO),
            lifetime: None,
            failures: 2,
            last_failure: has_html.then_some(SystemTime::UNIX_EPOCH),
            tags: ["a".to_owned(), "ü".to_owned()].into(),
            status: StatusCode::NOT_FOUND,
            content: content(b"body"),
            html: has_html.then(|| content(b"<p>")),
            problem: has_html.then(|| Arc::new(StoredProblem::from(&Problem::not_found()))),
        })
    }

    #[test]
    fn response_survives_encoding_and_malformed_bytes_are_an_error() {
        for has_html in [true, false] {
            let response = response(has_html);
            let bytes = Bytes::from(response.to_bytes());
            assert!(StoredResponse::from_bytes(&bytes).unwrap() == response);
            for length in 0..bytes.len() {
                assert!(StoredResponse::from_bytes(&bytes.slice(..length)).is_err(), "{length}");
            }
            let longer = [&bytes[..], b"x"].concat();
            assert!(StoredResponse::from_bytes(&longer.into()).is_err());
            // Damage anywhere is an error or another response, never a panic or a huge allocation.
            for index in 0..bytes.len() {
                for bit in [1, 0x80] {
                    let mut damaged = bytes.to_vec();
                    damaged[index] ^= bit;
                    let _ = StoredResponse::from_bytes(&damaged.into());
                }
            }
        }
    }

    #[test]
    fn other_versions_and_absurd_times_are_an_error() {
        let mut bytes = response(false).to_bytes();
        bytes[0] = VERSION - 1;
        assert!(StoredResponse::from_bytes(&bytes.into()).is_err());

        let response = response(false);
        let mut encoded = encode(response.inner());
        encoded.generated_at = Duration::MAX;
        let bytes = postcard::to_extend(&encoded, vec![VERSION]).unwrap();
        assert!(StoredResponse::from_bytes(&bytes.into()).is_err());
    }
}

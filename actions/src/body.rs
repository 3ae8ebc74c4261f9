//! What a body is: its kinds, and what they are read as.

use std::sync::Arc;

use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::actions::Entry;
use crate::form::{FormData, FormError};
use crate::multipart;
use crate::source::{Source, Whole, too_large, waits_to_send};
use crate::submission::Submission;

/// How much of a urlencoded body that was refused is looked at for what to show again. More than that is hardly kept anyway.
const RESCUED: usize = 1024 * 1024;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    UrlEncoded,
    Multipart,
    Json,
    Postcard,
    /// No `Content-Type`: fine as long as nothing follows.
    Empty,
}

impl BodyKind {
    /// With their media types, in the order in which they are recommended.
    const ALL: [(Self, &str); 4] = [
        (Self::UrlEncoded, "application/x-www-form-urlencoded"),
        (Self::Multipart, "multipart/form-data"),
        (Self::Json, "application/json"),
        (Self::Postcard, "application/postcard"),
    ];

    fn is_taken_by(self, entry: &Entry) -> bool {
        match self {
            Self::Multipart | Self::Empty => true,
            // Only multipart can carry files.
            Self::UrlEncoded | Self::Json => !entry.fields.has_files(),
            Self::Postcard => entry.takes_postcard,
        }
    }
}

/// The kind of body that the headers announce.
pub(crate) fn kind(headers: &HeaderMap, entry: &Entry) -> Result<BodyKind, Problem> {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-encoding")
            .with_detail("Send the body as it is, without compression.")
            .with_header(ACCEPT_ENCODING, HeaderValue::from_static("identity")));
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let Some(value) = types.next() else {
        return Ok(BodyKind::Empty);
    };
    let essence = value
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    let kind = BodyKind::ALL
        .into_iter()
        .find(|(kind, name)| essence.eq_ignore_ascii_case(name) && kind.is_taken_by(entry));
    // Two types can't both be true, and which one another reader believes is unknown.
    kind.filter(|_| types.next().is_none())
        .map(|(kind, _)| kind)
        .ok_or_else(|| unsupported(entry))
}

fn unsupported(entry: &Entry) -> Problem {
    let taken = BodyKind::ALL.into_iter().filter(|(kind, _)| kind.is_taken_by(entry));
    let taken: Vec<_> = taken.map(|(_, name)| name).collect();
    let detail = if entry.fields.has_files() {
        "This server action takes files: send its form as `multipart/form-data`."
    } else {
        "A server action takes the data of an HTML form, or JSON."
    };
    let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type").with_detail(detail);
    match HeaderValue::try_from(taken.join(", ")) {
        Ok(taken) => problem.with_header(ACCEPT, taken),
        Err(_) => problem,
    }
}

/// Whether the declared length is within the limit; what is declared is only compared, never allocated.
pub(crate) fn check_declared(headers: &HeaderMap, limit: u64) -> Result<(), Problem> {
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit) {
        Err(too_large(limit))
    } else {
        Ok(())
    }
}

/// What a body was, once it was read.
pub(crate) enum Received {
    Form(Submission),
    /// Only the action's own types know what it says.
    Postcard(Bytes),
}

/// A body that was not read whole. What had come of its form by then is kept: somebody typed it.
pub(crate) struct Unread {
    pub(crate) problem: Problem,
    pub(crate) form: Box<Submission>,
}

impl Unread {
    pub(crate) fn new(problem: Problem, form: Submission) -> Self {
        Self {
            problem,
            form: Box::new(form),
        }
    }
}

/// Reads the body of a call. When it is refused, the rest is read too, so that the answer is seen.
pub(crate) async fn receive(
    body: Body,
    kind: BodyKind,
    headers: &HeaderMap,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> Result<Received, Unread> {
    let mut source = Source::of(body, &entry.limits, &**runtime);
    let received = match kind {
        // Boxed: the way of other forms need not make room for it.
        BodyKind::Multipart => Box::pin(multipart::read(&mut source, headers.get(CONTENT_TYPE), entry, runtime))
            .await
            .map(|form| Received::Form(Submission::new(form))),
        _ => {
            let mut whole = Whole::default();
            let read = source.whole(&mut whole).await;
            decode(read, whole.into_bytes(), kind, entry)
        }
    };
    if received.is_err() {
        source.refuse();
        // Boxed likewise.
        drop(Box::pin(source.skip()).await);
    }
    received
}

/// Reads what a browser sent of a form that was refused before, for the page to show it again: as much as is read of a refused
/// body anyway, and of its files nothing.
pub(crate) fn rescue<'a>(
    body: Body,
    kind: BodyKind,
    headers: &'a HeaderMap,
    entry: &'a Entry,
    runtime: &'a Arc<dyn Runtime>,
) -> BoxFuture<'a, Submission> {
    Box::pin(async move {
        if waits_to_send(headers) {
            return Submission::empty();
        }
        let mut source = Source::refused(body, &entry.limits, RESCUED as u64, &**runtime);
        let form = match kind {
            BodyKind::Multipart => {
                let texts = multipart::texts(&mut source, headers.get(CONTENT_TYPE), entry, runtime);
                Submission::new(texts.await)
            }
            _ => {
                let mut whole = Whole::default();
                let read = source.whole(&mut whole).await;
                match decode(read, whole.into_bytes(), kind, entry) {
                    Ok(Received::Form(form)) => form,
                    Err(Unread { form, .. }) => *form,
                    Ok(Received::Postcard(_)) => Submission::empty(),
                }
            }
        };
        source.refuse();
        drop(source.skip().await);
        form
    })
}

/// What the bytes of a body say, if they were `read` without a problem; else what can be told of their beginning.
fn decode(read: Result<(), Problem>, bytes: Bytes, kind: BodyKind, entry: &Entry) -> Result<Received, Unread> {
    let limits = &entry.limits.form;
    let form = |form: Result<FormData, FormError>| {
        let form = form.map_err(|error| unreadable(&error))?;
        Ok(Received::Form(Submission::new(form)))
    };
    let received = read.and_then(|()| match kind {
        BodyKind::Postcard => Ok(Received::Postcard(bytes.clone())),
        BodyKind::Empty if !bytes.is_empty() => Err(unsupported(entry)),
        BodyKind::Json => form(FormData::from_json(&bytes, limits)),
        _ => form(FormData::from_urlencoded(&bytes, limits)),
    });
    received.map_err(|problem| {
        let beginning = match kind {
            BodyKind::UrlEncoded => FormData::from_truncated_urlencoded(bytes.get(..RESCUED).unwrap_or(&bytes), limits),
            _ => FormData::empty(),
        };
        Unread::new(problem, Submission::new(beginning))
    })
}

pub(crate) fn unreadable(error: &FormError) -> Problem {
    if error.is_postcard_unsupported() {
        return Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
    }
    let (status, code) = if error.is_syntax() {
        (StatusCode::BAD_REQUEST, "invalid-json")
    } else if error.is_postcard() {
        (StatusCode::BAD_REQUEST, "invalid-postcard")
    } else {
        (StatusCode::PAYLOAD_TOO_LARGE, "too-many-fields")
    };
    Problem::new(status, code).with_detail(error.to_string())
}

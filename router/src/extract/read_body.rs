//! Reads the body of a request for an extractor that takes all of it.

use axum_core::RequestExt as _;
use axum_core::body::Body;
use axum_core::extract::Request;
use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt as _;

use crate::problem::{Problem, codes, texts, unreadable_body};
use crate::transfer_encoding::check_transfer_encoding;

/// Reads a body up to the limit of the layers, or 2 MiB. One that comes in one piece is not copied.
pub(super) async fn read_body(request: Request) -> Result<Bytes, Problem> {
    let mut body = request.into_limited_body();
    let first = next_piece(&mut body).await?.unwrap_or_default();
    let Some(second) = next_piece(&mut body).await? else {
        return Ok(first);
    };
    let mut whole = BytesMut::from(first);
    whole.extend_from_slice(&second);
    while let Some(piece) = next_piece(&mut body).await? {
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

/// Returns the next piece of a body that is not empty.
async fn next_piece(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    while let Some(frame) = body.frame().await {
        // Trailers are not of the body.
        match frame.map_err(|error| unreadable_body(&error))?.into_data() {
            Ok(data) if !data.is_empty() => return Ok(Some(data)),
            _ => {}
        }
    }
    Ok(None)
}

/// Refuses a body whose framing or type the extractor doesn't read.
pub(super) fn check_head(
    request: &Request,
    is_read: impl FnOnce(&[u8]) -> bool,
    expected: &'static str,
) -> Result<(), Problem> {
    check_transfer_encoding(request.headers(), request.version())?;
    let value = request.headers().get(CONTENT_TYPE);
    let value = value.map_or(&[][..], HeaderValue::as_bytes);
    // Most clients send it just so.
    if value == expected.as_bytes() || is_read(media_type(value)) {
        Ok(())
    } else {
        Err(unsupported(request.method(), expected))
    }
}

/// Returns the media type without its parameters, which may be empty and have spaces around the `;`
/// (RFC 9110, section 5.6.6).
fn media_type(value: &[u8]) -> &[u8] {
    value
        .split(|byte| *byte == b';')
        .next()
        .unwrap_or_default()
        .trim_ascii()
}

/// Names the expected type in `Accept` (RFC 9110, section 15.5.16), and for PATCH in `Accept-Patch` too
/// (RFC 5789, section 2.2).
fn unsupported(method: &Method, expected: &'static str) -> Problem {
    let kind = HeaderValue::from_static(expected);
    let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::UNSUPPORTED_MEDIA_TYPE)
        .with_detail(texts::WRONG_TYPE.with("type", expected))
        .with_header(ACCEPT, kind.clone());
    match *method {
        Method::PATCH => problem.with_header(HeaderName::from_static("accept-patch"), kind),
        _ => problem,
    }
}

#[cfg(test)]
mod tests {
    use axum_core::extract::DefaultBodyLimit;
    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::StreamBody;

    use super::*;

    /// Without layers.
    const LIMIT: usize = 2 * 1024 * 1024;

    fn in_pieces(lengths: &[usize]) -> Body {
        let pieces = lengths
            .iter()
            .map(|length| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; *length])));
        Body::from_stream(stream::iter(pieces.collect::<Vec<_>>()))
    }

    #[tokio::test]
    async fn bodies_are_read_up_to_the_limit() {
        let small = Some(DefaultBodyLimit::max(8));
        let cases: [(&[usize], _, Result<usize, u16>); 14] = [
            (&[], None, Ok(0)),
            (&[0], None, Ok(0)),
            (&[0, 3, 0, 4, 0], None, Ok(7)),
            (&[LIMIT], None, Ok(LIMIT)),
            (&[LIMIT + 1], None, Err(413)),
            (&[LIMIT, 0], None, Ok(LIMIT)),
            (&[LIMIT - 1, 1], None, Ok(LIMIT)),
            (&[LIMIT, 1], None, Err(413)),
            (&[1, LIMIT], None, Err(413)),
            (&[8], small, Ok(8)),
            (&[9], small, Err(413)),
            (&[4, 4], small, Ok(8)),
            (&[4, 4, 1], small, Err(413)),
            (&[LIMIT, 1], Some(DefaultBodyLimit::disable()), Ok(LIMIT + 1)),
        ];
        for (lengths, limit, expected) in cases {
            let mut request = Request::new(in_pieces(lengths));
            if let Some(limit) = limit {
                limit.apply(&mut request);
            }
            let read = read_body(request).await;
            let read = read
                .map(|bytes| bytes.len())
                .map_err(|problem| problem.status().as_u16());
            assert_eq!(read, expected, "{lengths:?}");
        }
    }

    #[tokio::test]
    async fn one_piece_is_not_copied() {
        for at_its_end in [false, true] {
            let piece = Bytes::from(b"a=1&b=2".to_vec());
            let frames = [
                Frame::data(Bytes::new()),
                Frame::data(piece.clone()),
                Frame::trailers(http::HeaderMap::new()),
            ];
            let body = if at_its_end {
                Body::from(piece.clone())
            } else {
                Body::new(StreamBody::new(stream::iter(frames.map(Ok::<_, std::io::Error>))))
            };
            let read = read_body(Request::new(body)).await.unwrap();
            assert_eq!((read.as_ptr(), read.len()), (piece.as_ptr(), piece.len()));
        }
    }

    #[tokio::test]
    async fn broken_bodies_are_unreadable() {
        let pieces = [Ok(Bytes::from_static(b"a")), Err(std::io::Error::other("reset"))];
        let problem = read_body(Request::new(Body::from_stream(stream::iter(pieces))))
            .await
            .unwrap_err();
        assert_eq!(
            (problem.status().as_u16(), problem.code()),
            (400, codes::UNREADABLE_BODY)
        );
    }
}

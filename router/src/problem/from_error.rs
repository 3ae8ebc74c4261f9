//! What `?` makes of an error.

use std::error::Error;
use std::panic::Location;
use std::sync::Arc;

use axum_core::extract::rejection::{BytesRejection, StringRejection};
use http::StatusCode;

use super::details::Problem;
use super::maskable::Maskable;
use super::{codes, texts};
use crate::body_limit::BodyLimitError;

/// A masked 500. Only a body that axum-core's `Bytes` or `String` could not read, in an extractor of the
/// app, is the same problem as in the arguments of a handler.
impl<E: Maskable> From<E> for Problem {
    #[track_caller]
    fn from(error: E) -> Self {
        let error: Arc<dyn Error + Send + Sync> = Arc::new(error);
        match error.is::<BytesRejection>() || error.is::<StringRejection>() {
            true => unreadable_body(&*error),
            false => Self::masked(error, Location::caller()),
        }
    }
}

/// Creates the problem of a body that axum-core could not read, by its rejection. A limit may be
/// that of a layer anywhere around the handler, the host's included.
pub(crate) fn unreadable_body(rejection: &(dyn Error + 'static)) -> Problem {
    if BodyLimitError::is_cause_of(rejection) {
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, codes::BODY_TOO_LARGE).with_detail(texts::BODY_TOO_LARGE);
    }
    Problem::bad_request(codes::UNREADABLE_BODY).with_detail(texts::UNREADABLE_BODY)
}

#[cfg(test)]
mod tests {
    use axum_core::body::Body;
    use axum_core::extract::{DefaultBodyLimit, FromRequest, Request};
    use bytes::Bytes;
    use futures_util::stream;

    use super::*;

    async fn length(request: Request) -> Result<usize, Problem> {
        Ok(Bytes::from_request(request, &()).await?.len())
    }

    async fn text(request: Request) -> Result<String, Problem> {
        Ok(String::from_request(request, &()).await?)
    }

    #[tokio::test]
    async fn unread_bodies_are_what_they_are_in_a_handlers_arguments() {
        let broken = || Body::from_stream(stream::iter([Err::<Bytes, _>(std::io::Error::other("reset"))]));
        let cases: [(fn() -> Body, _); 3] = [
            (|| Body::from("four"), None),
            (|| Body::from("five!"), Some((413, codes::BODY_TOO_LARGE))),
            (broken, Some((400, codes::UNREADABLE_BODY))),
        ];
        for (body, expected) in cases {
            let request = || {
                let mut request = Request::new(body());
                DefaultBodyLimit::max(4).apply(&mut request);
                request
            };
            for problem in [length(request()).await.err(), text(request()).await.err()] {
                let found = problem
                    .as_ref()
                    .map(|problem| (problem.status().as_u16(), problem.code()));
                assert_eq!(found, expected);
            }
        }
    }
}

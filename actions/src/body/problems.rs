//! The problems of bodies that can't be read.

use std::error::Error;

use frontdesk_form::FormError;
use frontdesk_router::__desk::BodyLimitError;
use frontdesk_router::Problem;
use http::StatusCode;

use crate::limits::rounded;
use crate::{codes, texts};

/// The problem of a body that is larger than `limit` bytes.
pub(crate) fn too_large(limit: u64) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, codes::BODY_TOO_LARGE)
        .with_title(texts::TOO_LARGE)
        .with_detail(texts::LARGER_THAN.with("limit", rounded(limit)))
}

/// The problem of a body that was received and is not a form.
pub(crate) fn form_problem(error: &FormError) -> Problem {
    if error.is_postcard_unsupported() {
        return Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::UNSUPPORTED_MEDIA_TYPE);
    }
    let (status, code) = if error.is_syntax() {
        (StatusCode::BAD_REQUEST, codes::INVALID_JSON)
    } else if error.is_postcard() {
        (StatusCode::BAD_REQUEST, codes::INVALID_POSTCARD)
    } else if error.is_too_deep() {
        (StatusCode::PAYLOAD_TOO_LARGE, codes::TOO_MANY_LEVELS)
    } else {
        (StatusCode::PAYLOAD_TOO_LARGE, codes::TOO_MANY_FIELDS)
    };
    Problem::new(status, code).with_detail(error.message())
}

pub(super) fn stalled() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, codes::BODY_STALLED).with_detail(texts::STALLED)
}

/// The problem of a body whose stream failed: it passed a limit of the host app, or the connection
/// broke.
pub(super) fn unreadable(error: &(dyn Error + 'static)) -> Problem {
    if BodyLimitError::is_cause_of(error) {
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, codes::BODY_TOO_LARGE)
            .with_title(texts::TOO_LARGE)
            .with_detail(texts::LARGER_THAN_SERVER);
    }
    Problem::bad_request(codes::UNREADABLE_BODY).with_detail(texts::INCOMPLETE)
}

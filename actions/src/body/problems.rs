//! The problems of bodies that can't be read.

use frontdesk_form::FormError;
use frontdesk_router::Problem;
use http::StatusCode;

use crate::codes;
use crate::limits::rounded;

/// The problem of a body that is larger than `limit` bytes.
pub(crate) fn too_large(limit: u64) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, codes::BODY_TOO_LARGE)
        .with_title("That is too large")
        .with_detail(format!("This form takes no more than {} at a time.", rounded(limit)))
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
    } else {
        (StatusCode::PAYLOAD_TOO_LARGE, codes::TOO_MANY_FIELDS)
    };
    Problem::new(status, code).with_detail(error.to_string())
}

pub(super) fn stalled() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, codes::BODY_STALLED)
        .with_detail("The rest of the request did not arrive in time.")
}

pub(super) fn broken() -> Problem {
    Problem::bad_request(codes::UNREADABLE_BODY).with_detail("The request did not arrive completely.")
}

//! The problems of multipart forms.

use frontdesk_form::Message;
use frontdesk_router::Problem;
use http::StatusCode;

use super::head::BadHead;
use crate::limits::written;
use crate::{codes, texts};

pub(super) fn malformed() -> Problem {
    Problem::bad_request(codes::INVALID_MULTIPART).with_detail(texts::BAD_MULTIPART)
}

/// The problem of a part whose headers are not valid.
pub(super) fn bad_head(bad: BadHead) -> Problem {
    match bad {
        BadHead::Malformed => malformed(),
        BadHead::Encoded => Problem::bad_request(codes::INVALID_MULTIPART).with_detail(texts::ENCODED_PART),
    }
}

fn too_large(code: &'static str, detail: Message) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code).with_detail(detail)
}

pub(super) fn too_many_files(limit: usize) -> Problem {
    too_large(codes::TOO_MANY_FILES, texts::TOO_MANY_FILES.with("limit", limit))
}

pub(super) fn too_much_text(limit: u64) -> Problem {
    too_large(codes::TOO_MUCH_TEXT, texts::TOO_MUCH_TEXT.with("limit", written(limit)))
}

pub(super) fn long_head(limit: usize) -> Problem {
    too_large(
        codes::PART_HEADERS_TOO_LARGE,
        texts::LONG_PART_HEADERS.with("limit", written(limit as u64)),
    )
}

pub(super) fn unspooled(error: std::io::Error) -> Problem {
    Problem::internal(error)
}

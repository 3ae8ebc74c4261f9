//! The problems of multipart forms.

use frontdesk_router::Problem;
use http::StatusCode;

use super::head::BadHead;
use crate::codes;
use crate::limits::written;

pub(super) fn malformed() -> Problem {
    Problem::bad_request(codes::INVALID_MULTIPART).with_detail("The multipart form is incomplete or malformed.")
}

/// The problem of a part whose headers are not valid.
pub(super) fn bad_head(bad: BadHead) -> Problem {
    match bad {
        BadHead::Malformed => malformed(),
        BadHead::Encoded => Problem::bad_request(codes::INVALID_MULTIPART).with_detail(
            "A part of the form is encoded (Content-Transfer-Encoding). Forms are sent without it (RFC 7578, section 4.7).",
        ),
    }
}

fn too_large(code: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code).with_detail(detail)
}

pub(super) fn too_many_files(limit: usize) -> Problem {
    too_large(codes::TOO_MANY_FILES, format!("The form has more than {limit} files."))
}

pub(super) fn too_much_text(limit: u64) -> Problem {
    too_large(
        codes::TOO_MUCH_TEXT,
        format!(
            "The text fields of the form are longer than {} in total.",
            written(limit)
        ),
    )
}

pub(super) fn long_head(limit: usize) -> Problem {
    too_large(
        codes::PART_HEADERS_TOO_LARGE,
        format!("The headers of a part are longer than {}.", written(limit as u64)),
    )
}

pub(super) fn unspooled(error: std::io::Error) -> Problem {
    Problem::internal(error)
}

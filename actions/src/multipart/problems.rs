//! The problems of multipart forms.

use frontdesk_router::Problem;
use http::StatusCode;

use crate::codes;
use crate::limits::written;

pub(super) fn malformed() -> Problem {
    Problem::bad_request(codes::INVALID_MULTIPART).with_detail("The multipart form is incomplete or malformed.")
}

fn too_large(code: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code).with_detail(detail)
}

pub(super) fn too_many_parts(limit: usize) -> Problem {
    too_large(codes::TOO_MANY_PARTS, format!("The form has more than {limit} parts."))
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

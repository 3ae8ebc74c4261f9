//! The problems of forms that run once.

use frontdesk_router::Problem;
use http::StatusCode;

use crate::codes;

/// The same token with other fields.
pub(super) fn sent_differently() -> Problem {
    already_sent(
        "It was sent with other values, and this time nothing was done. See what came of that; to send this one as well, send it again.",
    )
}

/// The same token, and an answer that is lost.
pub(super) fn sent_and_lost() -> Problem {
    already_sent(
        "It may have been carried out in part, and this time nothing was done. See what came of it before you send it again.",
    )
}

fn already_sent(detail: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, codes::ALREADY_SENT)
        .with_title("This form was sent before")
        .with_detail(detail)
}

/// The store can't say whether the form was sent before, so it must be assumed.
pub(super) fn unknown() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, codes::ONCE_UNAVAILABLE)
        .with_title("This can't be done right now")
        .with_detail("Nothing was done. Please send it again later.")
}

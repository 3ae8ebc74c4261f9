//! The problems of forms that run once.

use frontdesk_router::Problem;
use http::StatusCode;

use crate::codes;

/// The problem if the token was already sent with other values.
pub(super) fn sent_differently() -> Problem {
    already_sent(
        "It was sent with other values, and this time nothing was done. Check the result first. \
         To submit these values as well, send the form again.",
    )
}

/// The problem if the token was already sent and the outcome is unknown.
pub(super) fn sent_and_lost() -> Problem {
    already_sent(
        "Your request may have been partly processed, and this time nothing was done. \
         Check the result before sending it again.",
    )
}

fn already_sent(detail: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, codes::ALREADY_SENT)
        .with_title("This form was sent before")
        .with_detail(detail)
}

/// The problem if the token is of another process, whose claims this store doesn't have.
pub(super) fn sent_to_another_process() -> Problem {
    Problem::new(StatusCode::CONFLICT, codes::ONCE_UNKNOWN)
        .with_title("This form may have been sent before")
        .with_detail("We cannot tell whether this form was processed. Check before sending it again.")
}

/// The problem if the store fails: the form may have been sent before, so the action doesn't run.
pub(super) fn unavailable() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, codes::ONCE_UNAVAILABLE)
        .with_title("This can't be done right now")
        .with_detail(
            "This time nothing was done. If you have sent this form before, we cannot tell whether it was \
             processed: check before sending it again.",
        )
}

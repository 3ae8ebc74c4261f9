//! The problems of forms that run once.

use frontdesk_form::Message;
use frontdesk_router::Problem;
use http::StatusCode;

use crate::{codes, texts};

/// The problem if the token was already sent with other values.
pub(super) fn sent_differently() -> Problem {
    already_sent(texts::SENT_DIFFERENTLY)
}

/// The problem if the token was already sent and the outcome is unknown.
pub(super) fn sent_and_lost() -> Problem {
    already_sent(texts::SENT_AND_LOST)
}

fn already_sent(detail: Message) -> Problem {
    Problem::new(StatusCode::CONFLICT, codes::ALREADY_SENT)
        .with_title(texts::ALREADY_SENT_TITLE)
        .with_detail(detail)
}

/// The problem if the token is of another process, whose claims this store doesn't have.
pub(super) fn sent_to_another_process() -> Problem {
    Problem::new(StatusCode::CONFLICT, codes::ONCE_UNKNOWN)
        .with_title(texts::ONCE_UNKNOWN_TITLE)
        .with_detail(texts::ONCE_UNKNOWN)
}

/// The problem if the store fails: the form may have been sent before, so the action doesn't run.
pub(super) fn unavailable() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, codes::ONCE_UNAVAILABLE)
        .with_title(texts::ONCE_UNAVAILABLE_TITLE)
        .with_detail(texts::ONCE_UNAVAILABLE)
}

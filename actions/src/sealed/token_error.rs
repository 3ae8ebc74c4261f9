//! Why a form has no valid token, and the problems of that.

use frontdesk_router::Problem;
use http::StatusCode;

use crate::codes;
use crate::keys::OpenError;

/// Why a form has no valid token where it needs one.
pub(crate) enum TokenError {
    /// The form has no token, or several. Most likely its page doesn't write it.
    Missing,
    /// The token is bound to an identity, and the request has none.
    NoIdentity,
    Invalid(OpenError),
}

impl TokenError {
    pub(crate) fn log(&self, action: &str, field: &str) {
        match self {
            Self::Missing => tracing::warn!(
                action,
                field,
                "a form came without its token: does its page write `form.open()` (or `hidden_fields()`), and `form.seal(…)` for \
                 each sealed argument?"
            ),
            Self::NoIdentity => tracing::warn!(
                action,
                field,
                "a form for one identity came with a request that has none: `DeskBuilder::identity` returns `None` for it, or its extractor rejects it"
            ),
            Self::Invalid(error) => tracing::info!(action, field, %error, "a token did not open"),
        }
    }

    /// The problem of a form without the token. Only the log has the reason: the user can do the
    /// same about all of them.
    pub(crate) fn into_problem(self) -> Problem {
        match self {
            Self::NoIdentity => no_identity(),
            Self::Missing | Self::Invalid(_) => form_expired(),
        }
    }
}

/// The problem of a form that the server wrote too long ago, or with keys that it no longer has, or
/// not at all.
pub(super) fn form_expired() -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, codes::FORM_EXPIRED)
        .with_title("This form has expired")
        .with_detail("Nothing was done. Please send it again from the page as it is now.")
}

/// The problem of a form that is bound to an identity, sent without one. Sending it again would not
/// help.
pub(super) fn no_identity() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, codes::NO_IDENTITY)
        .with_title("You are not signed in any more")
        .with_detail("Nothing was done. Please sign in, and send it again.")
}

//! Why a form has no valid token, and the problems of that.

use frontdesk_router::Problem;
use http::StatusCode;

use crate::keys::OpenError;
use crate::page_mistake;
use crate::registry::BoundAction;
use crate::{codes, texts};

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
    pub(crate) fn into_problem(self, action: &BoundAction) -> Problem {
        match self {
            Self::NoIdentity => no_identity(action),
            Self::Missing => {
                let remedy = format!(
                    "the page of `{}` has to write `form.open()` or `form.hidden_fields()`",
                    action.name
                );
                page_mistake::explain(form_expired(action), &remedy)
            }
            Self::Invalid(_) => form_expired(action),
        }
    }
}

/// The problem of a form that the server wrote too long ago, or with keys that it no longer has, or
/// not at all.
///
/// If the form runs once, its token was the only thing that could tell whether it ran before.
pub(super) fn form_expired(action: &BoundAction) -> Problem {
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, codes::FORM_EXPIRED);
    problem
        .with_title(texts::FORM_EXPIRED_TITLE)
        .with_detail(match action.once {
            None => texts::FORM_EXPIRED,
            Some(_) => texts::FORM_EXPIRED_ONCE,
        })
}

/// The problem of a form that is bound to an identity, sent without one. Sending it again would not
/// help.
pub(super) fn no_identity(action: &BoundAction) -> Problem {
    let problem = Problem::new(StatusCode::FORBIDDEN, codes::NO_IDENTITY);
    problem
        .with_title(texts::NO_IDENTITY_TITLE)
        .with_detail(match action.once {
            None => texts::NO_IDENTITY,
            Some(_) => texts::NO_IDENTITY_ONCE,
        })
}

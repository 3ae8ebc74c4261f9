//! The manners in which clients ask for a check and understand its verdict.

use axum_core::body::Body;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::__desk::{render_problem, rendered, take_login_page, vary_by};
use frontdesk_router::{Ctx, Problem};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::endpoint::body_kind::BodyKind;

/// Asks for a check in the manner of [Precognition](https://laravel.com/docs/precognition).
pub(super) static PRECOGNITION: HeaderName = HeaderName::from_static("precognition");

/// The names of the fields, in that manner.
pub(super) static PRECOGNITION_VALIDATE_ONLY: HeaderName = HeaderName::from_static("precognition-validate-only");

static PRECOGNITION_SUCCESS: HeaderName = HeaderName::from_static("precognition-success");

/// Asks for a check in the manner of [Unpoly](https://unpoly.com/X-Up-Validate), with the names of the
/// fields.
pub(super) static X_UP_VALIDATE: HeaderName = HeaderName::from_static("x-up-validate");

const TRUE: HeaderValue = HeaderValue::from_static("true");

/// Response extension: the body is the form, for Unpoly to take parts out of.
#[derive(Clone)]
pub(super) struct Part;

/// How a client asks for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// 204, or a problem as JSON.
    Plain,
    /// 204, or the status of the problem with the form's part, or with nothing: Unpoly renders what a
    /// response has, and throws at one that is not HTML.
    Unpoly,
    /// 204, or 422 with messages by the client's own names; headers tell that it is a check.
    Precognition,
}

impl Manner {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        if headers.get(&PRECOGNITION).is_some_and(|value| value == "true") {
            return Self::Precognition;
        }
        match headers.contains_key(&X_UP_VALIDATE) {
            true => Self::Unpoly,
            false => Self::Plain,
        }
    }

    /// Returns how a body is read. Precognition's JSON has what the form's inputs have.
    pub(super) fn kind(self, kind: BodyKind) -> BodyKind {
        match (self, kind) {
            (Self::Precognition, BodyKind::Json) => BodyKind::JsonOfForm,
            _ => kind,
        }
    }

    /// Responds with a finished problem that is not about fields.
    pub(super) fn refusal(self, problem: Problem, ctx: &Ctx) -> Response {
        ctx.record_outcome(problem.status());
        match self {
            Self::Unpoly => problem.status().into_response(),
            Self::Plain | Self::Precognition => rendered(problem, false, ctx),
        }
    }

    /// Responds that nothing is wrong.
    pub(super) fn success(self, ctx: &Ctx) -> Response {
        ctx.record_outcome(StatusCode::NO_CONTENT);
        let mut response = StatusCode::NO_CONTENT.into_response();
        if self == Self::Precognition {
            response.headers_mut().insert(&PRECOGNITION_SUCCESS, TRUE);
        }
        response
    }

    /// Gives any response what the client needs to understand it: those of layers too.
    pub(super) fn finish(self, response: Response, ctx: &Ctx) -> Response {
        // A layer that sends people to its login would send the script there, too.
        let response = match response.status().is_redirection() {
            true => Problem::forbidden().into_response(),
            false => response,
        };
        let mut response = render_problem(response, ctx);
        // A script that checks a form is not sent to the login.
        let _ = take_login_page(&mut response);
        match self {
            Self::Plain => {}
            Self::Unpoly if response.status().is_success() || response.extensions().get::<Part>().is_some() => {}
            Self::Unpoly => {
                *response.body_mut() = Body::empty();
                response.extensions_mut().clear();
                response.headers_mut().remove(CONTENT_TYPE);
                response.headers_mut().remove(CONTENT_LENGTH);
            }
            Self::Precognition => {
                response.headers_mut().insert(&PRECOGNITION, TRUE);
                vary_by(response.headers_mut(), &PRECOGNITION);
            }
        }
        response
    }
}

/// Removes what a response must not have that an extractor has made.
pub(super) fn without_cookies(mut response: Response) -> Response {
    response.headers_mut().remove(SET_COOKIE);
    response
}

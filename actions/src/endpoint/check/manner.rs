//! The manners in which clients ask for a check and understand its verdict.

use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::__desk::{render_problem_as_json, rendered, set_sent_status, take_login_page, vary_by};
use frontdesk_router::{Ctx, Problem};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::caller::Caller;
use crate::endpoint::body_kind::BodyKind;

/// Asks for a check in the manner of [Precognition](https://laravel.com/docs/precognition).
pub(super) static PRECOGNITION: HeaderName = HeaderName::from_static("precognition");

/// The names of the fields, in that manner.
pub(super) static PRECOGNITION_VALIDATE_ONLY: HeaderName = HeaderName::from_static("precognition-validate-only");

static PRECOGNITION_SUCCESS: HeaderName = HeaderName::from_static("precognition-success");

/// Asks for a check in the manner of [Unpoly](https://unpoly.com/X-Up-Validate), with the names of the
/// fields.
pub(super) static X_UP_VALIDATE: HeaderName = HeaderName::from_static("x-up-validate");

/// What Precognition's client gets in place of a 422 without messages: it would take all fields for right.
pub(super) const NO_VERDICT: StatusCode = StatusCode::CONFLICT;

const TRUE: HeaderValue = HeaderValue::from_static("true");

/// Response extension: the body is the form, for a library to take parts out of.
#[derive(Clone)]
pub(super) struct Part;

/// Response extension: the desk has made the response, with this status, and not a layer.
#[derive(Clone)]
struct Finished(StatusCode);

/// How a client asks for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// 204, or a problem as JSON.
    Plain,
    /// The form's part, out of which this library takes the checked field. Where the app has none, it is
    /// 204, or a problem that the library doesn't place.
    Part(Caller),
    /// 204, or 422 with messages by the client's own names; headers tell that it is a check.
    Precognition,
}

impl Manner {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        if headers.get(&PRECOGNITION).is_some_and(|value| value == "true") {
            return Self::Precognition;
        }
        if headers.contains_key(&X_UP_VALIDATE) {
            return Self::Part(Caller::Unpoly);
        }
        let library = Caller::from_headers(headers);
        match library.profile().checks_by_part {
            true => Self::Part(library),
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
        rendered(problem, false, ctx)
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

    /// Finishes a response that layers may have made or changed. Nothing that they send is a verdict.
    pub(super) fn finish_layered(self, response: Response, ctx: &Ctx) -> Response {
        let is_own = |finished: &Finished| finished.0 == response.status();
        match response.extensions().get().is_some_and(is_own) {
            true => self.finish(response),
            false => self.finish(self.without_verdict(response, ctx)),
        }
    }

    /// Returns what a response becomes that the app has made itself, in a layer or an extractor. A page
    /// isn't a verdict, and redirects would be followed by the script that asked: the check was refused.
    pub(super) fn without_verdict(self, response: Response, ctx: &Ctx) -> Response {
        let status = response.status();
        let is_error = status.is_client_error() || status.is_server_error();
        let may_be_read =
            status != StatusCode::UNPROCESSABLE_ENTITY || response.extensions().get::<Problem>().is_some();
        let response = match is_error && may_be_read {
            true => response,
            false => Problem::forbidden().into_response(),
        };
        let mut response = render_problem_as_json(response, ctx);
        // A script that checks a form is not sent to the login.
        let _ = take_login_page(&mut response);
        if self == Self::Precognition && response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            set_sent_status(&mut response, NO_VERDICT);
        }
        response
    }

    /// Gives a response what the client needs to understand it.
    pub(super) fn finish(self, mut response: Response) -> Response {
        match self {
            Self::Plain => {}
            Self::Part(_) if response.status().is_success() || response.extensions().get::<Part>().is_some() => {}
            Self::Part(library) => library.unplaced(&mut response),
            Self::Precognition => {
                response.headers_mut().insert(&PRECOGNITION, TRUE);
                vary_by(response.headers_mut(), &PRECOGNITION);
            }
        }
        let finished = Finished(response.status());
        response.extensions_mut().insert(finished);
        response
    }
}

/// Removes what a response must not have that an extractor has made.
pub(super) fn without_cookies(mut response: Response) -> Response {
    response.headers_mut().remove(SET_COOKIE);
    response
}

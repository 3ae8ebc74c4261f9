//! Why a page of the host app got nothing from an extractor of the desk.

use std::fmt;

use actix_web::{HttpResponse, ResponseError};

/// The error goes to the log, not to the client. It names the extractor.
#[derive(Debug)]
pub(crate) enum PageError {
    NoMiddleware(&'static str),
    UnsupportedRequest,
    Rejected(&'static str),
    /// The middleware shows the problem.
    BadRequest,
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMiddleware(name) => {
                write!(
                    f,
                    "`{name}` needs the middleware: wrap the app in `frontdesk::actix::pages(&desk)`"
                )
            }
            Self::UnsupportedRequest => f.write_str("the types of the crate `http` can't hold the request's head"),
            Self::BadRequest => f.write_str("the request is not valid"),
            Self::Rejected(name) => write!(f, "the desk's `{name}` rejected the request"),
        }
    }
}

impl ResponseError for PageError {
    fn error_response(&self) -> HttpResponse {
        if matches!(self, Self::BadRequest) {
            return HttpResponse::BadRequest().finish();
        }
        tracing::error!(error = %self, "a request failed");
        HttpResponse::InternalServerError().body("Internal Server Error")
    }
}

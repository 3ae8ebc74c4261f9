//! The error of actix's own behind a response of the class 5xx.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// The desk responded with a 5xx. actix's middlewares for traces (tracing-actix-web) tell
/// a failed request by the error of its response, not by its status.
///
/// It has no details, which the desk has logged already.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerError(pub(crate) StatusCode);

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the desk responded with {}", self.0)
    }
}

impl ResponseError for ServerError {
    fn status_code(&self) -> StatusCode {
        self.0
    }

    /// Returns a response without headers and body. The desk's own are added to it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.0)
    }
}

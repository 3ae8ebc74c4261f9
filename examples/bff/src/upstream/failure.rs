//! Why a call to an upstream service failed.

use std::fmt;
use std::time::Duration;

use frontdesk::http::header::RETRY_AFTER;
use frontdesk::{HeaderMap, Problem, StatusCode};

/// Why a call to an upstream service failed. Nothing of what the service has sent is in it but the
/// status and `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// There is no connection to the service.
    Unreachable,
    /// The connection ended before the response did.
    Cut,
    /// There was no response in time.
    TimedOut,
    /// The status is not one of success.
    Status(StatusCode, Option<Duration>),
    /// The body is larger than [`MAX_BODY`](super::MAX_BODY).
    TooLarge,
    /// The body is not the JSON that was expected.
    Invalid,
}

impl Failure {
    pub(super) fn of_response(status: StatusCode, headers: &HeaderMap) -> Self {
        let after = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let after = after.and_then(|value| value.parse().ok()).map(Duration::from_secs);
        Self::Status(status, after)
    }

    /// Returns whether the same request may well succeed a little later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable | Self::Cut | Self::TimedOut => true,
            Self::Status(status, _) => matches!(status.as_u16(), 429 | 502 | 503 | 504),
            Self::TooLarge | Self::Invalid => false,
        }
    }

    /// Returns whether the service may have done what it was asked for.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        match self {
            Self::Unreachable => false,
            Self::Status(status, _) => !status.is_client_error() && *status != StatusCode::SERVICE_UNAVAILABLE,
            Self::Cut | Self::TimedOut | Self::TooLarge | Self::Invalid => true,
        }
    }

    /// Returns how long the service asked to be left alone.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status(_, after) => *after,
            _ => None,
        }
    }

    /// Returns the problem that a client gets: 504 if there was no response in time, else 502.
    #[must_use]
    pub fn problem(&self, service: &'static str) -> Problem {
        let (status, code) = match self {
            Self::TimedOut => (StatusCode::GATEWAY_TIMEOUT, "upstream-timed-out"),
            Self::Unreachable => (StatusCode::BAD_GATEWAY, "upstream-unreachable"),
            Self::Cut => (StatusCode::BAD_GATEWAY, "upstream-cut"),
            Self::Status(..) => (StatusCode::BAD_GATEWAY, "upstream-status"),
            Self::TooLarge => (StatusCode::BAD_GATEWAY, "upstream-too-large"),
            Self::Invalid => (StatusCode::BAD_GATEWAY, "upstream-invalid"),
        };
        Problem::new(status, code)
            .with_title(format!("The {service} service is not available"))
            .with_detail(format!("{self}."))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("It can't be reached"),
            Self::Cut => f.write_str("Its response ended early"),
            Self::TimedOut => f.write_str("It did not respond in time"),
            Self::Status(status, _) => write!(f, "It responded with the status {}", status.as_u16()),
            Self::TooLarge => f.write_str("Its response is too large"),
            Self::Invalid => f.write_str("Its response can't be understood"),
        }
    }
}

//! Why a call to an upstream service failed.

use std::fmt;
use std::time::{Duration, SystemTime};

use frontdesk::{HeaderMap, Problem, StatusCode};

use crate::retry_after::retry_after;

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
    /// The response is not what was expected: not the JSON, or of another type.
    Invalid,
}

impl Failure {
    /// Creates the failure of a response whose status is not one of success.
    #[must_use]
    pub fn of_response(status: StatusCode, headers: &HeaderMap) -> Self {
        Self::Status(status, retry_after(headers, SystemTime::now()))
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

    /// Returns whether the service may have done what it was asked for. It has not if there was no
    /// connection to it, or if it refused the request by a status of 400 to 499. Others can come from a
    /// gateway in front of it, which has passed the request on before it gave up.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        match self {
            Self::Unreachable => false,
            Self::Status(status, _) => !status.is_client_error(),
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

    /// Returns the problem that a client gets: 504 if there was no response in time, else 502. Its member
    /// `service` has the name of the service.
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
            .with_member("service", service)
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

#[cfg(test)]
mod tests {
    use frontdesk::http::HeaderValue;
    use frontdesk::http::header::RETRY_AFTER;

    use super::*;

    #[test]
    fn services_that_may_have_run_are_all_but_those_that_refused() {
        let status = |code| Failure::Status(StatusCode::from_u16(code).unwrap(), None);
        for (failure, may_have_run) in [
            (Failure::Unreachable, false),
            (status(400), false),
            (status(409), false),
            (status(429), false),
            (status(302), true),
            (status(500), true),
            (status(502), true),
            (status(503), true),
            (Failure::Cut, true),
            (Failure::TimedOut, true),
            (Failure::TooLarge, true),
            (Failure::Invalid, true),
        ] {
            assert_eq!(failure.may_have_run(), may_have_run, "{failure:?}");
        }
    }

    #[test]
    fn pause_is_that_of_retry_after_by_seconds_or_by_date() {
        let minute = Duration::from_secs(60);
        let date = httpdate::fmt_http_date(SystemTime::now() + 2 * minute);
        for (value, shortest, longest) in [("60", minute, minute), (&date, minute, 2 * minute)] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(value).unwrap())]);
            let failure = Failure::of_response(StatusCode::SERVICE_UNAVAILABLE, &headers);
            let pause = failure.retry_after().unwrap();
            assert!(shortest <= pause && pause <= longest, "{value}: {pause:?}");
        }
    }
}

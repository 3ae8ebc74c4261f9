//! Tells a body that passed a limit of the host from one that broke.

use std::error::Error;
use std::fmt;
use std::iter::successors;

use http_body_util::LengthLimitError;

/// How many sources of an error are searched. Bodies that layers wrap add two for each layer.
const MAX_SOURCES: usize = 32;

/// The error of a body that passed a limit of the host app, for adapters whose framework has an
/// error of its own for that. `http_body_util::LengthLimitError`, which tower-http's
/// `RequestBodyLimitLayer` gives, is recognized as well.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct BodyLimitError;

impl BodyLimitError {
    /// Creates the error.
    #[must_use]
    pub fn new() -> Self {
        Self
    }

    /// Returns whether this error, or one of its sources, is that of a body that passed a limit.
    #[must_use]
    pub fn is_cause_of(error: &(dyn Error + 'static)) -> bool {
        let chain = successors(Some(error), |&error| error.source());
        chain
            .take(MAX_SOURCES)
            // axum-core's rejections have it in a box.
            .any(|error| error.is::<LengthLimitError>() || error.is::<Box<LengthLimitError>>() || error.is::<Self>())
    }
}

impl Default for BodyLimitError {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for BodyLimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is larger than the host app allows")
    }
}

impl Error for BodyLimitError {}

#[cfg(test)]
mod tests {
    use axum_core::body::Body;
    use http_body_util::{BodyExt as _, Limited};

    use super::BodyLimitError;

    #[tokio::test]
    async fn limit_is_found_behind_any_number_of_bodies() {
        for wrapped in 0..8 {
            for (body, is_limit) in [
                (Body::new(Limited::new(Body::from("three"), 2)), true),
                (Body::from_stream(broken(BodyLimitError::new())), true),
                (Body::from_stream(broken(std::io::Error::other("reset"))), false),
            ] {
                let body = (0..wrapped).fold(body, |body, _| Body::new(body.map_err(axum_core::Error::new)));
                let error = body.collect().await.unwrap_err();
                assert_eq!(BodyLimitError::is_cause_of(&error), is_limit, "{wrapped}: {error:?}");
            }
        }
    }

    fn broken<E: Send + 'static>(error: E) -> impl futures_util::Stream<Item = Result<&'static str, E>> + Send {
        futures_util::stream::iter([Err(error)])
    }
}

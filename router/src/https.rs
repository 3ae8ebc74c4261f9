//! Whether a request came by https, as far as the desk knows.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Uri};

/// Decides by headers and URI whether the browser that sent a request is known to use https. The
/// desk adds it to [`Shared`](crate::shared::Shared), since only its CSRF guard knows the own origins
/// and the trusted proxies.
#[derive(Clone)]
pub struct HttpsCheck(Arc<IsHttps>);

type IsHttps = dyn Fn(&HeaderMap, &Uri) -> bool + Send + Sync;

impl HttpsCheck {
    /// Creates the check from a function.
    #[must_use]
    pub fn new(is_https: impl Fn(&HeaderMap, &Uri) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(is_https))
    }

    pub(crate) fn is_https(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        self.0(headers, uri)
    }
}

impl fmt::Debug for HttpsCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsCheck").finish_non_exhaustive()
    }
}

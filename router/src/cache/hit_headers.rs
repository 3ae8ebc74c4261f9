//! The headers of a stored response when it is served, ready to be cloned.

use arc_swap::ArcSwapOption;
use http::HeaderMap;
use std::sync::Arc;

use super::status::CacheStatus;

/// The headers with which a response was last served, complete with `Cache-Status` and `Age`. They
/// change at most once per second.
#[derive(Default)]
pub(super) struct HitHeaders(ArcSwapOption<Served>);

struct Served {
    status: CacheStatus,
    headers: HeaderMap,
}

impl HitHeaders {
    /// Returns the headers of a stored response with those for `status`.
    pub(super) fn get(&self, stored: &HeaderMap, status: CacheStatus) -> HeaderMap {
        if let Some(served) = &*self.0.load()
            && served.status == status
        {
            return served.headers.clone();
        }
        let mut headers = HeaderMap::with_capacity(stored.len() + 2);
        headers.extend(stored.clone());
        status.write_headers(&mut headers);
        self.0.store(Some(Arc::new(Served {
            status,
            headers: headers.clone(),
        })));
        headers
    }
}

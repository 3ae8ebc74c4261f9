//! The headers of a stored response when it is served, ready to be cloned.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;
use http::HeaderMap;

use super::status::CacheStatus;

/// The headers with which a response was last served, complete with `Cache-Status` and `Age`.
#[derive(Default)]
pub(super) struct HitHeaders {
    /// Those of a response that does not age.
    fixed: OnceLock<HeaderMap>,
    /// Those of one that ages, which change at most twice per second.
    aging: ArcSwapOption<Served>,
}

struct Served {
    status: CacheStatus,
    headers: HeaderMap,
}

impl HitHeaders {
    /// Returns the headers of a stored response with those for `status`.
    pub(super) fn get(&self, stored: &HeaderMap, status: CacheStatus) -> HeaderMap {
        if status == CacheStatus::FOREVER {
            return self.fixed.get_or_init(|| complete(stored, status)).clone();
        }
        if let Some(served) = &*self.aging.load()
            && served.status == status
        {
            return served.headers.clone();
        }
        let headers = complete(stored, status);
        self.aging.store(Some(Arc::new(Served {
            status,
            headers: headers.clone(),
        })));
        headers
    }
}

/// Returns the headers of a stored response with those for `status`, in as much memory as they need.
fn complete(stored: &HeaderMap, status: CacheStatus) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(stored.len() + 2);
    headers.extend(stored.clone());
    status.write_headers(&mut headers);
    headers.clone()
}

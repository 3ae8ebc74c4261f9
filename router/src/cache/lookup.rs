//! Whether a stored response may be served.

use std::time::SystemTime;

use super::response::StoredResponse;
use super::status::ForwardReason;
use super::store::Lookup;

/// What a request found in the store.
pub(super) enum Freshness {
    Fresh(StoredResponse),
    /// It may be served, and must be refreshed.
    Stale(StoredResponse),
    /// There is none, or it may not be served.
    Miss(ForwardReason),
}

impl Freshness {
    pub(super) fn of(lookup: &Lookup, now: SystemTime) -> Self {
        match &lookup.response {
            None => Self::Miss(ForwardReason::UriMiss),
            Some(response) if response.sequence() < lookup.newest_stamp || response.is_expired(now) => {
                Self::Miss(ForwardReason::Stale)
            }
            Some(response) if response.is_stale(now) => Self::Stale(response.clone()),
            Some(response) => Self::Fresh(response.clone()),
        }
    }
}

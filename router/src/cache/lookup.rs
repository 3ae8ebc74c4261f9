//! Whether a stored response may be served.

use std::time::SystemTime;

use super::response::StoredResponse;
use super::status::{CacheStatus, ForwardReason};
use super::store::Lookup;
use crate::runtime::Runtime;

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
        let Some(response) = &lookup.response else {
            return Self::Miss(ForwardReason::UriMiss);
        };
        let age = response.age(now);
        if response.sequence() < lookup.newest_stamp || response.is_expired(age) {
            Self::Miss(ForwardReason::Stale)
        } else if response.is_stale(age) {
            Self::Stale(response.clone())
        } else {
            Self::Fresh(response.clone())
        }
    }
}

/// Returns the response of a lookup if it is fresh. Reads the clock only if the response ages.
pub(super) fn hit<'l>(lookup: &'l Lookup, runtime: &dyn Runtime) -> Option<(&'l StoredResponse, CacheStatus)> {
    let stored = lookup.response.as_ref()?;
    if stored.sequence() < lookup.newest_stamp {
        return None;
    }
    if !stored.ages() {
        return Some((stored, CacheStatus::FOREVER));
    }
    let age = stored.age(runtime.now());
    let is_fresh = !stored.is_expired(age) && !stored.is_stale(age);
    is_fresh.then(|| (stored, stored.hit_status(age)))
}

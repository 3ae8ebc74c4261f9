use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::SystemTime;

use futures_util::FutureExt;
use http::{HeaderMap, StatusCode};

use super::*;
use crate::cache::response::{Content, Inner};

const CAPACITY: u64 = 64 * 1024;

/// A response of about 2 KB. Its version is its sequence number.
fn response(version: u64) -> StoredResponse {
    StoredResponse::new(Inner {
        sequence: version,
        generated_at: SystemTime::UNIX_EPOCH,
        fresh_for: None,
        lifetime: None,
        failures: 0,
        last_failure: None,
        tags: Arc::default(),
        status: StatusCode::OK,
        content: Content {
            headers: HeaderMap::new(),
            body: Bytes::from(vec![0; 1000]),
        },
        html: None,
        problem: None,
    })
}

/// The key of a route of its own, or of one request to a route.
fn key(nth: u32, of_route: bool) -> Bytes {
    let prefix = crate::cache::key::prefix(&format!("/{nth}"));
    if of_route {
        prefix
    } else {
        [&prefix[..], b"\0\0\0\x01x"].concat().into()
    }
}

fn put(store: &MemoryCache, key: &Bytes, version: u64) -> bool {
    let put = store.put(key.clone(), response(version)).now_or_never();
    put.unwrap().unwrap()
}

fn remove(store: &MemoryCache, key: &Bytes) {
    store.remove(key).now_or_never().unwrap().unwrap();
}

/// The version under a key.
fn version(store: &MemoryCache, key: &Bytes) -> Option<u64> {
    let lookup = store.get_now(key, Names::new("/x", &[], true)).unwrap();
    lookup.response.map(|response| response.sequence())
}

/// Asserts that whatever is near is in the cache, too.
fn assert_near_is_held(store: &MemoryCache) -> usize {
    let mut found = 0;
    for space in [&store.by_route, &store.by_request] {
        for entry in space.near.entries() {
            let held = space.cache.get(entry.key());
            assert!(held.is_some_and(|held| Arc::ptr_eq(&held, &entry)));
            found += 1;
        }
    }
    found
}

#[test]
fn evicted_responses_are_not_near() {
    for of_route in [true, false] {
        let store = MemoryCache::new(CAPACITY);
        let mut near = 0;
        let mut evicted = 0;
        for nth in 0..500 {
            put(&store, &key(nth, of_route), 0);
            for other in [nth / 2, nth, 1, 2] {
                let key = key(other, of_route);
                let found = version(&store, &key).is_some();
                evicted += u32::from(!found);
                for _ in 0..10 {
                    assert_eq!(version(&store, &key).is_some(), found);
                }
            }
            near += assert_near_is_held(&store);
        }
        assert!(near > 500 && evicted > 100, "{near} {evicted}");
        assert!(store.bytes() <= CAPACITY);
    }
}

#[test]
fn removed_and_replaced_responses_are_not_near() {
    let store = MemoryCache::new(CAPACITY);
    for of_route in [true, false] {
        let key = key(7, of_route);
        for step in 1..50 {
            put(&store, &key, step);
            for _ in 0..100 {
                assert_eq!(version(&store, &key), Some(step));
            }
            assert_eq!(assert_near_is_held(&store), 1);
            if step % 5 == 0 {
                remove(&store, &key);
                assert_eq!(assert_near_is_held(&store), 0);
                for _ in 0..100 {
                    assert_eq!(version(&store, &key), None);
                }
            }
        }
        remove(&store, &key);
    }
}

#[test]
fn response_that_leaves_the_cache_while_it_is_added_is_not_near() {
    let store = MemoryCache::new(CAPACITY);
    let key = key(7, false);
    put(&store, &key, 1);
    let entry = store.by_request.cache.get(&key).unwrap();
    remove(&store, &key);
    store.by_request.near.add(&entry);
    assert!(store.by_request.near.entries().is_empty());
    assert_eq!(version(&store, &key), None);
}

/// What is found near is not seen by the cache, which evicts what it sees least. How many of eight popular
/// responses stay depends on the seeds of the hashes: six to eight, and three if nothing is recorded.
#[test]
fn popular_responses_stay() {
    let stayed: usize = (0..8).map(|_| popular_that_stay()).sum();
    assert!(stayed >= 44, "{stayed} of 64");
}

fn popular_that_stay() -> usize {
    let store = MemoryCache::new(CAPACITY);
    let popular: Vec<_> = (0..8).map(|nth| key(nth, false)).collect();
    for key in &popular {
        put(&store, key, 0);
    }
    for nth in 100..3000 {
        for key in &popular {
            for _ in 0..8 {
                version(&store, key);
            }
        }
        let rare = key(nth, false);
        for _ in 0..3 {
            if version(&store, &rare).is_none() {
                put(&store, &rare, 0);
            }
        }
    }
    popular.iter().filter(|key| version(&store, key).is_some()).count()
}

/// No thread is served a response after it was replaced or removed.
#[test]
fn threads_see_what_others_have_changed() {
    const REMOVED: u64 = u64::MAX;
    let store = MemoryCache::new(CAPACITY);
    let keys: Vec<_> = (0..4).map(|nth| key(nth, false)).collect();
    let published: Vec<_> = keys.iter().map(|_| AtomicU64::new(REMOVED)).collect();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    for (key, published) in keys.iter().zip(&published) {
                        let before = published.load(Ordering::SeqCst);
                        let found = version(&store, key);
                        if before != REMOVED {
                            assert!(found.is_none_or(|found| found >= before), "{found:?} {before}");
                        }
                    }
                }
            });
        }
        for step in 1..4000 {
            let nth = step as usize % keys.len();
            put(&store, &keys[nth], step);
            published[nth].store(step, Ordering::SeqCst);
            if step % 7 == 0 {
                remove(&store, &keys[nth]);
                for _ in 0..20 {
                    assert_eq!(version(&store, &keys[nth]), None);
                }
            }
        }
        done.store(true, Ordering::SeqCst);
    });
    assert_near_is_held(&store);
}

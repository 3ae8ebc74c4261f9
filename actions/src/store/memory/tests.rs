use std::time::UNIX_EPOCH;

use futures_util::FutureExt;

use super::*;

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn ready<T>(future: BoxFuture<'_, T>) -> T {
    future.now_or_never().unwrap()
}

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn halves_fill_independently() {
    let store = MemoryStore::new(8 * (100 + 1 + OVERHEAD));
    let put = |key: &str, seconds| ready(store.put(key.into(), vec![0; 100], at(seconds), MINUTE));
    let put_new = |key: &str, seconds| ready(store.put_new(key.into(), vec![0; 100], at(seconds), MINUTE));
    let has = |key: &str, seconds| ready(store.get(key, at(seconds))).unwrap().is_some();

    // Evictable values are evicted in the order in which they were stored.
    for key in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
        put(key, 0).unwrap();
    }
    assert_eq!(["a", "b", "i"].map(|key| has(key, 1)), [false, true, true]);
    put("b", 1).unwrap();
    put("j", 1).unwrap();
    assert_eq!(["b", "c", "d"].map(|key| has(key, 1)), [true, false, true]);
    assert!(!has("d", 60), "expired");
    assert!(ready(store.put("k".into(), vec![0; 101], at(61), MINUTE)).is_err());

    for key in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        assert!(put_new(key, 2).unwrap());
    }
    assert!(!put_new("1", 3).unwrap());
    assert!(put_new("9", 3).is_err() && put("k", 3).is_ok());
    assert!(put_new("1", 62).unwrap(), "expired, so it can be stored again");
    ready(store.remove("1")).unwrap();
    assert!(put_new("9", 63).unwrap());
    let used = store.with(at(63), |contents| [contents.evictable.bytes, contents.pinned.bytes]);
    assert!(used.iter().all(|used| *used <= store.capacity), "{used:?}");
}

/// Values of the size that takes most of the memory are evicted first, so a flood of any size
/// evicts itself.
#[test]
fn flood_of_one_size_evicts_only_that_size() {
    const KIB: usize = 1024;
    for (flood, others) in [(256 * KIB, 4 * KIB), (4 * KIB, 256 * KIB), (64 * KIB, 100)] {
        let store = MemoryStore::new(8 * KIB * KIB);
        let put = |key: String, size| ready(store.put(key, vec![0; size], at(0), MINUTE)).unwrap();
        let has = |key: &str| ready(store.get(key, at(1))).unwrap().is_some();
        (0..8).for_each(|other| put(format!("other {other}"), others));
        (0..4000).for_each(|nth| put(format!("flood {nth}"), flood));
        assert!((0..8).all(|other| has(&format!("other {other}"))), "{flood} {others}");
        assert!(has("flood 3999") && !has("flood 0"), "{flood} {others}");
        assert!(store.with(at(1), |contents| contents.evictable.bytes) <= store.capacity);
        // Each operation removes a hundred expired values, until none remain.
        assert!(ready(store.get("flood 3999", at(60))).unwrap().is_none());
        (0..40).for_each(|_| store.with(at(60), |_| ()));
        let remaining = store.with(at(60), |contents| {
            (
                contents.values.len(),
                contents.by_expiry.len(),
                contents.evictable.bytes,
                contents.evictable.next_to_evict(),
            )
        });
        assert_eq!(remaining, (0, 0, 0, None));
    }
}

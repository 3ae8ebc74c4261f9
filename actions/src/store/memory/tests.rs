use std::time::UNIX_EPOCH;

use futures_util::FutureExt;

use super::cost::OVERHEAD;
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
    let used = store.usage.bytes();
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
        assert!(store.usage.bytes()[0] <= store.capacity);
        // Each operation removes a hundred expired values of its shard, until none remain.
        assert!(ready(store.get("flood 3999", at(60))).unwrap().is_none());
        (0..4000).for_each(|nth| drop(ready(store.get(&format!("flood {nth}"), at(60)))));
        assert_eq!(store.usage.bytes(), [0, 0]);
        assert!(store.shards.iter().all(|shard| shard.lock().lens() == [0, 0, 0]));
    }
}

/// What one mutex around one map would do, and the store with one shard does.
#[test]
fn shards_change_nothing_that_is_seen() {
    let stores = [1, 2, 64].map(|shards| MemoryStore::with_shards(40_000, shards));
    let mut random = Random(7);
    for step in 0..20_000 {
        let now = at(step / 20);
        let key = format!("{}", random.below(300));
        let claim = format!("claim {}", random.below(300));
        let value = vec![7; 1 << random.below(13)];
        let lifetime = Duration::from_secs(1 + random.below(60));
        let seen = match random.below(5) {
            0 => stores
                .each_ref()
                .map(|store| format!("{:?}", ready(store.put(key.clone(), value.clone(), now, lifetime)))),
            1 => stores.each_ref().map(|store| {
                let claim = ready(store.put_new(claim.clone(), vec![0; 100], now, lifetime));
                format!("{claim:?}")
            }),
            2 => stores
                .each_ref()
                .map(|store| format!("{:?}", ready(store.remove(&claim)))),
            3 => stores
                .each_ref()
                .map(|store| format!("{:?}", ready(store.get(&claim, now)))),
            _ => stores
                .each_ref()
                .map(|store| format!("{:?}", ready(store.get(&key, now)))),
        };
        assert!(seen.iter().all(|other| *other == seen[0]), "{step}: {seen:?}");
        for store in &stores {
            assert!(store.usage.bytes().iter().all(|bytes| *bytes <= store.capacity));
        }
    }
}

/// Of all threads that claim a key, exactly one gets it, and the limits hold at any time.
#[test]
fn threads_share_the_capacity_and_the_claims() {
    const THREADS: usize = 4;
    let store = MemoryStore::with_shards(60_000, 8);
    let claimed = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, claimed) = (&store, &claimed);
            scope.spawn(move || {
                for nth in 0..2000_usize {
                    let value = vec![0; 1 + nth * 37 % 7000];
                    ready(store.put(format!("{thread} {nth}"), value, at(0), MINUTE)).unwrap();
                    let claim = format!("claim {}", nth / 20);
                    if ready(store.put_new(claim, vec![0; 10], at(0), MINUTE)).unwrap() {
                        claimed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    }
                    assert!(store.usage.bytes().iter().all(|bytes| *bytes <= store.capacity));
                }
            });
        }
    });
    assert_eq!(claimed.into_inner(), 100);
    let used = store.usage.bytes();
    assert!(used[0] > store.capacity / 2, "{used:?}");
    // The totals are those of the values.
    store.purge_all(at(60));
    assert_eq!(store.usage.bytes(), [0, 0]);
    assert!(store.usage.largest_classes().is_empty());
    assert!(store.shards.iter().all(|shard| shard.lock().lens() == [0, 0, 0]));
}

/// Steele and Vigna's `SplitMix64`: the same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

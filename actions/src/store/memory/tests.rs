use std::time::UNIX_EPOCH;

use futures_util::FutureExt;

use super::*;

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn now<T>(future: BoxFuture<'_, T>) -> T {
    future.now_or_never().unwrap()
}

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn each_half_fills_by_itself() {
    let store = MemoryStore::new(8 * (100 + 1 + OVERHEAD));
    let put = |key: &str, seconds| now(store.put(key.into(), vec![0; 100], at(seconds), MINUTE));
    let put_new = |key: &str, seconds| now(store.put_new(key.into(), vec![0; 100], at(seconds), MINUTE));
    let has = |key: &str, seconds| now(store.get(key, at(seconds))).unwrap().is_some();

    // What may be forgotten goes in the order in which it came.
    for key in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
        put(key, 0).unwrap();
    }
    assert_eq!(["a", "b", "i"].map(|key| has(key, 1)), [false, true, true]);
    put("b", 1).unwrap();
    put("j", 1).unwrap();
    assert_eq!(["b", "c", "d"].map(|key| has(key, 1)), [true, false, true]);
    assert!(!has("d", 60), "over");
    assert!(now(store.put("k".into(), vec![0; 101], at(61), MINUTE)).is_err());

    for key in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        assert!(put_new(key, 2).unwrap());
    }
    assert!(!put_new("1", 3).unwrap());
    assert!(put_new("9", 3).is_err() && put("k", 3).is_ok());
    assert!(put_new("1", 62).unwrap(), "over, and may be promised anew");
    now(store.remove("1")).unwrap();
    assert!(put_new("9", 63).unwrap());
    let used = store.with(at(63), |kept| [kept.loose.bytes, kept.pinned.bytes]);
    assert!(used.iter().all(|used| *used <= store.capacity), "{used:?}");
}

/// The size that takes most of the room makes room: of a flood its own kind, whatever its size.
#[test]
fn a_flood_pushes_out_itself() {
    const KIB: usize = 1024;
    for (flood, others) in [(256 * KIB, 4 * KIB), (4 * KIB, 256 * KIB), (64 * KIB, 100)] {
        let store = MemoryStore::new(8 * KIB * KIB);
        let put = |key: String, size| now(store.put(key, vec![0; size], at(0), MINUTE)).unwrap();
        let kept = |key: &str| now(store.get(key, at(1))).unwrap().is_some();
        (0..8).for_each(|other| put(format!("other {other}"), others));
        (0..4000).for_each(|nth| put(format!("flood {nth}"), flood));
        assert!((0..8).all(|other| kept(&format!("other {other}"))), "{flood} {others}");
        assert!(kept("flood 3999") && !kept("flood 0"), "{flood} {others}");
        assert!(store.with(at(1), |kept| kept.loose.bytes) <= store.capacity);
        // When their time is over, nothing is left of them: call by call, a hundred at a time.
        assert!(now(store.get("flood 3999", at(60))).unwrap().is_none());
        (0..40).for_each(|_| store.with(at(60), |_| ()));
        let left = store.with(at(60), |kept| {
            (
                kept.values.len(),
                kept.by_end.len(),
                kept.loose.bytes,
                kept.loose.next_to_go(),
            )
        });
        assert_eq!(left, (0, 0, 0, None));
    }
}

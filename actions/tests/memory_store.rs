//! The capacity of the memory store limits real memory, too. This test is a process of its own,
//! because it measures the memory of the process.

#![cfg(target_os = "linux")]

use std::time::{Duration, SystemTime};

use frontdesk_actions::{MemoryStore, StateStore};

const CAPACITY: usize = 64 * 1024 * 1024;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Returns the resident memory of this process in bytes.
fn resident_bytes() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

#[tokio::test]
async fn memory_store_stays_within_its_capacity() {
    let store = MemoryStore::new(CAPACITY);
    let now = SystemTime::now();
    let before = resident_bytes().unwrap();

    let mut forms = 0;
    let claim = |form: usize| store.put_new(format!("once:{form:022}"), vec![0; 76], now, DAY);
    while claim(forms).await.is_ok() {
        forms += 1;
    }
    let claims = resident_bytes().unwrap() - before;
    assert!(claims <= CAPACITY, "{forms} claims take {claims} bytes");

    // More results than fit.
    for form in 0..2 * forms {
        let put = store.put(format!("once-outcome:{form:022}"), vec![0; 76], now, DAY);
        put.await.unwrap();
    }
    let both = resident_bytes().unwrap() - before;
    assert!(
        both <= 2 * CAPACITY,
        "{forms} claims and as many results take {both} bytes"
    );
    assert!(forms >= 160_000, "{forms} forms");
}

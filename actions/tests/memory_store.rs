//! What the bound of the memory store is worth: of real memory, it takes no more. Alone in its process, so that it can be measured.

#![cfg(target_os = "linux")]

use std::time::{Duration, SystemTime};

use frontdesk_actions::{MemoryStore, StateStore};

const CAPACITY: usize = 64 * 1024 * 1024;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Bytes of this process that are in memory.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

#[tokio::test]
async fn a_full_store_takes_no_more_than_it_says() {
    let store = MemoryStore::new(CAPACITY);
    let now = SystemTime::now();
    let before = resident().unwrap();

    let mut forms = 0;
    let claim = |form: usize| store.put_new(format!("once:{form:022}"), vec![0; 76], now, DAY);
    while claim(forms).await.is_ok() {
        forms += 1;
    }
    let claims = resident().unwrap() - before;
    assert!(claims <= CAPACITY, "{forms} claims take {claims} bytes");

    // More than there is room for.
    for form in 0..2 * forms {
        let answer = store.put(format!("once-answer:{form:022}"), vec![0; 76], now, DAY);
        answer.await.unwrap();
    }
    let both = resident().unwrap() - before;
    assert!(
        both <= 2 * CAPACITY,
        "{forms} claims and as many answers take {both} bytes"
    );
    assert!(forms >= 160_000, "{forms} forms");
}

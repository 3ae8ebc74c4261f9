//! Measures each case on both sides in turns, and prints Frontdesk's time divided by axum's.
//!
//! A busy machine slows down both sides of a turn equally, so the ratio is more stable than the
//! times.

use std::hint::black_box;
use std::time::{Duration, Instant};

use frontdesk_bench::{Call, Case, Peer, case};

/// The number of turns of each side.
const TURNS: usize = 400;

/// The number of requests of one turn.
const REQUESTS: usize = 200;

fn main() {
    // `cargo test --benches` runs this too, as a smoke test.
    let turns = if std::env::args().any(|arg| arg == "--bench") {
        TURNS
    } else {
        1
    };
    let (mut frontdesk, mut axum) = (Peer::Frontdesk.app(), Peer::Axum.app());
    println!("{:24} {:>12} {:>12} {:>8}", "ns, median", "Frontdesk", "axum", "ratio");
    for case in case::ALL {
        // Warm up caches and branch predictors.
        compare(&mut frontdesk, &mut axum, case, turns / 10);
        let [ours, theirs] = compare(&mut frontdesk, &mut axum, case, turns);
        println!("{:24} {ours:12.0} {theirs:12.0} {:8.2}", case.name, ours / theirs);
    }
}

/// Returns the median time of one request on each side, in nanoseconds.
fn compare(frontdesk: &mut Call, axum: &mut Call, case: &Case, turns: usize) -> [f64; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..turns {
        for (app, times) in [&mut *frontdesk, &mut *axum].into_iter().zip(&mut times) {
            times.push(turn(app, case));
        }
    }
    times.map(|times| median(times).as_secs_f64() * 1e9 / REQUESTS as f64)
}

fn turn(app: &mut Call, case: &Case) -> Duration {
    let requests: Vec<_> = (0..REQUESTS).map(|_| (case.request)()).collect();
    let start = Instant::now();
    for request in requests {
        black_box(app(request));
    }
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

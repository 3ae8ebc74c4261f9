//! Repeats one case on one side, to be run under a profiler.

use frontdesk_bench::{Peer, case};

fn main() {
    let mut args = std::env::args().skip(1);
    let peer = match args.next().as_deref() {
        Some("axum") => Peer::Axum,
        _ => Peer::Frontdesk,
    };
    let name = args.next().unwrap_or_default();
    let times = args.next().and_then(|times| times.parse().ok()).unwrap_or(10_000);
    let Some(case) = case::ALL.iter().find(|case| case.name == name) else {
        eprintln!("usage: profile frontdesk|axum CASE [TIMES]; the cases:");
        case::ALL.iter().for_each(|case| eprintln!("  {}", case.name));
        return;
    };
    let mut app = peer.app();
    for _ in 0..times {
        std::hint::black_box(app((case.request)()));
    }
}

//! Repeats one case on one side, to be run under a profiler. With `none` for the side, the requests
//! are only made and dropped.

use std::process::ExitCode;

use frontdesk::StatusCode;
use frontdesk_bench::{Call, Peer, case};

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let side = args.next().unwrap_or_default();
    let name = args.next().unwrap_or_default();
    let times = args.next().and_then(|times| times.parse().ok()).unwrap_or(10_000);
    let case = case::ALL.iter().find(|case| case.name == name);
    let (Some(mut app), Some(case)) = (app(&side), case) else {
        eprintln!("usage: profile frontdesk|axum|none CASE [TIMES]; the cases:");
        case::ALL.iter().for_each(|case| eprintln!("  {}", case.name));
        return ExitCode::FAILURE;
    };
    for _ in 0..times {
        std::hint::black_box(app((case.request)()));
    }
    ExitCode::SUCCESS
}

fn app(side: &str) -> Option<Call> {
    match side {
        "frontdesk" => Some(Peer::Frontdesk.app()),
        "axum" => Some(Peer::Axum.app()),
        "none" => Some(Box::new(|request| {
            drop(std::hint::black_box(request));
            StatusCode::OK
        })),
        _ => None,
    }
}

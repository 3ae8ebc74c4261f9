//! Runs the reference app on one of its servers: `reference --adapter axum|actix|hyper`.

use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::program::main(std::env::args().skip(1))
}

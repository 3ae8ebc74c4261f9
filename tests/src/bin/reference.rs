//! The reference app on one of its servers, for anyone with curl: `reference --adapter axum|actix|hyper`.

use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::program::main(std::env::args().skip(1))
}

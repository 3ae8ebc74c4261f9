//! The measurements that are programs of their own.

mod growth;
mod threads;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("growth") => growth::run(arguments),
        Some("threads") => {
            threads::run();
            Ok(())
        }
        _ => {
            eprintln!("usage: growth [SERIES]... | threads");
            return ExitCode::FAILURE;
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

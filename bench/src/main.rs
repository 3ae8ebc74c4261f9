//! The measurements of this workspace. The first argument says which.

mod growth;
mod process;
mod serve;
mod summary;
mod threads;

use std::error::Error;
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "\
usage: frontdesk-bench COMMAND

  summary [--json FILE] [--only PREFIX]… [--skip PREFIX]… [--quick] [--lto]
      compares Frontdesk with other crates, and prints a table
  growth [SERIES]…
      measures larger and larger work, and writes tables and plots
  threads
      compares two threads with one
  instructions
      what `summary` runs under callgrind
  serve KIND
      the servers that `summary` sends requests to";

fn main() -> ExitCode {
    let mut args = lexopt::Parser::from_env();
    match run(&mut args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &mut lexopt::Parser) -> Result<()> {
    let command = match args.next()? {
        Some(lexopt::Arg::Value(command)) => command.into_string().unwrap_or_default(),
        _ => String::new(),
    };
    match command.as_str() {
        "summary" => summary::run(summary::Options::parse(args)?),
        "growth" => {
            let series = args.raw_args()?.map(|series| series.to_string_lossy().into_owned());
            Ok(growth::run(series.collect::<Vec<_>>().into_iter())?)
        }
        "threads" => {
            threads::run();
            Ok(())
        }
        "instructions" => {
            summary::count();
            Ok(())
        }
        "serve" => serve::run(&args.value()?.to_string_lossy()),
        _ => Err(USAGE.into()),
    }
}

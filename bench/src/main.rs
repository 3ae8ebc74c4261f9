//! The measurements of this workspace. The first argument chooses one.

mod command_line;
mod growth;
mod process;
mod serve;
mod summary;
mod threads;

use std::process::ExitCode;

use command_line::{Result, USAGE};

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
        "medians" => {
            let files = args.raw_args()?.map(|file| file.to_string_lossy().into_owned());
            summary::medians(&files.collect::<Vec<_>>())
        }
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

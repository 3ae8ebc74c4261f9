//! The program `reference`: the reference app on one of its servers.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::app::{self, App};
use crate::options::{Options, USAGE};

/// Runs the program with these arguments (without its name) until its server stops.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = String>) -> ExitCode {
    let options = match Options::parse(arguments) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let app = App::default();
    let desk = app::desk(&app, &options.settings)?;
    tracing::info!("the desk serves:\n{}", desk.table());
    let server = options.adapter.start(app, desk, options.port)?;
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{}", server.address())?;
    out.flush()?;
    drop(out);
    server.wait();
    Ok(())
}

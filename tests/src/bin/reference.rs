//! The reference app on one of its servers, for anyone with curl: `reference --adapter axum|actix|hyper`.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use conformance::app::{self, App};
use conformance::options::{Options, USAGE};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
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
    tracing::info!("the desk answers:\n{}", desk.table());
    let server = options.adapter.start(app, desk, options.port)?;
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{}", server.address())?;
    out.flush()?;
    drop(out);
    server.wait();
    Ok(())
}

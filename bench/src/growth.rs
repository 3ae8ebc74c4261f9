//! How costs grow with the work: a table and a plot for each thing that can grow.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use tokio::runtime::Runtime;

use self::series::Series;

mod bodies;
mod cache;
mod connections;
mod cookies;
mod forms;
mod process;
mod report;
pub(crate) mod request;
mod routes;
mod series;
mod states;
mod wide;

/// Measures a series. Those that need a runtime run in the given one.
type Measure = fn(&Runtime) -> io::Result<Series>;

const ALL: [(&str, Measure); 11] = [
    ("routes", |_| Ok(routes::measure())),
    ("fields", |_| Ok(forms::fields())),
    ("rows", |_| Ok(forms::rows())),
    ("errors", |_| Ok(forms::errors())),
    ("cookies", |_| Ok(cookies::measure())),
    ("bodies", |runtime| Ok(bodies::measure(runtime))),
    ("connections", connections::measure),
    ("cache", |runtime| Ok(cache::entries(runtime))),
    ("waiting", |runtime| Ok(cache::waiting(runtime))),
    ("states", |_| Ok(states::in_store())),
    ("state-cookies", |_| Ok(states::in_cookies())),
];

/// The argument of a process that measures one series, and writes it to stdout.
const ONE: &str = "one-series";

/// Measures everything, or the series with these names, and writes the results into
/// `bench/results/`. Each series has a process of its own: memory that one has freed would be used
/// again by the next.
pub(crate) fn run(mut arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let first = arguments.next();
    match first.as_deref() {
        Some(connections::IDLE) => return connections::hold(arguments),
        Some(ONE) => return measure(&arguments.next().unwrap_or_default()),
        _ => {}
    }
    let names: Vec<_> = first.into_iter().chain(arguments).collect();
    let mut all = Vec::new();
    for (name, _) in ALL {
        if names.is_empty() || names.iter().any(|own| own == name) {
            let start = Instant::now();
            all.push(measure_in_process(name)?);
            println!("{name}: {:.1} s", start.elapsed().as_secs_f64());
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
    let steep = report::write(&folder, &process::machine(), &all)?;
    println!("written to {}", folder.display());
    if steep.is_empty() {
        println!("nothing grows steeper than linear");
    } else {
        println!("steeper than linear:");
        steep.iter().for_each(|line| println!("  {line}"));
    }
    Ok(())
}

fn measure_in_process(name: &str) -> io::Result<Series> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.args(["growth", ONE, name]).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("the series {name} failed")));
    }
    serde_json::from_slice(&output.stdout).map_err(io::Error::other)
}

/// Measures a series in this process, and writes it to stdout.
fn measure(name: &str) -> io::Result<()> {
    let Some((_, measure)) = ALL.iter().find(|(own, _)| *own == name) else {
        return Err(io::Error::other(format!("there is no series {name}")));
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let _guard = runtime.enter();
    serde_json::to_writer(io::stdout(), &measure(&runtime)?).map_err(io::Error::other)
}

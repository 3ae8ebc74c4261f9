//! How costs grow with the work: a table and a plot for each thing that can grow.

use std::io;
use std::path::Path;

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

/// Measures everything, or the series with these names, and writes the results into
/// `bench/results/`.
pub(crate) fn run(mut arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let first = arguments.next();
    if first.as_deref() == Some(connections::IDLE) {
        return connections::hold(arguments);
    }
    let names: Vec<_> = first.into_iter().chain(arguments).collect();
    let wanted = |name: &str| names.is_empty() || names.iter().any(|own| own == name);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let _guard = runtime.enter();
    let mut all = Vec::new();
    let mut add = |name: &str, measure: &dyn Fn() -> io::Result<series::Series>| {
        if wanted(name) {
            let start = std::time::Instant::now();
            all.push(measure()?);
            println!("{name}: {:.1} s", start.elapsed().as_secs_f64());
        }
        io::Result::Ok(())
    };
    add("routes", &|| Ok(routes::measure()))?;
    add("fields", &|| Ok(forms::fields()))?;
    add("rows", &|| Ok(forms::rows()))?;
    add("errors", &|| Ok(forms::errors()))?;
    add("cookies", &|| Ok(cookies::measure()))?;
    add("bodies", &|| Ok(bodies::measure(&runtime)))?;
    add("connections", &|| connections::measure(&runtime))?;
    add("cache", &|| Ok(cache::entries(&runtime)))?;
    add("waiting", &|| Ok(cache::waiting(&runtime)))?;
    add("states", &|| Ok(states::in_store()))?;
    add("state-cookies", &|| Ok(states::in_cookies()))?;
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

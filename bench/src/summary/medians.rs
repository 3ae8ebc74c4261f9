//! The medians of several runs, as a table in Markdown.

use std::fs;

use super::row::{Finished, MARGIN};
use super::statistics::median;
use crate::command_line::Result;

/// The beginning of the name of a row that measures the least that can be done.
const FLOOR: &str = "floor_of_";

/// Prints the table of the runs in these files, which `summary --json` wrote.
pub(crate) fn medians(files: &[String]) -> Result<()> {
    let runs: Vec<Vec<Finished>> = files.iter().map(|file| read(file)).collect::<Result<_>>()?;
    let Some(first) = runs.first() else {
        return Err("there is no file".into());
    };
    println!("| row | ours | peer | ratio | floor | target | holds | allocations | instructions |");
    println!("|---|---:|---:|---:|---:|---:|---|---:|---:|");
    for row in first.iter().filter(|row| !row.name.starts_with(FLOOR)) {
        println!("{}", line(row, &runs));
    }
    Ok(())
}

fn read(file: &str) -> Result<Vec<Finished>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?)
}

fn line(row: &Finished, runs: &[Vec<Finished>]) -> String {
    let of = |name: &str, figure: fn(&Finished) -> Option<f64>| {
        let rows = runs.iter().flatten().filter(|other| other.name == name);
        let mut figures: Vec<_> = rows.filter_map(figure).collect();
        (!figures.is_empty()).then(|| median(&mut figures))
    };
    let this = |figure| of(&row.name, figure);
    let ratio = this(|row| row.ratio);
    let floor = of(&floor_of(&row.name), |row| row.ratio);
    let reached = if ratio.is_some() { ratio } else { this(|row| row.ours) };
    let holds = match row.target.zip(reached) {
        Some((target, reached)) if reached <= target * MARGIN => "yes",
        Some(_) => "no",
        None => "",
    };
    let unit = &row.unit;
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {holds} | {} | {} |",
        row.name,
        with_unit(this(|row| row.ours), unit),
        with_unit(this(|row| row.peer), unit),
        number(ratio),
        number(floor),
        number(row.target),
        pair(this(|row| row.ours_allocs), this(|row| row.peer_allocs)),
        pair(this(|row| row.ours_ir), this(|row| row.peer_ir)),
    )
}

/// Returns the name of the row with the floor of another one: `floor_of_route_static` is that of
/// `route_static_vs_axum`.
fn floor_of(name: &str) -> String {
    let short = match name {
        "action_script_vs_server_fn" => "action_server_fn",
        name => name.split("_vs_").next().unwrap_or(name),
    };
    format!("{FLOOR}{short}")
}

fn with_unit(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(String::new, |value| format!("{} {unit}", number(Some(value))))
}

fn number(value: Option<f64>) -> String {
    match value {
        None => String::new(),
        Some(value) if value >= 100.0 => format!("{value:.0}"),
        Some(value) => format!("{value:.2}"),
    }
}

fn pair(ours: Option<f64>, peer: Option<f64>) -> String {
    match (ours, peer) {
        (Some(ours), Some(peer)) => format!("{ours:.0} / {peer:.0}"),
        _ => String::new(),
    }
}

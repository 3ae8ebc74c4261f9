//! The table.

use super::options::Options;
use super::row::Finished;
use super::{http, lto};

pub(super) fn print_head(options: &Options) {
    println!("profile: {}", lto::profile());
    println!("load generator over HTTP: {}", http::load_generator(options));
    println!(
        "\n{:34} {:>10} {:>10} {:5} {:>6} {:>6} {:5} {:>15} {:>15} {:>13}",
        "row", "ours", "peer", "unit", "ratio", "target", "holds", "allocs", "Ir", "95 % interval"
    );
}

pub(super) fn print(row: &Finished) {
    let holds = match row.holds {
        Some(true) => "yes",
        Some(false) => "NO",
        None => "-",
    };
    println!(
        "{:34} {:>10} {:>10} {:5} {:>6} {:>6} {:5} {:>15} {:>15} {:>13}",
        row.name,
        number(row.ours),
        number(row.peer),
        row.unit,
        number(row.ratio),
        number(row.target),
        holds,
        pair(row.ours_allocs, row.peer_allocs),
        pair(row.ours_ir, row.peer_ir),
        row.interval
            .map_or_else(String::new, |[low, high]| format!("{low:.3}–{high:.3}")),
    );
}

fn pair(ours: Option<f64>, peer: Option<f64>) -> String {
    match (ours, peer) {
        (Some(ours), Some(peer)) => format!("{ours:.0} / {peer:.0}"),
        _ => "-".to_owned(),
    }
}

fn number(value: Option<f64>) -> String {
    match value {
        None => "-".to_owned(),
        Some(value) if value >= 100.0 => format!("{value:.0}"),
        Some(value) => format!("{value:.2}"),
    }
}

//! The CPU time that servers need for requests over loopback.

mod load;

use super::options::Options;
use super::row::{Figures, Row, Target};
use super::statistics::{interval, median};
use crate::command_line::Result;
use crate::process::Process;
use load::Load;

/// How many connections send requests at the same time.
const CONNECTIONS: usize = 8;

/// The size of a measurement.
struct Size {
    rounds: usize,
    /// How many requests each connection sends to each side in a round.
    requests: usize,
}

impl Size {
    fn new(options: &Options) -> Self {
        if options.quick {
            return Self {
                rounds: 2,
                requests: 10,
            };
        }
        Self {
            rounds: 60,
            requests: 300,
        }
    }
}

/// Describes the load generator.
pub(super) fn load_generator(options: &Options) -> String {
    let Size { rounds, requests } = Size::new(options);
    format!(
        "this program; {CONNECTIONS} keep-alive connections, one request at a time on each, {requests} requests each \
         to both sides in turns, {rounds} rounds; the CPU time is that of the server's process; ratio: median of the \
         rounds"
    )
}

pub(super) fn rows() -> Vec<Row> {
    let measured = |name, target, ours, peer, load: fn() -> String| Row {
        name,
        target,
        unit: "µs",
        measure: Box::new(move |options| compare([ours, peer], &load(), options)),
    };
    let row = |name, target, ours, peer, load| measured(name, Target::Ratio(target), ours, peer, load);
    vec![
        row("http_hyper_vs_raw_hyper", 1.05, "hyper-desk", "hyper-bare", load::get),
        row("http_axum_vs_bare_axum", 1.05, "axum-desk", "axum-bare", load::get),
        row(
            "http_axum_post_vs_bare_axum",
            1.05,
            "axum-desk",
            "axum-bare",
            load::post,
        ),
        row("http_actix_vs_bare_actix", 1.06, "actix-desk", "actix-bare", load::get),
        row(
            "http_actix_post_vs_bare_actix",
            1.25,
            "actix-desk",
            "actix-bare",
            load::post,
        ),
        measured(
            "floor_of_http_actix",
            Target::None,
            "actix-text",
            "actix-bare",
            load::get,
        ),
    ]
}

fn compare(kinds: [&str; 2], request: &str, options: &Options) -> Result<Figures> {
    let size = Size::new(options);
    let [ours, peer] = kinds.map(|kind| Server::start(kind, request));
    let mut servers = [ours?, peer?];
    for server in &mut servers {
        server.round(size.requests)?;
    }
    let mut times = [const { Vec::new() }; 2];
    for round in 0..size.rounds {
        for turn in 0..2 {
            let side = (round + turn) % 2;
            times[side].push(servers[side].round(size.requests)?);
        }
    }
    let [ours, peer] = &mut times;
    let mut ratios: Vec<_> = ours.iter().zip(&*peer).map(|(ours, peer)| ours / peer).collect();
    Ok(Figures {
        ratio: Some(median(&mut ratios)),
        interval: interval(&mut ratios),
        sides: Some([median(ours), median(peer)]),
    })
}

struct Server {
    process: Process,
    load: Load,
}

impl Server {
    fn start(kind: &str, request: &str) -> Result<Self> {
        let process = Process::start(kind)?;
        let load = Load::connect(process.address, CONNECTIONS, request)?;
        Ok(Self { process, load })
    }

    /// Returns the CPU time of one request, in microseconds.
    fn round(&mut self, requests: usize) -> Result<f64> {
        let before = self.process.cpu()?;
        self.load.send(requests)?;
        let after = self.process.cpu()?;
        Ok((after - before) * 1e6 / (requests * CONNECTIONS) as f64)
    }
}

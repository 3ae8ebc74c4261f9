//! The rows in this process: both sides in turns, on one core.

use std::hint::black_box;
use std::time::Instant;

use frontdesk_bench::in_process::{self, Comparison, Unit};
use frontdesk_bench::{Subject, measured};
use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

use super::options::Options;
use super::row::{Figures, Row, Target};
use super::statistics::{geometric_mean, median};

/// How many requests are prepared ahead. glibc keeps seven freed blocks of a size at hand: with more
/// requests, both sides would pay for what a server doesn't do.
const BATCH: usize = 5;

/// How many batches each side runs.
const ROUNDS: usize = 12_000;

pub(super) fn rows() -> Vec<Row> {
    let row = |comparison: Comparison| Row {
        name: comparison.name,
        target: comparison.target.map_or(Target::None, Target::Ratio),
        unit: match comparison.unit {
            Unit::Time => "ns",
            Unit::Instructions => "Ir",
        },
        measure: Box::new(move |options| Ok(measure(&comparison, options))),
    };
    in_process::all().into_iter().map(row).collect()
}

fn measure(comparison: &Comparison, options: &Options) -> Figures {
    if comparison.unit == Unit::Instructions {
        return Figures::default();
    }
    let rounds = if options.quick { 20 } else { ROUNDS };
    let parts = comparison.in_context(|| {
        on_one_core(|| {
            let parts = comparison.parts.iter().map(|part| times(&mut part.subjects(), rounds));
            parts.collect::<Vec<_>>()
        })
    });
    geometric_mean(&parts).into()
}

/// Returns the median time of one run of both sides, in nanoseconds.
fn times(subjects: &mut [Box<dyn Subject>; 2], rounds: usize) -> [f64; 2] {
    for subject in &mut *subjects {
        for _ in 0..rounds / 10 {
            black_box(batch(&mut **subject));
        }
    }
    let mut times = [const { Vec::new() }; 2];
    for round in 0..rounds {
        // Which side comes first makes no difference this way.
        for turn in 0..2 {
            let side = (round + turn) % 2;
            times[side].push(batch(&mut *subjects[side]));
        }
    }
    let clock = clock(rounds);
    times.map(|mut times| (median(&mut times) - clock) / BATCH as f64)
}

/// Returns the time of one batch, in nanoseconds.
fn batch(subject: &mut dyn Subject) -> f64 {
    subject.prepare(BATCH);
    let start = Instant::now();
    for _ in 0..BATCH {
        measured(subject);
    }
    start.elapsed().as_nanos() as f64
}

/// Returns the time of a batch of nothing.
fn clock(rounds: usize) -> f64 {
    struct Nothing;
    impl Subject for Nothing {
        fn prepare(&mut self, _: usize) {}
        fn run(&mut self) {}
    }
    let mut times: Vec<_> = (0..rounds).map(|_| batch(black_box(&mut Nothing))).collect();
    median(&mut times)
}

/// Runs a function on one core, if the system allows it.
fn on_one_core<T>(run: impl FnOnce() -> T) -> T {
    let before = sched_getaffinity(None);
    let mut one = CpuSet::new();
    one.set(sched_getcpu());
    let _ = sched_setaffinity(None, &one);
    let result = run();
    if let Ok(before) = before {
        let _ = sched_setaffinity(None, &before);
    }
    result
}

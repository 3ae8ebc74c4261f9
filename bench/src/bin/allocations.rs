//! Counts the allocations of both sides of each comparison, and prints them as JSON:
//! `{"route_static_vs_axum": [4, 12], …}`.
//!
//! A program of its own, because counting takes time.

use std::alloc::System;
use std::collections::BTreeMap;

use frontdesk_bench::in_process::{self, Comparison};
use frontdesk_bench::{Subject, measured};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The first runs may allocate what stays.
const WARM_UP: usize = 10;

const RUNS: usize = 50;

fn main() {
    let counts: BTreeMap<_, _> = in_process::all()
        .iter()
        .map(|comparison| (comparison.name, count(comparison)))
        .collect();
    println!("{}", serde_json::json!(counts));
}

/// Returns the allocations of one run on each side: the sum of all parts divided by their number.
fn count(comparison: &Comparison) -> [f64; 2] {
    let mut counts = [0.0; 2];
    comparison.in_context(|| {
        for part in &comparison.parts {
            for (subject, count) in part.subjects().iter_mut().zip(&mut counts) {
                *count += per_run(&mut **subject) / comparison.parts.len() as f64;
            }
        }
    });
    counts
}

fn per_run(subject: &mut dyn Subject) -> f64 {
    let mut allocations = 0;
    subject.prepare(WARM_UP + RUNS);
    for run in 0..WARM_UP + RUNS {
        let region = Region::new(ALLOCATOR);
        measured(subject);
        let change = region.change();
        if run >= WARM_UP {
            allocations += change.allocations + change.reallocations;
        }
    }
    allocations as f64 / RUNS as f64
}

//! Allocations and instructions, counted in processes of their own.

use std::collections::BTreeMap;

use frontdesk_bench::in_process;

use super::options::Options;
use super::{allocations, instructions};
use crate::command_line::Result;

/// Allocations and instructions per request, of both sides.
pub(super) struct Counts {
    allocations: BTreeMap<String, [f64; 2]>,
    instructions: BTreeMap<String, [f64; 2]>,
}

impl Counts {
    /// Counts, in processes of their own.
    pub(super) fn read(options: &Options) -> Self {
        let wanted = in_process::all()
            .iter()
            .any(|comparison| options.wants(comparison.name));
        let read = |what, counts: Result<_>| {
            counts.unwrap_or_else(|error| {
                eprintln!("{what} are not counted: {error}");
                BTreeMap::new()
            })
        };
        if !wanted {
            return Self {
                allocations: BTreeMap::new(),
                instructions: BTreeMap::new(),
            };
        }
        Self {
            allocations: read("allocations", allocations::read(options)),
            instructions: read("instructions", instructions::read(options)),
        }
    }

    /// Returns the allocations and the instructions of a row.
    pub(super) fn of(&self, name: &str) -> (Option<[f64; 2]>, Option<[f64; 2]>) {
        let of = |counts: &BTreeMap<_, _>| counts.get(name).copied();
        (of(&self.allocations), of(&self.instructions))
    }
}

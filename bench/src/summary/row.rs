//! The rows of the table.

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::options::Options;
use crate::command_line::Result;

/// By how much a row may exceed its target, because times vary.
pub(super) const MARGIN: f64 = 1.03;

/// A row before it is measured.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) target: Target,
    pub(super) unit: &'static str,
    pub(super) measure: Box<Measure>,
}

type Measure = dyn Fn(&Options) -> Result<Figures>;

/// What a row has to reach.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    /// Ours divided by the peer's.
    Ratio(f64),
    /// Ours alone.
    Ours(f64),
    /// Nothing: it is what other rows are compared with.
    None,
}

/// What was measured.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    pub(super) sides: Option<[f64; 2]>,
    /// Where it isn't the quotient of the two sides.
    pub(super) ratio: Option<f64>,
    /// The 95 % confidence interval of the ratio.
    pub(super) interval: Option<[f64; 2]>,
}

impl From<[f64; 2]> for Figures {
    fn from(sides: [f64; 2]) -> Self {
        Self {
            sides: Some(sides),
            ..Self::default()
        }
    }
}

/// A row of the JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Finished {
    pub(super) name: String,
    pub(super) ours: Option<f64>,
    pub(super) peer: Option<f64>,
    pub(super) unit: String,
    pub(super) ratio: Option<f64>,
    pub(super) ours_allocs: Option<f64>,
    pub(super) peer_allocs: Option<f64>,
    pub(super) ours_ir: Option<f64>,
    pub(super) peer_ir: Option<f64>,
    pub(super) interval: Option<[f64; 2]>,
    pub(super) target: Option<f64>,
    /// Whether the target is reached.
    pub(super) holds: Option<bool>,
    pub(super) profile: String,
}

impl Finished {
    pub(super) fn new(row: &Row, figures: Figures, counts: &Counts) -> Self {
        let mut sides = figures.sides;
        let (allocations, instructions) = counts.of(row.name);
        if row.unit == "Ir" {
            sides = instructions;
        }
        let [ours, peer] = unzip(sides);
        let [ours_allocs, peer_allocs] = unzip(allocations);
        let [ours_ir, peer_ir] = unzip(instructions);
        let ratio = figures.ratio.or_else(|| sides.map(|[ours, peer]| ours / peer));
        let (target, reached) = match row.target {
            Target::Ratio(target) => (Some(target), ratio),
            Target::Ours(target) => (Some(target), ours),
            Target::None => (None, None),
        };
        Self {
            name: row.name.to_owned(),
            ours,
            peer,
            unit: row.unit.to_owned(),
            ratio,
            ours_allocs,
            peer_allocs,
            ours_ir,
            peer_ir,
            interval: figures.interval,
            target,
            holds: target.zip(reached).map(|(target, reached)| reached <= target * MARGIN),
            profile: super::lto::profile(),
        }
    }
}

fn unzip(sides: Option<[f64; 2]>) -> [Option<f64>; 2] {
    [sides.map(|[ours, _]| ours), sides.map(|[_, peer]| peer)]
}

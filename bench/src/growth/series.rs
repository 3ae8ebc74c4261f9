//! Series of measurements: what a unit of work costs at growing sizes.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// One line of a chart: a cost at growing sizes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    /// What was measured.
    pub(super) name: Cow<'static, str>,
    pub(super) unit: Unit,
    pub(super) points: Vec<Point>,
}

/// A size, and the cost there.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Point {
    pub(super) size: u64,
    pub(super) cost: f64,
}

/// What a cost is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) enum Unit {
    /// Nanoseconds.
    Time,
    Bytes,
}

/// A chart with its table.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Series {
    /// The name of its file.
    pub(super) name: Cow<'static, str>,
    /// What grows, in the plural.
    pub(super) grows: Cow<'static, str>,
    pub(super) lines: Vec<Line>,
}

impl Line {
    pub(super) fn new(name: &'static str, unit: Unit) -> Self {
        Self {
            name: Cow::Borrowed(name),
            unit,
            points: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, size: u64, cost: f64) {
        self.points.push(Point { size, cost });
    }

    /// Returns the cost of a point as a multiple of that of the smallest size.
    pub(super) fn relative(&self, point: &Point) -> f64 {
        let first = self.points.first().map_or(1.0, |first| first.cost);
        point.cost / first.max(f64::MIN_POSITIVE)
    }

    /// Returns the largest exponent of growth between a size and the next but one: 0 is constant, 1
    /// linear, 2 quadratic. Two steps, because one has the noise of two measurements in it.
    pub(super) fn exponent(&self) -> f64 {
        let pairs = self.points.iter().zip(self.points.iter().skip(2));
        let exponents = pairs.map(|(from, to)| {
            let sizes = to.size as f64 / from.size as f64;
            (to.cost / from.cost).ln() / sizes.ln()
        });
        exponents.fold(0.0, f64::max)
    }
}

impl Unit {
    pub(super) fn format(self, cost: f64) -> String {
        let steps = match self {
            Self::Time => [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)],
            Self::Bytes => [("B", 1.0), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9)],
        };
        let largest = steps.into_iter().rev().find(|(_, size)| cost >= *size);
        let (unit, size) = largest.unwrap_or(("", 1.0));
        format!("{:.3} {unit}", cost / size)
    }
}

/// How long one point is measured, if it takes more than the fewest turns.
const BUDGET: Duration = Duration::from_millis(250);
const FEWEST: usize = 3;
const MOST: usize = 2_000;

/// Returns the median time of `run` in nanoseconds. What `prepare` makes is not in it.
pub(super) fn median<T>(mut prepare: impl FnMut() -> T, mut run: impl FnMut(T)) -> f64 {
    let (start, mut times) = (Instant::now(), Vec::new());
    // The first turn warms up, and is not counted.
    run(prepare());
    while times.len() < FEWEST || times.len() < MOST && start.elapsed() < BUDGET {
        let input = prepare();
        let turn = Instant::now();
        run(input);
        times.push(turn.elapsed());
    }
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    middle.as_nanos().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponent_is_that_of_the_steepest_part() {
        for (cost, expected) in [
            ((|_| 7.0) as fn(f64) -> f64, 0.0),
            (|size| 3.0 * size, 1.0),
            (|size| size * size, 2.0),
            // A constant part hides the growth of small sizes.
            (|size| if size < 50.0 { 1000.0 } else { 0.4 * size * size }, 2.0),
        ] {
            let mut line = Line::new("", Unit::Time);
            for size in [1, 10, 100, 1000, 10_000] {
                line.push(size, cost(size as f64));
            }
            assert!((line.exponent() - expected).abs() < 0.01, "{}", line.exponent());
        }
    }

    #[test]
    fn costs_are_written_in_their_largest_unit() {
        for (unit, cost, expected) in [
            (Unit::Time, 1.0, "1.000 ns"),
            (Unit::Time, 2_500_000.0, "2.500 ms"),
            (Unit::Bytes, 1_234.0, "1.234 KB"),
            (Unit::Bytes, 0.0, "0.000 "),
        ] {
            assert_eq!(unit.format(cost), expected);
        }
    }
}

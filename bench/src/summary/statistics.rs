//! Medians.

/// Returns the median, or NaN if there are no values.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values {
        [] => f64::NAN,
        values if values.len() % 2 == 1 => values[middle],
        values => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// Returns the 95 % confidence interval of the median, by order statistics: between which of the
/// sorted values it is. Returns `None` for fewer than six values.
pub(super) fn interval(values: &mut [f64]) -> Option<[f64; 2]> {
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len() as f64;
    let below = (count / 2.0 - 1.96 * count.sqrt() / 2.0).floor();
    if below < 0.0 {
        return None;
    }
    let below = below as usize;
    Some([*values.get(below)?, *values.get(values.len() - 1 - below)?])
}

/// Returns the geometric mean of pairs, side by side.
pub(super) fn geometric_mean(pairs: &[[f64; 2]]) -> [f64; 2] {
    [0, 1].map(|side| {
        let logarithms: f64 = pairs.iter().map(|pair| pair[side].ln()).sum();
        (logarithms / pairs.len() as f64).exp()
    })
}

//! How often something that failed is tried again, and when.

use std::time::Duration;

/// Attempts with pauses that double, up to the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// How many attempts there are at most.
    pub attempts: u32,
    /// The pause after the first attempt.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
}

impl Backoff {
    /// Returns the pause after an attempt, counted from 1: between a half of it and the whole, at random,
    /// so that what failed together doesn't come back together.
    #[must_use]
    pub fn pause(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let whole = self.first.saturating_mul(doubled).min(self.longest);
        let random = getrandom::u32().unwrap_or(u32::MAX);
        whole.mul_f64(0.5 + 0.5 * f64::from(random) / f64::from(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let seconds = Duration::from_secs;
        let backoff = Backoff {
            attempts: 9,
            first: seconds(4),
            longest: seconds(60),
        };
        for (attempt, whole) in [(1, 4), (2, 8), (4, 32), (5, 60), (33, 60), (u32::MAX, 60)] {
            for _ in 0..100 {
                let pause = backoff.pause(attempt);
                assert!(
                    seconds(whole) / 2 <= pause && pause <= seconds(whole),
                    "{attempt}: {pause:?}"
                );
            }
        }
    }
}

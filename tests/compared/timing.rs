//! The time from the click to the changed document.

use crate::site::Site;
use crate::visit::{self, Submit};
use crate::webdriver::Tab;

/// Returns the milliseconds of a form that fails, and of one that succeeds.
pub(crate) async fn of(site: &Site, tab: &Tab, round: usize) -> [f64; 2] {
    let title = format!("Round {round}");
    visit::open(site, tab, "/").await;
    let mut times = [0.0; 2];
    for (time, submit) in times.iter_mut().zip([Submit::Fails, Submit::Adds(&title)]) {
        submit.fill(tab).await;
        let name = site.client.name;
        *time = submit
            .click(tab)
            .await
            .unwrap_or_else(|| panic!("{name}: nothing changes"));
        let is_in_place = visit::is_in_place(tab).await;
        assert_eq!(
            is_in_place,
            !site.client.is_plain(),
            "{name}: by the script or by the browser?"
        );
    }
    times
}

/// Returns the median, and the bounds of its 95 % confidence interval by order statistics.
pub(crate) fn median(times: &[f64]) -> [f64; 3] {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let (count, half) = (sorted.len(), sorted.len() / 2);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "there are a few dozen"
    )]
    let distance = (0.98 * (count as f64).sqrt()).ceil() as usize;
    let middle = if count % 2 == 1 {
        at(half)
    } else {
        f64::midpoint(at(half.wrapping_sub(1)), at(half))
    };
    let low = half.saturating_sub(distance);
    [middle, at(low), at((half + distance).min(count.saturating_sub(1)))]
}

//! `/conv/slow-clock`: refreshed when it is older than a second.

use std::time::Duration;

use crate::app::nanoseconds;

pub const REVALIDATE: Duration = Duration::from_secs(1);
pub const TAGS: &[&str] = &["clock"];

pub async fn get() -> String {
    nanoseconds()
}

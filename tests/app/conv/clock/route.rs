//! `/conv/clock`: runs for every request, though it has no arguments.

use crate::app::nanoseconds;

pub const DYNAMIC: bool = true;

pub async fn get() -> String {
    nanoseconds()
}

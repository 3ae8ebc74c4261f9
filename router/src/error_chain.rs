//! An error with its sources, as one line of the log.

use std::error::Error;
use std::fmt::Write as _;

/// Joins an error and its sources with `: `. Skips a source whose text the error already ends with,
/// as many do.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    for _ in 0..32 {
        let Some(error) = next else { break };
        let cause = error.to_string();
        if !text.ends_with(&cause) {
            let _ = write!(text, ": {cause}");
        }
        next = error.source();
    }
    text
}

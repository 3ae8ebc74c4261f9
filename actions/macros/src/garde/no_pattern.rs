//! Patterns without the feature `garde`: nobody asks.

pub(super) fn check(_: &str) -> Result<(), String> {
    Ok(())
}

pub(super) fn to_javascript(_: &str) -> Option<String> {
    None
}

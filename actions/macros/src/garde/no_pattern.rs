//! Patterns without the feature `garde`, in which no rule is read.

pub(super) fn check(_: &str) -> Result<(), String> {
    Ok(())
}

pub(super) fn to_javascript(_: &str) -> Option<String> {
    None
}

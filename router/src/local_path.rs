//! Which text is a path on this origin: the one rule behind redirects and ways back.

/// Whether `text` is an absolute path on this origin, as a browser resolves it in `Location` or `href`: `/x`, `/x?y#z`.
///
/// Never `//host` or `/\host` (another host to the [URL standard](https://url.spec.whatwg.org/#relative-slash-state)), never a
/// scheme, never with a control character (browsers drop tabs and line breaks, so `/<tab>/host` is `//host`).
///
/// ```
/// use frontdesk_router::is_local_path;
///
/// assert!(is_local_path("/todos?page=2#new"));
/// for other in ["//evil.example", "/\\evil.example", "javascript:alert(1)", "todos", "", "/\t/evil.example"] {
///     assert!(!is_local_path(other));
/// }
/// ```
#[must_use]
pub fn is_local_path(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('/') else {
        return false;
    };
    !rest.starts_with(['/', '\\']) && !text.chars().any(char::is_control)
}

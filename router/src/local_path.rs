//! The rule for paths on this origin, for redirects and return URLs.

/// Returns whether `text` is an absolute path on this origin, ready to stand in `Location` or
/// `href`: `/x`, `/x?y#z`.
///
/// It begins with one `/` and consists of visible ASCII characters only, so anything else (spaces,
/// umlauts) must be percent-encoded first. [`Redirect::to`](crate::Redirect::to) encodes its
/// argument and then applies this rule.
///
/// Not local are `//host` and `/\host` (another host to the [URL
/// standard](https://url.spec.whatwg.org/#relative-slash-state)), anything with a scheme, and
/// control characters (browsers drop tabs and line breaks, so `/<tab>/host` would be `//host`).
/// What follows `?` or `#` cannot change where a URL leads: `/?next=//host` is local.
///
/// ```
/// use frontdesk_router::is_local_path;
///
/// assert!(is_local_path("/todos?page=2#new"));
/// assert!(is_local_path("/s%C3%BC%C3%9F"));
/// for other in ["//evil.example", "/\\evil.example", "javascript:alert(1)", "todos", "", "/\t/evil.example", "/süß"] {
///     assert!(!is_local_path(other));
/// }
/// ```
#[must_use]
pub fn is_local_path(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('/') else {
        return false;
    };
    !rest.starts_with(['/', '\\']) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

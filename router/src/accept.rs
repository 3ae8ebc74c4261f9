//! stub
use http::HeaderValue;
/// stub
pub fn prefers_html<'a>(values: impl Iterator<Item = &'a HeaderValue>) -> bool {
    values
        .into_iter()
        .any(|v| v.to_str().unwrap_or("").contains("text/html"))
}

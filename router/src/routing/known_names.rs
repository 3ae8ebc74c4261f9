//! Which names that are revalidated belong to a desk's routes, for the cache.

use http::Method;

use super::routes::Routes;
use crate::cache::KnownNames;

impl KnownNames for Routes {
    fn has_path(&self, path: &str) -> bool {
        self.find(path, &Method::GET).is_some()
    }

    fn has_path_at_or_below(&self, path: &str) -> bool {
        self.rows().iter().any(|row| is_at_or_below(&row.path, path))
    }

    fn has_pattern(&self, text: &str) -> bool {
        text.contains('{') && self.rows().iter().any(|row| row.path == text)
    }

    fn has_tag(&self, tag: &str) -> bool {
        Self::has_tag(self, tag)
    }
}

/// Returns whether a pattern may match `path` or a path below it: segment by segment, `path` is the
/// same, or the pattern has a parameter.
fn is_at_or_below(pattern: &str, path: &str) -> bool {
    let mut segments = pattern.split('/');
    for wanted in path.trim_end_matches('/').split('/') {
        match segments.next() {
            Some(segment) if segment.starts_with("{*") => return true,
            Some(segment) if segment == wanted || segment.contains('{') => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_at_or_below;

    #[test]
    fn pattern_is_compared_segment_by_segment() {
        for (pattern, path, expected) in [
            ("/", "/", true),
            ("/api/users", "/", true),
            ("/api/users", "/api", true),
            ("/api/users", "/api/", true),
            ("/api/users", "/api/users", true),
            ("/api/users", "/api/users/7", false),
            ("/api/users", "/ap", false),
            ("/api/{version}/users", "/api/v1", true),
            ("/api/{version}/users", "/api/v1/posts", false),
            ("/files/{*path}", "/files/a/b/c", true),
            ("/{name}.png", "/a.png", true),
        ] {
            assert_eq!(is_at_or_below(pattern, path), expected, "{pattern} {path}");
        }
    }
}

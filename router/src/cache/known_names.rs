//! Warnings about revalidations that have no effect.

/// The names by which the responses of a desk's routes are revalidated.
pub trait KnownNames: Send + Sync + 'static {
    /// Returns whether a route matches this path.
    fn has_path(&self, path: &str) -> bool;

    /// Returns whether a route may match this path, or one below it.
    fn has_path_at_or_below(&self, path: &str) -> bool;

    /// Returns whether this is the pattern of a route, and it has parameters.
    fn has_pattern(&self, text: &str) -> bool;

    /// Returns whether a cached GET has this tag.
    fn has_tag(&self, tag: &str) -> bool;
}

/// A path to revalidate.
#[derive(Clone, Copy)]
pub(super) struct NamedPath<'a> {
    /// As the app wrote it, without query and fragment.
    pub(super) written: &'a str,
    /// In canonical spelling.
    pub(super) canonical: &'a str,
    /// The base path of the desk.
    pub(super) base: &'a str,
}

impl NamedPath<'_> {
    /// Returns why it has no effect to revalidate this path, if it has none, and the fix.
    pub(super) fn without_effect(self, known: &dyn KnownNames) -> Option<String> {
        if known.has_pattern(self.written) {
            return Some(PATTERN.to_owned());
        }
        let exists = |path: &str| known.has_path(path);
        if exists(self.written) || exists(self.canonical) {
            return None;
        }
        let without_slash = self.canonical.trim_end_matches('/');
        if !without_slash.is_empty() && exists(without_slash) {
            return Some(format!(
                "no route has a path with `/` at its end; write `{without_slash}`"
            ));
        }
        Some(
            self.below_base(exists)
                .unwrap_or_else(|| "no route has this path".to_owned()),
        )
    }

    /// The same for this path and all paths below it.
    pub(super) fn without_effect_below(self, known: &dyn KnownNames) -> Option<String> {
        if known.has_pattern(self.written) {
            return Some(PATTERN.to_owned());
        }
        let exists = |path: &str| known.has_path_at_or_below(path);
        if exists(self.written.trim_end_matches('/')) || exists(self.canonical) {
            return None;
        }
        let unknown = "no route has this path, or one below it";
        Some(self.below_base(exists).unwrap_or_else(|| unknown.to_owned()))
    }

    fn below_base(self, exists: impl Fn(&str) -> bool) -> Option<String> {
        let below = self.canonical.strip_prefix(self.base)?;
        // The base path itself is the desk's `/`.
        let below = if below.is_empty() { "/" } else { below };
        let is_below = !self.base.is_empty() && below.starts_with('/') && exists(below);
        is_below.then(|| format!("paths are without the base path of the desk; write `{below}`"))
    }
}

const PATTERN: &str = "this is the pattern of a route, and not a path; name each path, as in `/users/7`, or all of them by \
                       `path_and_below` or a tag";

#[cfg(test)]
mod tests {
    use super::*;

    /// The routes `/users`, `/users/{id}`, `/a%3Ab`, with the tag `users`.
    struct Known;

    impl KnownNames for Known {
        fn has_path(&self, path: &str) -> bool {
            let id = path.strip_prefix("/users/");
            matches!(path, "/users" | "/a%3Ab") || id.is_some_and(|id| !id.is_empty() && !id.contains('/'))
        }
        fn has_path_at_or_below(&self, path: &str) -> bool {
            path.is_empty() || path == "/" || self.has_path(path)
        }
        fn has_pattern(&self, text: &str) -> bool {
            text == "/users/{id}"
        }
        fn has_tag(&self, _: &str) -> bool {
            unreachable!("these are paths")
        }
    }

    #[test]
    fn path_without_effect_is_explained() {
        for (written, canonical, base, path, below) in [
            ("/users", "/users", "", "", ""),
            ("/users/7", "/users/7", "/app", "", ""),
            ("/a%3Ab", "/a:b", "", "", ""),
            ("/users/", "/users/", "", "write `/users`", ""),
            ("/", "/", "", "no route has this path", ""),
            ("/users/{id}", "/users/%7Bid%7D", "", "pattern", "pattern"),
            ("/nothing", "/nothing", "", "no route has this path", "or one below"),
            ("/app/users", "/app/users", "/app", "write `/users`", "write `/users`"),
            ("/app", "/app", "/app", "no route", "write `/`"),
            ("/application", "/application", "/app", "no route", "no route"),
        ] {
            let named = NamedPath {
                written,
                canonical,
                base,
            };
            for (found, expected) in [
                (named.without_effect(&Known), path),
                (named.without_effect_below(&Known), below),
            ] {
                match found {
                    Some(found) => assert!(!expected.is_empty() && found.contains(expected), "{written}: {found}"),
                    None => assert_eq!(expected, "", "{written}"),
                }
            }
        }
    }
}

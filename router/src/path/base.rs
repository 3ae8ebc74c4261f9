//! Paths below the base path of a desk.

/// Returns a path of a desk, or a pattern, as clients request it.
#[must_use]
pub fn below_base(base: &str, path: &str) -> String {
    // The base path itself reaches the desk as `/`.
    match path.strip_prefix('/') {
        Some(rest) if !base.is_empty() && (rest.is_empty() || rest.starts_with(['?', '#'])) => format!("{base}{rest}"),
        _ => format!("{base}{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::below_base;

    #[test]
    fn base_path_is_the_root_of_the_desk() {
        for (base, path, expected) in [
            ("", "/", "/"),
            ("", "/a", "/a"),
            ("/bin", "/", "/bin"),
            ("/bin", "/?page=2", "/bin?page=2"),
            ("/bin", "/#new", "/bin#new"),
            ("/bin", "/a?b=/", "/bin/a?b=/"),
        ] {
            assert_eq!(below_base(base, path), expected, "{base} {path}");
        }
    }
}

//! Makes the name of an uploaded file safe for display.

/// The maximum length of a name on common file systems, in bytes.
const MAX_LENGTH: usize = 255;

/// Returns the last part of a path of any system, cleaned for display. Returns `None` if nothing
/// remains, or if it is `.` or `..`.
pub(super) fn base(name: &str) -> Option<String> {
    let mut parts = name.split(['/', '\\']).map(clean);
    let base = parts.rfind(|part| !part.is_empty())?;
    let is_directory = base.chars().all(|c| c == '.');
    (!is_directory).then(|| shorten(base))
}

/// The most parts of a path.
const MAX_DEPTH: usize = 32;

/// Returns a path below the folder that a user chose, unless it could be one outside of it on any
/// system, or a part of it can't be displayed as it is.
pub(super) fn relative(path: &str) -> Option<String> {
    let is_safe = |part: &str| {
        let is_dots = part.chars().all(|char| char == '.');
        !is_dots && !part.contains('\\') && part.len() <= MAX_LENGTH && clean(part) == part
    };
    let fits = path.split('/').count() <= MAX_DEPTH && path.split('/').all(is_safe);
    fits.then(|| path.to_owned())
}

/// Removes control characters, and characters that make a name look like another one: after
/// `U+202E`, `exe.gpj` is displayed as `jpg.exe` ([UAX
/// #9](https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters)). Replaces colons,
/// which separate directories on old systems and name a stream on Windows.
fn clean(part: &str) -> String {
    let allowed = part.chars().filter(|c| {
        let changes_direction =
            matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}');
        !c.is_control() && !changes_direction && !matches!(c, '\u{2028}' | '\u{2029}')
    });
    let cleaned: String = allowed.map(|c| if c == ':' { '_' } else { c }).collect();
    cleaned.trim().to_owned()
}

/// Shortens a name to [`MAX_LENGTH`] bytes, before its extension.
fn shorten(name: String) -> String {
    if name.len() <= MAX_LENGTH {
        return name;
    }
    let extension = name
        .rfind('.')
        .and_then(|dot| name.get(dot..))
        .filter(|end| end.len() <= 16);
    let extension = extension.unwrap_or_default();
    let mut end = MAX_LENGTH - extension.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", name.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_reduced_to_a_displayable_file_name() {
        for (sent, shown) in [
            ("cat.png", Some("cat.png")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\x\\y.png", Some("y.png")),
            ("C:y.png", Some("C_y.png")),
            ("/a/b\\c/d.txt", Some("d.txt")),
            ("dir/", Some("dir")),
            ("a\\", Some("a")),
            ("", None),
            (".", None),
            ("..", None),
            ("a/..", None),
            ("../../", None),
            ("\u{0}\u{1f}", None),
            (" \t ", None),
            ("a\r\nb\u{0}.txt", Some("ab.txt")),
            ("photo\u{202e}gpj.exe", Some("photogpj.exe")),
            (".htaccess", Some(".htaccess")),
            ("日本 été.txt", Some("日本 été.txt")),
            ("a\u{2028}b", Some("ab")),
        ] {
            assert_eq!(base(sent).as_deref(), shown, "{sent:?}");
        }
    }

    #[test]
    fn relative_paths_stay_below_their_folder() {
        for path in ["a.png", "dir/a.png", "d/é/日本.txt", ".config/x"] {
            assert_eq!(relative(path).as_deref(), Some(path));
        }
        for path in [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            "a/.",
            "..",
            "...",
            "a\\b",
            "C:/a",
            "a/b:c",
            "a/b\0",
            "a/ b",
            "a/b\u{202e}c",
        ] {
            assert_eq!(relative(path), None, "{path:?}");
        }
        assert!(relative(&["a"; 32].join("/")).is_some() && relative(&["a"; 33].join("/")).is_none());
        assert_eq!(relative(&"x".repeat(300)), None);
    }

    #[test]
    fn long_names_are_shortened_before_the_extension() {
        for name in [
            format!("{}.jpeg", "é".repeat(400)),
            "x".repeat(5000),
            format!("a.{}", "b".repeat(300)),
        ] {
            let base = base(&name).unwrap();
            assert!(
                base.len() <= MAX_LENGTH && base.len() > MAX_LENGTH - 4,
                "{}",
                base.len()
            );
            assert_eq!(base.ends_with(".jpeg"), name.ends_with(".jpeg"));
        }
    }
}

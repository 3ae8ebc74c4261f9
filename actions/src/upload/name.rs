//! Names of files, as far as they can be shown.

/// The longest name that common file systems take.
const LONGEST: usize = 255;

/// The last part of a path of any system, fit to be shown. None when that is nothing, or names a directory.
pub(super) fn base(name: &str) -> Option<String> {
    let mut parts = name.split(['/', '\\']).map(clean);
    let base = parts.rfind(|part| !part.is_empty())?;
    let is_directory = base.chars().all(|c| c == '.');
    (!is_directory).then(|| shorten(base))
}

/// Without control characters, and without those that make a name look like another: `U+202E` shows `exe.gpj` as `jpg.exe`
/// ([UAX #9](https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters)). A colon separates on old systems, and
/// names a stream on Windows.
fn clean(part: &str) -> String {
    let kept = part.chars().filter(|c| {
        let turns =
            matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}');
        !c.is_control() && !turns && !matches!(c, '\u{2028}' | '\u{2029}')
    });
    let kept: String = kept.map(|c| if c == ':' { '_' } else { c }).collect();
    kept.trim().to_owned()
}

/// Takes the end off the name, before its extension.
fn shorten(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let extension = name
        .rfind('.')
        .and_then(|dot| name.get(dot..))
        .filter(|end| end.len() <= 16);
    let extension = extension.unwrap_or_default();
    let mut end = LONGEST - extension.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", name.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
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
    fn long_names() {
        for name in [
            format!("{}.jpeg", "é".repeat(400)),
            "x".repeat(5000),
            format!("a.{}", "b".repeat(300)),
        ] {
            let base = base(&name).unwrap();
            assert!(base.len() <= LONGEST && base.len() > LONGEST - 4, "{}", base.len());
            assert_eq!(base.ends_with(".jpeg"), name.ends_with(".jpeg"));
        }
    }
}

//! Takes the comments, the indentation and the empty lines out of JavaScript.

/// What JavaScript lets stand before a regular expression, and not before a division.
const BEFORE_REGEX: &str = "(,=:[!&|?{};<>+-*%~^";

/// Returns the text without what a browser doesn't need.
///
/// # Errors
///
/// Returns what the text has no end of: a string, a comment, a template, a regular expression.
pub(crate) fn strip(source: &str) -> Result<String, String> {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(char) = rest.chars().next() {
        let (token, behind) = if rest.starts_with("//") {
            ("", rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            ("", rest.find("*/").ok_or_else(|| endless(rest))? + 2)
        } else if char.is_whitespace() {
            let behind = rest.find(|other: char| !other.is_whitespace()).unwrap_or(rest.len());
            write_space(&rest[..behind], &mut text);
            ("", behind)
        } else {
            let behind = match char {
                '\'' | '"' => end_of_quoted(rest, char),
                '`' => end_of_template(rest),
                '/' if is_before_regex(&text) => end_of_regex(rest),
                _ => Some(char.len_utf8()),
            };
            let behind = behind.ok_or_else(|| endless(rest))?;
            (&rest[..behind], behind)
        };
        text.push_str(token);
        rest = &rest[behind..];
    }
    Ok(text)
}

/// Writes a line break for many, and one space for other whitespace.
fn write_space(space: &str, text: &mut String) {
    let is_at_start = text.is_empty() || text.ends_with('\n');
    if space.contains('\n') {
        text.truncate(text.trim_end_matches(' ').len());
        if !is_at_start && !text.ends_with('\n') {
            text.push('\n');
        }
    } else if !is_at_start && !text.ends_with(' ') {
        text.push(' ');
    }
}

fn endless(rest: &str) -> String {
    let line = rest.lines().next().unwrap_or_default();
    format!("this has no end: {line}")
}

fn is_before_regex(text: &str) -> bool {
    let text = text.trim_end();
    let is_keyword = || {
        let word = text.rsplit(|char: char| !char.is_alphanumeric()).next();
        matches!(word, Some("return" | "typeof" | "case"))
    };
    text.is_empty() || text.ends_with(|last| BEFORE_REGEX.contains(last)) || is_keyword()
}

/// Returns where a string ends. It has no line breaks.
fn end_of_quoted(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '\n' => return None,
            '\\' => drop(chars.next()),
            _ if char == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Returns where a template ends, with the expressions in it, which have no comments.
fn end_of_template(text: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '`' => return Some(at + 1),
            '\\' => at += 1 + rest.chars().nth(1)?.len_utf8(),
            '$' if rest.starts_with("${") => at += end_of_expression(rest)?,
            char => at += char.len_utf8(),
        }
    }
}

/// Returns where a template's expression ends.
fn end_of_expression(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let rest = text.get(at..)?;
        let char = rest.chars().next()?;
        at += match char {
            '\'' | '"' => end_of_quoted(rest, char)?,
            '`' => end_of_template(rest)?,
            _ => char.len_utf8(),
        };
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    Some(at)
}

/// Returns where a regular expression ends; its flags are a word behind it.
fn end_of_regex(text: &str) -> Option<usize> {
    let (mut chars, mut is_in_class) = (text.char_indices().skip(1), false);
    while let Some((at, char)) = chars.next() {
        match char {
            '\n' => return None,
            '\\' => drop(chars.next()),
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            '/' if !is_in_class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_and_indentation_go_and_nothing_else() {
        for (source, expected) in [
            ("// a\nlet a = 1; // b\n", "let a = 1;\n"),
            ("/** a\n * b */\n\n  let a = /* c */ 1;\n", "let a = 1;\n"),
            ("a = '// no';\nb = \"/* no */\";\n", "a = '// no';\nb = \"/* no */\";\n"),
            ("a = 'it\\'s // no';\n", "a = 'it\\'s // no';\n"),
            (
                "a = `// ${b(`/* ${'}'} */`)}  //\n  no`;\n",
                "a = `// ${b(`/* ${'}'} */`)}  //\n  no`;\n",
            ),
            ("a = /[/*]\\//g; // b\n", "a = /[/*]\\//g;\n"),
            ("if (/'/.test(b)) return /`/;\n", "if (/'/.test(b)) return /`/;\n"),
            ("a = b / c / d; // e\n", "a = b / c / d;\n"),
            ("a = (b) / c; // 'e\n", "a = (b) / c;\n"),
            ("a = b[0] / 2; /* e */ c();\n", "a = b[0] / 2; c();\n"),
            ("a(\n  b, // ü\n  c);\n", "a(\nb,\nc);\n"),
        ] {
            assert_eq!(strip(source).as_deref(), Ok(expected), "{source}");
        }
    }

    #[test]
    fn what_has_no_end_is_an_error() {
        for source in ["a = 'b\n'", "/* a", "a = `b${c`", "a = /b\n/"] {
            let error = strip(source).unwrap_err();
            assert!(error.starts_with("this has no end: "), "{error}");
        }
    }
}

//! Takes comments, whitespace, and the commas and semicolons before a closing bracket out of JavaScript.

/// What JavaScript lets stand before a regular expression, and not before a division.
const BEFORE_REGEX: &str = "(,=:[!&|?{};<>+-*%~^";

/// Returns the text without what a browser doesn't need. Each statement must end with a semicolon or a brace.
///
/// # Errors
///
/// Returns what the text has no end of: a string, a comment, a template, a regular expression.
pub(crate) fn strip(source: &str) -> Result<String, String> {
    let mut text = String::with_capacity(source.len());
    let (mut rest, mut is_apart) = (source, false);
    while let Some(char) = rest.chars().next() {
        let behind = if rest.starts_with("//") {
            Some(rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else if char.is_whitespace() {
            Some(char.len_utf8())
        } else {
            let behind = end_of_token(rest, char, &text).ok_or_else(|| endless(rest))?;
            match (text.chars().next_back(), char) {
                // The last of a list, or of a block. (No statement of the script is empty.)
                (Some(','), ')' | '}') | (Some(';'), '}') => drop(text.pop()),
                _ if is_apart && needs_space(&text, char) => text.push(' '),
                _ => {}
            }
            text.push_str(&rest[..behind]);
            (rest, is_apart) = (&rest[behind..], false);
            continue;
        };
        rest = &rest[behind.ok_or_else(|| endless(rest))?..];
        is_apart = true;
    }
    Ok(text)
}

/// Returns where a string, a template or a regular expression ends; anything else is one character.
fn end_of_token(rest: &str, char: char, before: &str) -> Option<usize> {
    match char {
        '\'' | '"' => end_of_quoted(rest, char),
        '`' => end_of_template(rest),
        '/' if is_before_regex(before) => end_of_regex(rest),
        _ => Some(char.len_utf8()),
    }
}

/// Returns whether a character that was apart from the text before would be read as a part of it.
fn needs_space(text: &str, char: char) -> bool {
    let is_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '$' | '#' | '\\');
    let Some(last) = text.chars().next_back() else {
        return false;
    };
    is_name(last) && is_name(char) || last == char && "+-/<>&|?*".contains(char)
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
    fn what_a_browser_does_not_need_goes() {
        for (source, expected) in [
            ("// a\nlet a = 1; // b\n", "let a=1;"),
            ("/** a\n * b */\n\n  let a = /* c */ 1;\n", "let a=1;"),
            ("a = '// no';\nb = \"/* no */\";\n", "a='// no';b=\"/* no */\";"),
            ("a = 'it\\'s // no';\n", "a='it\\'s // no';"),
            (
                "a = `// ${b(`/* ${'}'} */`)}  //\n  no`;\n",
                "a=`// ${b(`/* ${'}'} */`)}  //\n  no`;",
            ),
            ("a = /[/*]\\//g; // b\n", "a=/[/*]\\//g;"),
            ("if (/'/.test(b)) return /`/;\n", "if(/'/.test(b))return/`/;"),
            ("a = b / c / d; // e\n", "a=b/c/d;"),
            ("a = (b) / c; // 'e\n", "a=(b)/c;"),
            ("a = b[0] / 2; /* e */ c();\n", "a=b[0]/2;c();"),
            ("a(\n  b, // ü\n  c);\n", "a(b,c);"),
            ("return/* a */b in c\n of d", "return b in c of d"),
            ("a + +b - -c++ + d", "a+ +b- -c++ +d"),
            ("a(\n  b,\n);\n{ c(); }\n", "a(b);{c()}"),
            ("a = {\n  b: ',', // c\n};\n[d, , e,] = f", "a={b:','};[d,,e,]=f"),
            ("a('b,');\n{ c = ';' }", "a('b,');{c=';'}"),
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

//! Patterns that no request matches, because of how clients and proxies write paths.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What browsers percent-encode in a path ([URL standard][url], path percent-encode set), and `\`,
/// which they turn into `/`. Besides `^`, which some of them send as it is.
///
/// [url]: https://url.spec.whatwg.org/#path-percent-encode-set
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\');

/// One reason why no request matches a pattern.
struct Rule {
    why: &'static str,
    /// Returns the pattern that was probably meant, or an equal one if the rule is not broken.
    correct: fn(&str) -> String,
    /// What to do besides writing that pattern.
    help: &'static str,
}

const RULES: [Rule; 8] = [
    Rule {
        why: "the query of a request is not part of its path",
        correct: |pattern| before(pattern, '?'),
        help: ", and read the query with `Query`",
    },
    Rule {
        why: "clients do not send what follows `#`",
        correct: |pattern| before(pattern, '#'),
        help: "",
    },
    Rule {
        why: "a parameter is written in braces",
        correct: |pattern| by_segment(pattern, parameter),
        help: "",
    },
    Rule {
        why: "a parameter has a name and nothing else",
        correct: |pattern| by_piece(pattern, escaped, named),
        help: ", and check its value by the type of the handler's `Path`",
    },
    Rule {
        why: "clients and proxies resolve `.` and `..` before they send a path",
        correct: resolved,
        help: "",
    },
    Rule {
        why: "it has an empty segment, which many proxies remove",
        correct: merged,
        help: "",
    },
    Rule {
        why: "clients send these characters percent-encoded",
        correct: |pattern| {
            by_piece(
                pattern,
                |text| utf8_percent_encode(text, ENCODED).to_string(),
                str::to_owned,
            )
        },
        help: "",
    },
    Rule {
        why: "clients send `%` before two hexadecimal digits in capitals, and only for characters that need it",
        correct: |pattern| by_piece(pattern, normalized, str::to_owned),
        help: "",
    },
];

/// Returns the reason why no request matches a pattern, and the fix, if there is such a reason.
#[must_use]
pub fn unmatchable(pattern: &str) -> Option<(&'static str, String)> {
    let corrected = RULES.iter().map(|rule| (rule, (rule.correct)(pattern)));
    let (rule, correct) = corrected.into_iter().find(|(_, correct)| correct != pattern)?;
    Some((rule.why, format!("write `{correct}`{}", rule.help)))
}

/// Splits a pattern into literal texts and parameters with their braces, and joins what the two
/// functions return for them. A literal text has `{` and `}` for the pattern's `{{` and `}}`.
fn by_piece(pattern: &str, literal: impl Fn(&str) -> String, parameter: impl Fn(&str) -> String) -> String {
    let (mut joined, mut text) = (String::with_capacity(pattern.len()), String::new());
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let escaped = from.starts_with("{{") || from.starts_with("}}");
        let length = if escaped { 2 } else { parameter_length(from) };
        let (piece, after) = from.split_at(length);
        if escaped {
            text.push_str(&piece[..1]);
        } else {
            joined += &literal(&std::mem::take(&mut text));
            joined += &parameter(piece);
        }
        rest = after;
    }
    joined + &literal(&(text + rest))
}

/// Returns the length of the parameter that a text begins with. It ends with the brace that closes
/// its first one, or with the text.
fn parameter_length(text: &str) -> usize {
    let mut depth = 0_i32;
    let end = text.find(|char| {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth <= 0
    });
    end.map_or(text.len(), |end| end + 1)
}

fn escaped(literal: &str) -> String {
    literal.replace('{', "{{").replace('}', "}}")
}

fn by_segment(pattern: &str, correct: impl Fn(&str) -> Option<String>) -> String {
    let segments = pattern.split('/');
    let segments = segments.map(|segment| correct(segment).unwrap_or_else(|| segment.to_owned()));
    segments.collect::<Vec<_>>().join("/")
}

/// Returns the part of a pattern before a character that is not inside a parameter.
fn before(pattern: &str, end: char) -> String {
    let mut depth = 0_usize;
    let end = pattern.find(|char| {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        char == end && depth == 0
    });
    let before = end.and_then(|end| pattern.get(..end)).unwrap_or(pattern);
    before.to_owned()
}

/// Returns the parameter that a segment is in the syntax of another router: `:id`, `*rest`, `<id>`,
/// `[id]`.
fn parameter(segment: &str) -> Option<String> {
    let between = |start, end| segment.strip_prefix(start)?.strip_suffix(end);
    if let Some(text) = segment.strip_prefix(':') {
        // What follows the name is an extension, or a condition of a kind that there is not here.
        let after = text.strip_prefix(name(text, ""))?;
        let after = if after.starts_with('.') { after } else { "" };
        return Some(format!("{{{}}}{after}", name(text, "id")));
    }
    if let Some(rest) = segment.strip_prefix('*').or_else(|| between("[...", "]")) {
        return Some(format!("{{*{}}}", name(rest, "rest")));
    }
    let one = between("<", ">").or_else(|| between("[", "]"))?;
    Some(format!("{{{}}}", name(one, "id")))
}

/// Corrects a parameter in braces: `{id:[0-9]+}`, `{id?}`, `{rest...}`.
fn named(parameter: &str) -> String {
    let Some(inside) = parameter.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return parameter.to_owned();
    };
    let (star, text) = match inside.strip_prefix('*') {
        Some(text) => ("*", text),
        None => ("", inside),
    };
    if text.is_empty() || name(text, "") == text {
        return parameter.to_owned();
    }
    let star = if text.ends_with("..") { "*" } else { star };
    format!("{{{star}{}}}", name(text, "id"))
}

/// Returns the name that a text begins with.
fn name<'a>(text: &'a str, default: &'a str) -> &'a str {
    let is_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    let end = text.find(|char| !is_name(char)).unwrap_or(text.len());
    text.get(..end).filter(|name| !name.is_empty()).unwrap_or(default)
}

/// Removes dot segments as the URL standard does.
fn resolved(pattern: &str) -> String {
    let dots = |segment: &str| match segment.replace("%2e", ".").replace("%2E", ".").as_str() {
        "." => Some(1),
        ".." => Some(2),
        _ => None,
    };
    if pattern.split('/').all(|segment| dots(segment).is_none()) {
        return pattern.to_owned();
    }
    let mut remaining: Vec<&str> = Vec::new();
    for segment in pattern.split('/').skip(1) {
        match dots(segment) {
            None => remaining.push(segment),
            Some(2) => {
                remaining.pop();
            }
            Some(_) => {}
        }
    }
    format!("/{}", remaining.join("/"))
}

fn merged(pattern: &str) -> String {
    let mut merged = pattern.to_owned();
    while merged.contains("//") {
        merged = merged.replace("//", "/");
    }
    merged
}

/// Normalizes escapes (RFC 3986, section 6.2.2). A `%` that does not begin one is encoded.
fn normalized(literal: &str) -> String {
    let mut parts = literal.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..2)
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let (Some(code), Some(rest)) = (code, part.get(2..)) else {
            out += "%25";
            out += part;
            continue;
        };
        let byte = u8::from_str_radix(code, 16).unwrap_or_default();
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += percent_encoding::percent_encode_byte(byte);
        }
        out += rest;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unmatchable;

    #[test]
    fn pattern_that_no_request_matches_is_corrected() {
        for (pattern, expected) in [
            ("/a?x=1", "/a"),
            ("/{a}?x={b}", "/{a}"),
            ("/a#x", "/a"),
            ("/:id", "/{id}"),
            ("/users/:id/posts", "/users/{id}/posts"),
            ("/:", "/{id}"),
            ("/*", "/{*rest}"),
            ("/files/*path", "/files/{*path}"),
            ("/<id>", "/{id}"),
            ("/[id]", "/{id}"),
            ("/[...path]", "/{*path}"),
            ("/{id:[0-9]+}", "/{id}"),
            ("/{id?}", "/{id}"),
            ("/{year:[0-9]{4}}/x", "/{year}/x"),
            ("/:name.png", "/{name}.png"),
            ("/:id(\\d+)", "/{id}"),
            ("/{path..}", "/{*path}"),
            ("/{path...}", "/{*path}"),
            ("/{my id}", "/{my}"),
            ("/a/../b", "/b"),
            ("/a/%2e%2E/b", "/b"),
            ("/../a", "/a"),
            ("/./a/.", "/a"),
            ("//a", "/a"),
            ("/a///b/", "/a/b/"),
            ("/a b", "/a%20b"),
            ("/é/{id}", "/%C3%A9/{id}"),
            ("/a\"b<c>`", "/a%22b%3Cc%3E%60"),
            ("/a\\b", "/a%5Cb"),
            ("/\u{7f}\n", "/%7F%0A"),
            ("/{{a}}", "/%7Ba%7D"),
            ("/%c3%a9", "/%C3%A9"),
            ("/%61%7E", "/a~"),
            ("/50%", "/50%25"),
            ("/%zz/%4", "/%25zz/%254"),
            ("/a%é", "/a%%C3%A9"),
        ] {
            let (why, help) = unmatchable(pattern).unwrap_or_else(|| panic!("{pattern} is accepted"));
            assert!(
                help.starts_with(&format!("write `{expected}`")),
                "{pattern}: {why}; {help}"
            );
        }
    }

    #[test]
    fn pattern_that_a_request_matches_is_accepted() {
        for pattern in [
            "/",
            "/a",
            "/a/",
            "/{id}",
            "/{*rest}",
            "/a/{b}/{c-d}/{e_f}/{ü}",
            "/{name}.png",
            "/v{version}/x",
            "/items:batch",
            "/a*b",
            "/.well-known/x",
            "/.../a",
            "/a..b",
            "/@me/~x/!$&'()+,;=",
            "/a|b^c[d]",
            "/%20%2F%25%C3%A9%3A",
            // Reported by the matcher itself.
            "/{a",
            "/{}",
            "/{a}-{b}",
            "/{*a}/b",
        ] {
            assert_eq!(unmatchable(pattern), None, "{pattern}");
        }
    }
}

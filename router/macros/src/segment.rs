//! Parses folder names.

/// One folder below the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    /// `users`: itself.
    Literal(String),
    /// `(shop)`: nothing.
    Group,
    /// `[id]`: one segment.
    Param(String),
    /// `[...path]`: one segment or more.
    CatchAll(String),
    /// `[[...path]]`: any number of segments.
    OptionalCatchAll(String),
}

impl Segment {
    /// Parses a folder's name.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and how to fix it.
    pub(crate) fn parse(folder: &str) -> Result<Self, String> {
        if let Some(inside) = folder.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            return match inside.strip_prefix("...") {
                Some(name) => parameter(folder, name).map(Self::OptionalCatchAll),
                None => Err(format!(
                    "double brackets are for an optional catch-all; write `[[...{inside}]]`, or `[{inside}]` for one segment"
                )),
            };
        }
        if let Some(inside) = folder.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return match inside.strip_prefix("...") {
                Some(name) => parameter(folder, name).map(Self::CatchAll),
                None => parameter(folder, inside).map(Self::Param),
            };
        }
        if let Some(inside) = folder.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            return group(inside);
        }
        literal(folder)
    }

    /// Returns its part of the path pattern.
    pub(crate) fn pattern(&self) -> String {
        match self {
            Self::Literal(text) => format!("/{text}"),
            Self::Group => String::new(),
            Self::Param(name) => format!("/{{{name}}}"),
            Self::CatchAll(name) | Self::OptionalCatchAll(name) => format!("/{{*{name}}}"),
        }
    }

    pub(crate) fn is_catch_all(&self) -> bool {
        matches!(self, Self::CatchAll(_) | Self::OptionalCatchAll(_))
    }

    /// Returns the name, if it is a parameter.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Param(name) | Self::CatchAll(name) | Self::OptionalCatchAll(name) => Some(name),
            Self::Literal(_) | Self::Group => None,
        }
    }
}

fn parameter(folder: &str, name: &str) -> Result<String, String> {
    if name.is_empty() {
        return Err("the parameter has no name; write one between the brackets: `[id]`, `[...path]`".to_owned());
    }
    if name.contains('.') {
        return Err(
            "a parameter's name has no dots; write `[id]` for one segment, `[...path]` for the rest".to_owned(),
        );
    }
    if name.contains(['[', ']']) {
        return Err("there is one bracket too many; write `[id]`, `[...path]` or `[[...path]]`".to_owned());
    }
    if name.contains(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '-'))) {
        let allowed = "a parameter's name may contain letters, digits, `_` and `-`";
        return Err(format!("{allowed}; rename the folder `{folder}`"));
    }
    Ok(name.to_owned())
}

fn group(inside: &str) -> Result<Segment, String> {
    if inside.is_empty() {
        return Err("the group has no name; write one between the parentheses: `(shop)`".to_owned());
    }
    if inside.contains(['(', ')', '[', ']']) {
        return Err("a group's name has no brackets; write `(shop)`".to_owned());
    }
    Ok(Segment::Group)
}

fn literal(folder: &str) -> Result<Segment, String> {
    if folder.contains(['[', ']']) {
        return Err("a parameter must be a whole folder name, in one pair of brackets: `[id]`".to_owned());
    }
    if folder.contains(['(', ')']) {
        return Err("a group must be a whole folder name, in one pair of parentheses: `(shop)`".to_owned());
    }
    // The characters that a path segment may contain unencoded (RFC 3986, section 3.3).
    let plain = |char: char| char.is_ascii_alphanumeric() || "-._~!$&'*+,;=:@%".contains(char);
    match folder.chars().find(|char| !plain(*char)) {
        None => spelled(folder),
        Some(char) => Err(format!(
            "`{char}` cannot stand in a path unencoded; write the name as clients send it, `{}`",
            encoded(folder)
        )),
    }
}

/// Returns the literal, unless no request matches it.
fn spelled(folder: &str) -> Result<Segment, String> {
    if let Some(name) = folder.strip_prefix(':') {
        return Err(format!(
            "a parameter is written in brackets; rename the folder to `[{name}]`"
        ));
    }
    if let Some(name) = folder.strip_prefix('*') {
        return Err(format!(
            "a catch-all is written in brackets; rename the folder to `[...{name}]`"
        ));
    }
    let normalized = normalized(folder);
    if matches!(normalized.as_str(), "." | "..") {
        return Err("clients and proxies resolve `.` and `..` before they send a path; rename the folder".to_owned());
    }
    if normalized != folder {
        return Err(format!(
            "clients send `%` before two hexadecimal digits in capitals, and only for characters that need it; rename the \
             folder to `{normalized}`"
        ));
    }
    Ok(Segment::Literal(normalized))
}

/// Normalizes escapes (RFC 3986, section 6.2.2). A `%` that does not begin one is encoded.
fn normalized(folder: &str) -> String {
    let mut parts = folder.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        let (byte, rest) = match code {
            // `from_str_radix` accepts a sign.
            Some(byte) if !part.starts_with('+') => (byte, &part[2..]),
            _ => (b'%', part),
        };
        match char::from(byte) {
            char if char.is_ascii_alphanumeric() || "-._~".contains(char) => out.push(char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out.push_str(rest);
    }
    out
}

/// Returns the folder's name, percent-encoded where needed.
fn encoded(folder: &str) -> String {
    let mut out = String::new();
    for byte in folder.bytes() {
        match char::from(byte) {
            char if char.is_ascii_alphanumeric() || "-._~!$&'*+,;=:@%".contains(char) => out.push(char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

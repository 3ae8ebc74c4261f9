//! A route's pattern, parsed once when the desk is built.

use super::matched_route::MatchedRoute;

/// The pattern of requests that no route has matched.
pub(crate) static UNMATCHED: Pattern = Pattern {
    text: String::new(),
    names: Vec::new(),
    spans: Vec::new(),
    catch_all: false,
    route: MatchedRoute::UNMATCHED_ROUTE,
};

/// A pattern such as `/users/{id}` and the names of its parameters.
#[derive(Debug)]
pub struct Pattern {
    pub(crate) text: String,
    /// In the order of the path. If there is a catch-all, it is the last.
    pub(crate) names: Vec<String>,
    /// Where the parameters are, one for each name.
    pub(crate) spans: Vec<Span>,
    pub(crate) catch_all: bool,
    /// The pattern with the desk's base path, for metrics and traces.
    pub(crate) route: MatchedRoute,
}

/// Where a parameter is in a matched path.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    /// The bytes between the parameter before it, or the beginning, and this one.
    pub(crate) literal_before: usize,
    /// The bytes between it and the end of its segment.
    pub(crate) literal_after: usize,
    pub(crate) catch_all: bool,
}

impl Pattern {
    /// Reads the parameter names of a pattern. Only meaningful for a pattern that matchit accepts.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self::below("", text)
    }

    /// Reads the pattern of a desk with this base path. `text` is without it.
    pub(crate) fn below(base: &str, text: String) -> Self {
        let unescaped = text.replace("{{", "").replace("}}", "");
        let inside = unescaped.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let names = inside.map(|name| name.trim_start_matches('*').to_owned()).collect();
        let catch_all = unescaped.contains("{*");
        Self {
            route: MatchedRoute::new(base, &text),
            spans: spans(&text),
            text,
            names,
            catch_all,
        }
    }

    /// Returns the pattern as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the names of the parameters, in the order of the path.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns whether the last parameter is a catch-all.
    #[must_use]
    pub fn has_catch_all(&self) -> bool {
        self.catch_all
    }

    /// Returns the precedence of each segment, higher first: a literal beats a parameter with text
    /// around it, which beats `{param}`, which beats `{*rest}`.
    pub(crate) fn precedence(&self) -> impl Iterator<Item = usize> {
        self.text.split('/').map(|segment| {
            let (start, end) = (segment.find('{'), segment.rfind('}'));
            match start.zip(end) {
                _ if segment.starts_with("{*") => 0,
                Some((start, end)) if !segment.contains("{{") => 1 + segment.len() - (end - start + 1),
                _ => usize::MAX,
            }
        })
    }

    /// Returns the pattern without its parameter names. Two patterns with the same shape match the
    /// same paths.
    pub(crate) fn shape(&self) -> String {
        let mut shape = String::with_capacity(self.text.len());
        let mut chars = self.text.chars().peekable();
        while let Some(char) = chars.next() {
            shape.push(char);
            if char == '{' {
                match chars.next_if(|next| matches!(next, '{' | '*')) {
                    Some('{') => {
                        shape.push('{');
                        continue;
                    }
                    star => shape.extend(star),
                }
                while chars.next_if(|next| *next != '}').is_some() {}
            }
        }
        shape
    }
}

/// Returns where the parameters of a pattern are. Each segment has one parameter at most.
fn spans(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut literal = 0;
    let mut in_segment = false;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' if bytes.next_if_eq(&b'{').is_none() => {
                spans.push(Span {
                    literal_before: literal,
                    literal_after: 0,
                    catch_all: bytes.peek() == Some(&b'*'),
                });
                (literal, in_segment) = (0, true);
                // In a name, too, matchit reads two braces as one that is part of it.
                while let Some(byte) = bytes.next() {
                    if byte == b'}' && bytes.next_if_eq(&b'}').is_none() {
                        break;
                    }
                }
                continue;
            }
            b'}' => drop(bytes.next_if_eq(&b'}')),
            b'/' => in_segment = false,
            _ => {}
        }
        literal += 1;
        if let Some(span) = spans.last_mut().filter(|_| in_segment) {
            span.literal_after += 1;
        }
    }
    spans
}

#[cfg(test)]
mod tests;

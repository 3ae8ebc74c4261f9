//! A route's pattern, parsed once when the desk is built.

use super::matched_route::MatchedRoute;

/// A pattern such as `/users/{id}` and the names of its parameters.
#[derive(Debug)]
pub struct Pattern {
    pub(crate) text: String,
    /// In the order of the path. If there is a catch-all, it is the last.
    pub(crate) names: Vec<String>,
    pub(crate) catch_all: bool,
    /// The pattern with the desk's base path, for metrics and traces.
    pub(crate) route: MatchedRoute,
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

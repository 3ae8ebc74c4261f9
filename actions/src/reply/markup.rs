//! The root element of a part: what parsers of HTML drop unless the right element is around it, and
//! attributes that are added to it.

use frontdesk_router::__desk::Escaped;

/// The root element of a piece of HTML.
#[derive(Debug, Clone, Copy)]
pub(super) struct Root<'h> {
    html: &'h str,
    /// Where its name begins and ends.
    name: (usize, usize),
}

impl<'h> Root<'h> {
    /// Finds the start tag that the HTML begins with, after white space and comments. Returns `None` if
    /// it begins with anything else.
    pub(super) fn of(html: &'h str) -> Option<Self> {
        let mut rest = html.trim_start();
        while let Some(comment) = rest.strip_prefix("<!--") {
            let (_, after) = comment.split_once("-->")?;
            rest = after.trim_start();
        }
        let after = rest
            .strip_prefix('<')
            .filter(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let length = after.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
        let start = html.len() - after.len();
        Some(Self {
            html,
            name: (start, start + length),
        })
    }

    fn name(self) -> &'h str {
        self.html.get(self.name.0..self.name.1).unwrap_or_default()
    }

    /// Returns whether the root has this id; also if that is uncertain, because it has a character
    /// reference, or the tag doesn't end.
    pub(super) fn may_have_id(self, id: &str) -> bool {
        let mut rest = self.html.get(self.name.1..).unwrap_or_default();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                return rest.is_empty();
            }
            let (name, value, after) = split_attribute(rest);
            if name.eq_ignore_ascii_case("id") {
                return value.contains('&') || value == id;
            }
            rest = after;
        }
    }

    /// Returns the HTML with one more attribute of the root, which comes first: of two with one name, the
    /// first counts.
    pub(super) fn with_attribute(self, attribute: &str) -> String {
        let (before, after) = self.html.split_at(self.name.1);
        format!("{before} {attribute}{after}")
    }

    /// Returns what has to stand around the root: the tags of elements from the outer one to the inner
    /// one.
    fn around(self) -> &'static [&'static str] {
        let is = |names: &[&str]| names.iter().any(|name| self.name().eq_ignore_ascii_case(name));
        if is(&["tr"]) {
            return &["table", "tbody"];
        }
        if is(&["td", "th"]) {
            return &["table", "tbody", "tr"];
        }
        if is(&["tbody", "thead", "tfoot", "caption", "colgroup"]) {
            return &["table"];
        }
        if is(&["col"]) {
            return &["table", "colgroup"];
        }
        &[]
    }

    /// Whether parsers drop the root where it stands alone: it is a part of a table.
    pub(super) fn is_of_table(self) -> bool {
        !self.around().is_empty()
    }
}

/// Returns the name and the value of the attribute that a text begins with, and the rest.
fn split_attribute(text: &str) -> (&str, &str, &str) {
    let is_space = |c: char| c.is_ascii_whitespace();
    // A name may begin with `=`.
    let after_first = text.char_indices().nth(1).map_or(text.len(), |(index, _)| index);
    let end = text
        .get(after_first..)
        .and_then(|rest| rest.find(|c: char| is_space(c) || matches!(c, '=' | '/' | '>')));
    let (name, rest) = text.split_at(end.map_or(text.len(), |end| after_first + end));
    let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
        return (name, "", rest);
    };
    let value = value.trim_start_matches(is_space);
    let quoted = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    if let Some(quote) = quoted {
        let value = value.get(1..).unwrap_or_default();
        let (value, rest) = value.split_once(quote).unwrap_or((value, ""));
        return (name, value, rest);
    }
    let end = value.find(|c: char| is_space(c) || c == '>').unwrap_or(value.len());
    let (value, rest) = value.split_at(end);
    (name, value, rest)
}

/// Returns the HTML with the elements that it needs around it to be parsed.
pub(super) fn parsable(html: &str) -> String {
    let around = Root::of(html).map_or(&[][..], Root::around);
    wrapped(html, around, None)
}

/// Returns the HTML as the content of an element with this attribute, which takes its children.
/// `is_whole` if elements around that are needed too.
pub(super) fn inside(html: &str, attribute: &str, is_whole: bool) -> String {
    let root = Root::of(html);
    let around = root.map_or(&[][..], Root::around);
    let around = match (around, root.map(Root::name)) {
        ([], Some(name)) if name.eq_ignore_ascii_case("li") => &["ul"],
        ([], Some(name)) if name.eq_ignore_ascii_case("option") => &["select"],
        ([], _) => &["div"],
        (around, _) => around,
    };
    let inner = around.len().saturating_sub(1);
    let around = if is_whole {
        around
    } else {
        around.get(inner..).unwrap_or_default()
    };
    wrapped(html, around, Some(attribute))
}

/// Returns the HTML within elements. The innermost has the attribute.
fn wrapped(html: &str, around: &[&str], attribute: Option<&str>) -> String {
    let mut text = String::with_capacity(html.len());
    for (index, name) in around.iter().enumerate() {
        text.push('<');
        text.push_str(name);
        if let Some(attribute) = attribute.filter(|_| index + 1 == around.len()) {
            text.push(' ');
            text.push_str(attribute);
        }
        text.push('>');
    }
    text.push_str(html);
    for name in around.iter().rev() {
        text.push_str("</");
        text.push_str(name);
        text.push('>');
    }
    text
}

/// Returns an attribute with its value.
pub(super) fn attribute(name: &str, value: &str) -> String {
    format!("{name}=\"{}\"", Escaped(value))
}

//! As much reading of HTML as forms need: tags, attributes and text, in order.

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open(Tag),
    Close(String),
    Text(String),
}

/// A start tag; names in lower case, values decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether it has no content and no end tag
    /// ([HTML, void elements](https://html.spec.whatwg.org/multipage/syntax.html#void-elements)).
    pub(super) fn is_void(&self) -> bool {
        const VOID: [&str; 13] = [
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        ];
        VOID.contains(&self.name.as_str())
    }
}

/// The pieces of a document. What isn't well-formed is taken for text.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        push_text(&mut tokens, text);
        rest = match one(tag, &mut tokens) {
            Some(rest) => rest,
            None => {
                push_text(&mut tokens, "<");
                tag.get(1..).unwrap_or_default()
            }
        };
    }
    push_text(&mut tokens, rest);
    tokens
}

/// Reads what begins with `<`, and gives what comes after it.
fn one<'a>(html: &'a str, tokens: &mut Vec<Token>) -> Option<&'a str> {
    if let Some(comment) = html.strip_prefix("<!--") {
        return Some(comment.split_once("-->").map_or("", |(_, rest)| rest));
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return Some(html.split_once('>').map_or("", |(_, rest)| rest));
    }
    if let Some(end) = html.strip_prefix("</") {
        let (name, rest) = end.split_once('>')?;
        tokens.push(Token::Close(name.trim().to_ascii_lowercase()));
        return Some(rest);
    }
    let (tag, rest) = open(html.get(1..)?)?;
    let rest = raw_content(&tag, rest, tokens)?;
    Some(rest)
}

/// Elements whose content is text up to their own end tag.
fn raw_content<'a>(tag: &Tag, html: &'a str, tokens: &mut Vec<Token>) -> Option<&'a str> {
    let name = tag.name.clone();
    tokens.push(Token::Open(tag.clone()));
    if !matches!(name.as_str(), "textarea" | "title" | "script" | "style") {
        return Some(html);
    }
    let lower = html.to_ascii_lowercase();
    let end = lower.find(&format!("</{name}")).unwrap_or(html.len());
    let (text, rest) = html.split_at(end);
    // The parser drops the first line break of a textarea.
    let text = match name.as_str() {
        "textarea" => text.strip_prefix('\n').unwrap_or(text),
        _ => text,
    };
    push_text(tokens, text);
    Some(rest)
}

/// Reads a start tag after its `<`.
fn open(html: &str) -> Option<(Tag, &str)> {
    let end = html.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
    let (name, mut rest) = html.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut tag = Tag {
        name: name.to_ascii_lowercase(),
        attributes: Vec::new(),
    };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(rest) = rest.strip_prefix('>') {
            return Some((tag, rest));
        }
        let (attribute, after) = attribute(rest)?;
        tag.attributes.push(attribute);
        rest = after;
    }
}

fn attribute(html: &str) -> Option<((String, String), &str)> {
    let end = html.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
    let (name, rest) = html.split_at(end);
    let name = name.to_ascii_lowercase();
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
        // A stray quote or slash makes no progress by itself.
        return (!name.is_empty()).then_some(((name, String::new()), rest));
    };
    let value = value.trim_ascii_start();
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.split_once(quote));
    let (value, rest) = match quoted {
        Some(found) => found,
        None => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>')?),
    };
    Some(((name, decode(value)), rest))
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if text.is_empty() {
        return;
    }
    match tokens.last_mut() {
        Some(Token::Text(before)) => before.push_str(&decode(text)),
        _ => tokens.push(Token::Text(decode(text))),
    }
}

/// Replaces the character references that templates write.
fn decode(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        let (before, reference) = rest.split_at(start);
        decoded.push_str(before);
        let known = reference.find(';').and_then(|end| {
            let (name, after) = reference.split_at(end);
            Some((character(name.get(1..)?)?, after.get(1..)?))
        });
        match known {
            Some((character, after)) => {
                decoded.push(character);
                rest = after;
            }
            None => {
                decoded.push('&');
                rest = reference.get(1..).unwrap_or_default();
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        let write = |token| match token {
            Token::Text(text) => format!("'{text}'"),
            Token::Close(name) => format!("/{name}"),
            Token::Open(tag) => format!("{}{:?}", tag.name, tag.attributes),
        };
        tokens(html).into_iter().map(write).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn documents() {
        for (html, expected) in [
            ("a<b>c</b>", "'a' b[] 'c' /b"),
            (
                "<INPUT Name=a value='<x>' checked>",
                r#"input[("name", "a"), ("value", "<x>"), ("checked", "")]"#,
            ),
            (r#"<a b = "c" d=e/f />"#, r#"a[("b", "c"), ("d", "e/f")]"#),
            ("&lt;p&gt; &amp;amp; &#39;&#x41; &x; &", "'<p> &amp; 'A &x; &'"),
            ("<!DOCTYPE html><!-- <form> -->x", "'x'"),
            ("<textarea>\n\n<b> &lt;</textarea>", "textarea[] '\n<b> <' /textarea"),
            ("<script>if (a < b) {}</script>", "script[] 'if (a < b) {}' /script"),
            ("1 < 2 <3", "'1 < 2 <3'"),
            ("<a", "'<a'"),
            ("<a b", "'<a b'"),
            ("<a \"x>", "a[(\"\\\"x\", \"\")]"),
            ("<a =x>", "a[(\"\", \"x\")]"),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }
}

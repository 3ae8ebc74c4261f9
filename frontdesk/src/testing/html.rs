//! The tags and texts of an HTML document, as a browser without JavaScript tokenizes it.

use html5gum::{HtmlString, State, Tokenizer};

/// A piece of a document. Comments, doctypes and parse errors are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open(Tag),
    Close(String),
    Text(String),
}

/// A start tag. Names are in lower case, and character references in values are decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// Returns an attribute's value, or `None` if the tag doesn't have the attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the `type` in lower case.
    pub(super) fn kind(&self) -> String {
        self.get("type").unwrap_or_default().to_ascii_lowercase()
    }

    /// Returns whether the element has no content and no end tag
    /// ([HTML, void elements](https://html.spec.whatwg.org/multipage/syntax.html#void-elements)).
    pub(super) fn is_void(&self) -> bool {
        const VOID: [&str; 13] = [
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        ];
        VOID.contains(&self.name.as_str())
    }
}

/// Tokenizes a document by the rules of the HTML standard. Adjacent texts are joined.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut tokenizer = Tokenizer::new(html);
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            html5gum::Token::StartTag(tag) => {
                let name = text(&tag.name);
                // What the tree builder of a browser does after such a tag.
                if let Some(state) = content_state(&name) {
                    tokenizer.set_state(state);
                }
                let attributes = tag.attributes.iter();
                tokens.push(Token::Open(Tag {
                    name,
                    attributes: attributes.map(|(name, value)| (text(name), text(value))).collect(),
                }));
            }
            html5gum::Token::EndTag(tag) => tokens.push(Token::Close(text(&tag.name))),
            html5gum::Token::String(string) => push_text(&mut tokens, &text(&string)),
            _ => {}
        }
    }
    tokens
}

/// Returns how the content of an element is tokenized, if it isn't markup ([HTML, parsing of
/// fragments](https://html.spec.whatwg.org/multipage/parsing.html#parsing-html-fragments)).
/// `noscript` is markup, because scripting is off.
fn content_state(name: &str) -> Option<State> {
    match name {
        "textarea" | "title" => Some(State::RcData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(State::RawText),
        "script" => Some(State::ScriptData),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    match tokens.last_mut() {
        Some(Token::Text(before)) => before.push_str(text),
        // The tree builder drops the first line break of a textarea.
        Some(Token::Open(tag)) if tag.name == "textarea" => {
            let text = text.strip_prefix('\n').unwrap_or(text);
            tokens.push(Token::Text(text.to_owned()));
        }
        _ => tokens.push(Token::Text(text.to_owned())),
    }
}

/// The tokenizer was given a `str` and works on its bytes, so this is always valid UTF-8.
fn text(html: &HtmlString) -> String {
    String::from_utf8_lossy(html).into_owned()
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
    fn tokens_are_tags_and_texts() {
        for (html, expected) in [
            ("a<b>c</b>", "'a' b[] 'c' /b"),
            (
                "<INPUT Name=a value='<x>' checked>",
                r#"input[("checked", ""), ("name", "a"), ("value", "<x>")]"#,
            ),
            (r#"<a b = "c" d=e/f />"#, r#"a[("b", "c"), ("d", "e/f")]"#),
            ("<a b=1 b=2>", r#"a[("b", "1")]"#),
            ("&lt;p&gt; &amp;amp; &#39;&#x41; &x; &", "'<p> &amp; 'A &x; &'"),
            ("&eacute;&hellip;", "'é…'"),
            ("<!DOCTYPE html><!-- <form> -->x", "'x'"),
            ("a<!-- b -->c", "'ac'"),
            ("1 < 2 <3", "'1 < 2 <3'"),
            ("a\r\nb", "'a\nb'"),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }

    #[test]
    fn content_is_text_in_elements_without_markup() {
        for (html, expected) in [
            ("<textarea>\n\n<b> &lt;</textarea>", "textarea[] '\n<b> <' /textarea"),
            ("<textarea></textarea>\nx", "textarea[] /textarea '\nx'"),
            (
                "<script>if (a < b && c) {}</script>",
                "script[] 'if (a < b && c) {}' /script",
            ),
            ("<title>a<b></title>", "title[] 'a<b>' /title"),
            ("<noscript><b>x</b></noscript>", "noscript[] b[] 'x' /b /noscript"),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }

    #[test]
    fn malformed_tags_end_as_in_a_browser() {
        for (html, expected) in [
            ("x<a", "'x'"),
            ("x<a b", "'x'"),
            ("<a \"x>", r#"a[("\"x", "")]"#),
            ("<a =x>", r#"a[("=x", "")]"#),
            ("<a b=\"c\"d>", r#"a[("b", "c"), ("d", "")]"#),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }
}

//! Where an element ends, whether it has an end tag or not.

use super::html::Token;

/// Returns the position behind the element that starts at `start`. Some end tags can be left out
/// ([HTML, optional tags](https://html.spec.whatwg.org/multipage/syntax.html#optional-tags)).
pub(super) fn end_of(tokens: &[Token], start: usize) -> usize {
    let mut open: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token {
            Token::Open(tag) => {
                while open.last().is_some_and(|last| is_ended_by(last, &tag.name)) {
                    open.pop();
                    if open.is_empty() {
                        return at;
                    }
                }
                if !tag.is_void() {
                    open.push(&tag.name);
                } else if open.is_empty() {
                    return at + 1;
                }
            }
            Token::Close(name) => match open.iter().rposition(|own| own == name) {
                Some(0) => return at + 1,
                Some(place) => open.truncate(place),
                // It ends an element around this one.
                None if open.iter().all(|own| has_optional_end(own)) => return at,
                None => {}
            },
            Token::Text(_) => {}
        }
    }
    tokens.len()
}

fn has_optional_end(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "li", "dt", "dd", "p", "option", "optgroup", "td", "th", "tr", "thead", "tbody", "tfoot",
    ];
    NAMES.contains(&name)
}

/// Returns whether the start tag of `next` ends an open element.
fn is_ended_by(open: &str, next: &str) -> bool {
    let ends: &[&str] = match open {
        "li" => &["li"],
        "dt" | "dd" => &["dt", "dd"],
        "option" => &["option", "optgroup"],
        "optgroup" => &["optgroup"],
        "td" | "th" => &["td", "th", "tr", "tbody", "tfoot"],
        "tr" => &["tr", "tbody", "tfoot"],
        "thead" | "tbody" => &["tbody", "tfoot"],
        "p" => &[
            "address",
            "article",
            "aside",
            "blockquote",
            "details",
            "div",
            "dl",
            "fieldset",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "ul",
        ],
        _ => return false,
    };
    ends.contains(&next)
}

#[cfg(test)]
mod tests {
    use super::super::document::text_of;

    #[test]
    fn element_ends_as_in_a_browser() {
        for (html, expected) in [
            ("<b id=x>a</b>b", "a"),
            ("<input id=x>b", ""),
            ("<ul><li id=x>a<li>b</ul>c", "a"),
            ("<ul><li>a<li id=x>b</ul>c", "b"),
            ("<ul><li id=x>a<ul><li>b</ul>c<li>d</ul>", "abc"),
            ("<p id=x>a<i>b</i><div>c</div>", "ab"),
            ("<div><p id=x>a</div>b", "a"),
            ("<table><tr id=x><td>a<td>b<tr><td>c</table>", "ab"),
            ("<table><tr><td id=x>a<tr><td>c</table>", "a"),
            ("<dl><dt id=x>a<dd>b</dl>", "a"),
            ("<div id=x>a</span>b</div>c", "ab"),
            ("<div id=x>a", "a"),
        ] {
            assert_eq!(text_of(html, "x").as_deref(), Some(expected), "{html}");
        }
    }
}

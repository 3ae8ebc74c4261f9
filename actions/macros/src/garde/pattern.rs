//! Checks patterns, and translates them to JavaScript for HTML's `pattern`.
//!
//! A browser must not refuse what the server accepts, so a pattern that may mean something else in
//! JavaScript is not translated. HTML compiles a pattern with the flag `v` and requires it to match
//! the whole text ([HTML,
//! pattern](https://html.spec.whatwg.org/multipage/input.html#attr-input-pattern)).

use regex_syntax::ast::{
    Assertion, AssertionKind, Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, GroupKind,
    Repetition, RepetitionKind, RepetitionRange, parse::Parser,
};

/// Matches any text.
const ANY: &str = "[\\s\\S]*";

/// Checks a pattern. The error is the message.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    // The parser's message has several lines, with the reason in the last.
    regex_syntax::Parser::new()
        .parse(pattern)
        .map(drop)
        .map_err(|error| format!("this is not a valid regular expression:\n{error}"))
}

/// Returns a JavaScript pattern that matches the whole text if `pattern` matches some part of it,
/// or `None` if there is none that is known to mean the same.
pub(super) fn to_javascript(pattern: &str) -> Option<String> {
    let ast = Parser::new().parse(pattern).ok()?;
    let mut rest = match &ast {
        Ast::Concat(concat) => concat.asts.as_slice(),
        Ast::Empty(_) => return None,
        other => std::slice::from_ref(other),
    };
    let mut text = String::new();
    match rest.split_first() {
        Some((Ast::Assertion(start), after)) if is_start(start) => rest = after,
        _ => text.push_str(ANY),
    }
    let mut end = ANY;
    if let Some((Ast::Assertion(last), before)) = rest.split_last()
        && is_end(last)
    {
        rest = before;
        end = "";
    }
    for part in rest {
        push_part(&mut text, part)?;
    }
    text.push_str(end);
    Some(text)
}

fn is_start(assertion: &Assertion) -> bool {
    matches!(assertion.kind, AssertionKind::StartLine | AssertionKind::StartText)
}

fn is_end(assertion: &Assertion) -> bool {
    matches!(assertion.kind, AssertionKind::EndLine | AssertionKind::EndText)
}

/// Pushes one of several parts in a row, in which an alternation needs parentheses.
fn push_part(text: &mut String, part: &Ast) -> Option<()> {
    match part {
        Ast::Alternation(_) | Ast::Concat(_) => group(text, part),
        other => push(text, other),
    }
}

fn group(text: &mut String, inner: &Ast) -> Option<()> {
    text.push_str("(?:");
    push(text, inner)?;
    text.push(')');
    Some(())
}

fn push(text: &mut String, ast: &Ast) -> Option<()> {
    match ast {
        Ast::Empty(_) => {}
        Ast::Literal(literal) => push_char(text, literal.c, "^$\\.*+?()[]{}|/")?,
        Ast::Dot(_) => text.push_str("[^\\n]"),
        Ast::ClassPerl(class) => push_perl(text, class),
        Ast::ClassBracketed(class) => push_class(text, class)?,
        Ast::Repetition(repetition) => push_repetition(text, repetition)?,
        // Flags change the meaning of the rest.
        Ast::Group(inner) => match &inner.kind {
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => return None,
            _ => group(text, &inner.ast)?,
        },
        Ast::Concat(concat) => {
            for part in &concat.asts {
                push_part(text, part)?;
            }
        }
        Ast::Alternation(choice) => {
            for (index, part) in choice.asts.iter().enumerate() {
                text.push_str(if index > 0 { "|" } else { "" });
                push(text, part)?;
            }
        }
        Ast::Flags(_) | Ast::Assertion(_) | Ast::ClassUnicode(_) => return None,
    }
    Some(())
}

/// Pushes a character that stands for itself.
fn push_char(text: &mut String, char: char, special: &str) -> Option<()> {
    if char.is_control() {
        return None;
    }
    if special.contains(char) {
        text.push('\\');
    }
    text.push(char);
    Some(())
}

/// Pushes a class such as `\d`: Rust's have all of Unicode, JavaScript's only ASCII
/// ([UTS #18, Annex C](https://www.unicode.org/reports/tr18/#Compatibility_Properties)).
fn push_perl(text: &mut String, class: &ClassPerl) {
    let inside = match class.kind {
        ClassPerlKind::Digit => "\\p{Nd}",
        ClassPerlKind::Space => "\\p{White_Space}",
        ClassPerlKind::Word => "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}",
    };
    let not = if class.negated { "^" } else { "" };
    text.push_str(&format!("[{not}{inside}]"));
}

fn push_class(text: &mut String, class: &ClassBracketed) -> Option<()> {
    let ClassSet::Item(item) = &class.kind else { return None };
    text.push_str(if class.negated { "[^" } else { "[" });
    push_item(text, item)?;
    text.push(']');
    Some(())
}

fn push_item(text: &mut String, item: &ClassSetItem) -> Option<()> {
    // In a class, with the flag `v`, these have a meaning or are reserved.
    const SPECIAL: &str = "^$\\.*+?()[]{}|/&-!#%,:;<=>@`~";
    match item {
        ClassSetItem::Literal(literal) => push_char(text, literal.c, SPECIAL)?,
        ClassSetItem::Range(range) => {
            push_char(text, range.start.c, SPECIAL)?;
            text.push('-');
            push_char(text, range.end.c, SPECIAL)?;
        }
        ClassSetItem::Perl(class) => push_perl(text, class),
        ClassSetItem::Bracketed(class) => push_class(text, class)?,
        ClassSetItem::Union(union) => {
            for item in &union.items {
                push_item(text, item)?;
            }
        }
        ClassSetItem::Empty(_) | ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) => return None,
    }
    Some(())
}

fn push_repetition(text: &mut String, repetition: &Repetition) -> Option<()> {
    match &*repetition.ast {
        inner @ (Ast::Repetition(_) | Ast::Concat(_) | Ast::Alternation(_) | Ast::Empty(_)) => group(text, inner)?,
        inner => push(text, inner)?,
    }
    // A lazy repetition matches the same texts.
    match &repetition.op.kind {
        RepetitionKind::ZeroOrOne => text.push('?'),
        RepetitionKind::ZeroOrMore => text.push('*'),
        RepetitionKind::OneOrMore => text.push('+'),
        RepetitionKind::Range(RepetitionRange::Exactly(count)) => text.push_str(&format!("{{{count}}}")),
        RepetitionKind::Range(RepetitionRange::AtLeast(count)) => text.push_str(&format!("{{{count},}}")),
        RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => text.push_str(&format!("{{{least},{most}}}")),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_translated_or_left_out() {
        for (rust, javascript) in [
            ("^[a-z0-9-]+$", "[a-z0-9\\-]+"),
            (r"^\d{5}$", r"[\p{Nd}]{5}"),
            (r"^(red|green)$", "(?:red|green)"),
            ("^a|b$", ""),
            ("a", "[\\s\\S]*a[\\s\\S]*"),
            ("^a", "a[\\s\\S]*"),
            (r"\Aa\z", "a"),
            ("^.+?$", "[^\\n]+"),
            (r"^\+[0-9/ ]{3,}$", "\\+[0-9\\/ ]{3,}"),
            ("^[^@&&x]$", ""),
            (
                r"^[^@\s]+@[^@\s]+$",
                "[^\\@[\\p{White_Space}]]+@[^\\@[\\p{White_Space}]]+",
            ),
            ("(?i)^a$", ""),
            (r"\bword\b", ""),
            (r"^\p{Lu}$", ""),
            ("^(?:ab)?é{1,2}$", "(?:ab)?é{1,2}"),
            ("^[[:alpha:]]$", ""),
            ("", ""),
        ] {
            assert_eq!(to_javascript(rust).unwrap_or_default(), javascript, "{rust}");
        }
    }

    #[test]
    fn invalid_patterns_are_reported() {
        assert!(check("[a-z").unwrap_err().contains("unclosed"));
        assert_eq!(check(r"^\w+$"), Ok(()));
    }
}

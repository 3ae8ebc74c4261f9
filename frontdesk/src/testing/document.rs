//! The forms of an HTML page, and its elements by id.

use super::encode::{Entry, File};
use super::html::{Tag, Token, tokens};

/// A control of a form.
#[derive(Debug, Clone)]
pub(super) struct Control {
    pub(super) name: String,
    /// The values that it sends: several for a list of choices, none for an unchecked checkbox.
    pub(super) values: Vec<String>,
    /// `Some` for `<input type="file">`.
    pub(super) files: Option<Files>,
    pub(super) invalid: bool,
    /// The id of the element with its messages (`aria-describedby`).
    pub(super) described_by: Option<String>,
}

/// The files chosen in a file input.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) chosen: Vec<File>,
    pub(super) multiple: bool,
}

impl Control {
    /// Returns what the control sends. If no file was chosen, browsers send an empty one without a
    /// name.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        let Self {
            name, values, files, ..
        } = self;
        match files {
            None => values
                .into_iter()
                .map(|value| Entry::Text(name.clone(), value))
                .collect(),
            Some(files) if files.chosen.is_empty() => vec![Entry::File(name, File::none())],
            Some(files) => {
                let chosen = files.chosen.into_iter();
                chosen.map(|file| Entry::File(name.clone(), file)).collect()
            }
        }
    }
}

/// A form in a page.
#[derive(Debug, Clone)]
pub(super) struct FormElement {
    pub(super) action: String,
    pub(super) multipart: bool,
    pub(super) controls: Vec<Control>,
}

impl FormElement {
    /// Returns the value of the last control of that name, hidden fields included.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let own = self.controls.iter().filter(|control| control.name == name);
        own.flat_map(|control| &control.values).next_back().map(String::as_str)
    }
}

/// Returns all forms of a page.
pub(super) fn forms(html: &str) -> Vec<FormElement> {
    let tokens = tokens(html);
    let starts = tokens.iter().enumerate().filter_map(|(at, token)| match token {
        Token::Open(tag) if tag.name == "form" => Some((at, tag)),
        _ => None,
    });
    let forms = starts.map(|(at, tag)| {
        let inside = tokens.get(at + 1..).unwrap_or_default();
        let length = inside
            .iter()
            .position(|token| *token == Token::Close("form".to_owned()));
        let inside = inside.get(..length.unwrap_or(inside.len())).unwrap_or_default();
        FormElement {
            action: tag.get("action").unwrap_or_default().to_owned(),
            multipart: tag
                .get("enctype")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data")),
            controls: controls(inside),
        }
    });
    forms.collect()
}

/// Returns the text of the element with this id, its whitespace collapsed.
pub(super) fn text_of(html: &str, id: &str) -> Option<String> {
    let tokens = tokens(html);
    let is_it = |token: &Token| matches!(token, Token::Open(tag) if tag.get("id") == Some(id));
    let start = tokens.iter().position(is_it)?;
    let mut depth = 0_usize;
    let mut text = String::new();
    for token in tokens.get(start..)? {
        match token {
            Token::Open(tag) if !tag.is_void() => depth += 1,
            Token::Open(_) => {}
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Text(part) => text.push_str(part),
        }
        if depth == 0 {
            break;
        }
    }
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn controls(tokens: &[Token]) -> Vec<Control> {
    let mut controls = Vec::new();
    let mut has_button = false;
    for (at, token) in tokens.iter().enumerate() {
        let Token::Open(tag) = token else { continue };
        let Some(name) = tag.get("name").filter(|name| !name.is_empty() && !tag.has("disabled")) else {
            continue;
        };
        let after = tokens.get(at + 1..).unwrap_or_default();
        let values = match tag.name.as_str() {
            "input" => input(tag, &mut has_button),
            "button" => button(tag, &mut has_button),
            "textarea" => Some(vec![textarea(after)]),
            "select" => Some(select(tag, after)),
            _ => None,
        };
        controls.extend(values.map(|values| Control {
            name: name.to_owned(),
            values,
            files: files(tag),
            invalid: tag.get("aria-invalid") == Some("true"),
            described_by: tag.get("aria-describedby").map(str::to_owned),
        }));
    }
    controls
}

fn files(tag: &Tag) -> Option<Files> {
    let is_file = tag.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("file"));
    (tag.name == "input" && is_file).then(|| Files {
        chosen: Vec::new(),
        multiple: tag.has("multiple"),
    })
}

/// Returns an input's values, or `None` if it never sends anything ([HTML, constructing the form
/// data
/// set](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set)).
fn input(tag: &Tag, has_button: &mut bool) -> Option<Vec<String>> {
    let value = tag.get("value");
    match tag.get("type").unwrap_or("text").to_ascii_lowercase().as_str() {
        "checkbox" | "radio" if tag.has("checked") => Some(vec![value.unwrap_or("on").to_owned()]),
        "checkbox" | "radio" | "file" => Some(Vec::new()),
        "submit" => pressed(value, has_button),
        "button" | "reset" | "image" => None,
        _ => Some(vec![value.unwrap_or_default().to_owned()]),
    }
}

fn button(tag: &Tag, has_button: &mut bool) -> Option<Vec<String>> {
    match tag.get("type").unwrap_or("submit").to_ascii_lowercase().as_str() {
        "submit" => pressed(tag.get("value"), has_button),
        _ => None,
    }
}

/// Only the first button sends its value: the form is submitted by it, as with the enter key.
fn pressed(value: Option<&str>, has_button: &mut bool) -> Option<Vec<String>> {
    let first = !std::mem::replace(has_button, true);
    first.then(|| vec![value.unwrap_or_default().to_owned()])
}

fn textarea(after: &[Token]) -> String {
    match after.first() {
        Some(Token::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Returns the values of the selected options. A menu without a selected option sends its first
/// one.
fn select(tag: &Tag, after: &[Token]) -> Vec<String> {
    let end = after
        .iter()
        .position(|token| *token == Token::Close("select".to_owned()));
    let inside = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
    let options = inside.iter().enumerate().filter_map(|(at, token)| match token {
        Token::Open(option) if option.name == "option" && !option.has("disabled") => Some((at, option)),
        _ => None,
    });
    let value = |(at, option): (usize, &Tag)| match (option.get("value"), inside.get(at + 1)) {
        (Some(value), _) => value.to_owned(),
        (None, Some(Token::Text(text))) => text.trim().to_owned(),
        (None, _) => String::new(),
    };
    let all: Vec<_> = options.collect();
    let selected: Vec<_> = all
        .iter()
        .copied()
        .filter(|(_, option)| option.has("selected"))
        .map(value)
        .collect();
    if selected.is_empty() && !tag.has("multiple") {
        return all.first().copied().map(value).into_iter().collect();
    }
    selected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_sends_the_same_as_in_a_browser() {
        let html = r#"<form action="/x" enctype="multipart/form-data"><input name=a value=1><input name=b type=checkbox checked>
            <input name=c type=checkbox value=2><textarea name=d>
two</textarea><select name=e><option>one<option value=2 selected>two</select><select name=f><option value=7></select>
            <select name=g multiple><option>x</select><input name=h disabled><button name=go value=1></button><button name=no>
            </button><input type=file name=i><input value=nameless></form><input name=outside>"#;
        let forms = forms(html);
        let [form] = forms.as_slice() else { panic!("{forms:?}") };
        let sent: Vec<_> = form
            .controls
            .iter()
            .map(|c| (c.name.as_str(), c.values.join(",")))
            .collect();
        let expected = [
            ("a", "1"),
            ("b", "on"),
            ("c", ""),
            ("d", "two"),
            ("e", "2"),
            ("f", "7"),
            ("g", ""),
            ("go", "1"),
            ("i", ""),
        ];
        assert_eq!(sent, expected.map(|(name, value)| (name, value.to_owned())));
        assert!(form.multipart && form.action == "/x");
    }

    #[test]
    fn text_of_an_element_includes_its_descendants() {
        let html = "<div id=x><p>one <br><b>two</b></p></div><p id=y>no</p>";
        assert_eq!(text_of(html, "x").as_deref(), Some("one two"));
        assert_eq!(text_of(html, "z"), None);
    }
}

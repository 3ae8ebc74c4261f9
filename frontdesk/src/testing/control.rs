//! The controls of forms: inputs, menus, buttons.

use super::encode::{Entry, File};
use super::html::{Tag, Token};

/// A control of a form.
#[derive(Debug, Clone)]
pub(super) struct Control {
    /// Empty if it has none, as buttons may.
    pub(super) name: String,
    /// The values that it sends: several for a list of choices, none for an unchecked checkbox and for
    /// a button that is not pressed.
    pub(super) values: Vec<String>,
    /// `Some` for `<input type="file">`.
    pub(super) files: Option<Files>,
    /// `Some` for a button that submits the form.
    pub(super) button: Option<Button>,
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

/// A button that submits its form.
#[derive(Debug, Clone)]
pub(super) struct Button {
    /// The position of its tag in the page.
    pub(super) at: usize,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) image: bool,
    pub(super) action: Option<String>,
    pub(super) method: Option<String>,
    pub(super) enctype: Option<String>,
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

/// Returns the control of a tag, if it is one that can send something.
pub(super) fn control(tag: &Tag, after: &[Token], at: usize) -> Option<Control> {
    let button = button(tag, after, at);
    let name = tag.get("name").unwrap_or_default();
    if name.is_empty() && button.is_none() {
        return None;
    }
    let values = match tag.name.as_str() {
        _ if button.is_some() => Vec::new(),
        "input" => input(tag)?,
        "textarea" => vec![textarea(after)],
        "select" => select(tag, after),
        _ => return None,
    };
    Some(Control {
        name: name.to_owned(),
        values,
        files: files(tag),
        button,
        invalid: tag.get("aria-invalid") == Some("true"),
        described_by: tag.get("aria-describedby").map(str::to_owned),
    })
}

fn files(tag: &Tag) -> Option<Files> {
    (tag.name == "input" && tag.kind() == "file").then(|| Files {
        chosen: Vec::new(),
        multiple: tag.has("multiple"),
    })
}

/// Returns the button of a tag, if it is one that submits a form.
fn button(tag: &Tag, after: &[Token], at: usize) -> Option<Button> {
    let label = button_label(tag, after).filter(|_| !matches!(tag.kind().as_str(), "button" | "reset"))?;
    let own = |name| tag.get(name).map(str::to_owned);
    Some(Button {
        at,
        label: tag.get("aria-label").map_or(label, str::to_owned),
        value: tag.get("value").unwrap_or_default().to_owned(),
        image: tag.name == "input" && tag.kind() == "image",
        action: own("formaction"),
        method: own("formmethod"),
        enctype: own("formenctype"),
    })
}

/// Returns the label of a button, of any type.
pub(super) fn button_label(tag: &Tag, after: &[Token]) -> Option<String> {
    let value = tag.get("value");
    match (tag.name.as_str(), tag.kind().as_str()) {
        ("button", _) => Some(content(after, "button")),
        ("input", "submit") => Some(value.unwrap_or("Submit").to_owned()),
        ("input", "image") => Some(tag.get("alt").unwrap_or("Submit").to_owned()),
        ("input", "reset") => Some(value.unwrap_or("Reset").to_owned()),
        ("input", "button") => Some(value.unwrap_or_default().to_owned()),
        _ => None,
    }
}

/// Returns the text up to the end tag `name`, its whitespace collapsed.
fn content(after: &[Token], name: &str) -> String {
    let mut text = String::new();
    for token in after {
        match token {
            Token::Close(own) if own == name => break,
            Token::Open(tag) if tag.name == "img" => text.push_str(tag.get("alt").unwrap_or_default()),
            Token::Text(part) => text.push_str(part),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns an input's values, or `None` if it never sends anything ([HTML, constructing the form
/// data
/// set](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set)).
fn input(tag: &Tag) -> Option<Vec<String>> {
    let value = tag.get("value");
    match tag.kind().as_str() {
        "checkbox" | "radio" if tag.has("checked") => Some(vec![value.unwrap_or("on").to_owned()]),
        "checkbox" | "radio" | "file" => Some(Vec::new()),
        "button" | "reset" => None,
        _ => Some(vec![value.unwrap_or_default().to_owned()]),
    }
}

fn textarea(after: &[Token]) -> String {
    match after.first() {
        Some(Token::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Returns the values of the selected options. A menu of one line without a selected option sends its
/// first one, one that is selected but disabled sends nothing
/// ([HTML, the select element](https://html.spec.whatwg.org/multipage/form-elements.html#the-select-element)).
fn select(tag: &Tag, after: &[Token]) -> Vec<String> {
    let end = after
        .iter()
        .position(|token| *token == Token::Close("select".to_owned()));
    let inside = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
    let options = inside.iter().enumerate().filter_map(|(at, token)| match token {
        Token::Open(option) if option.name == "option" => Some((at, option)),
        _ => None,
    });
    let value = |(at, option): (usize, &Tag)| match (option.get("value"), inside.get(at + 1)) {
        (Some(value), _) => value.to_owned(),
        (None, Some(Token::Text(text))) => text.trim().to_owned(),
        (None, _) => String::new(),
    };
    let is_enabled = |(_, option): &(usize, &Tag)| !option.has("disabled");
    let all: Vec<_> = options.collect();
    let mut selected: Vec<_> = all
        .iter()
        .copied()
        .filter(|(_, option)| option.has("selected"))
        .collect();
    if !tag.has("multiple") {
        let is_one_line = matches!(tag.get("size"), None | Some("" | "0" | "1"));
        let first = || all.iter().copied().find(is_enabled).filter(|_| is_one_line);
        selected = selected.pop().or_else(first).into_iter().collect();
    }
    selected.into_iter().filter(is_enabled).map(value).collect()
}

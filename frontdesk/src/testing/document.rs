//! The forms of an HTML page, and its elements by id.

use super::control::{Control, control};
use super::encode::{Encoding, Entry};
use super::end_tags::end_of;
use super::html::{Tag, Token, tokens};

/// A form in a page.
#[derive(Debug, Clone)]
pub(super) struct FormElement {
    id: Option<String>,
    pub(super) action: String,
    pub(super) method: String,
    pub(super) enctype: String,
    pub(super) controls: Vec<Control>,
    /// Whether its first button is disabled, so that the enter key does nothing.
    first_is_disabled: bool,
}

impl FormElement {
    fn new(tag: &Tag) -> Self {
        let get = |name| tag.get(name).unwrap_or_default().to_owned();
        Self {
            id: tag.get("id").map(str::to_owned),
            action: get("action"),
            method: get("method"),
            enctype: get("enctype"),
            controls: Vec::new(),
            first_is_disabled: false,
        }
    }

    fn add(&mut self, control: Control, is_disabled: bool) {
        if !is_disabled {
            self.controls.push(control);
        } else if control.button.is_some() && !self.controls.iter().any(|own| own.button.is_some()) {
            self.first_is_disabled = true;
        }
    }

    /// Returns the value of the last control of that name, hidden fields included.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let own = self.controls.iter().filter(|control| control.name == name);
        own.flat_map(|control| &control.values).next_back().map(String::as_str)
    }

    pub(super) fn has_button(&self, at: usize) -> bool {
        let mut buttons = self.controls.iter().filter_map(|control| control.button.as_ref());
        buttons.any(|button| button.at == at)
    }

    pub(super) fn is_get(&self) -> bool {
        !self.method.eq_ignore_ascii_case("post")
    }

    pub(super) fn encoding(&self) -> Encoding {
        match self.enctype.to_ascii_lowercase().as_str() {
            "multipart/form-data" => Encoding::Multipart,
            "text/plain" => Encoding::Plain,
            _ => Encoding::UrlEncoded,
        }
    }

    /// Presses the form's first button, as the enter key does, unless one is pressed already or there
    /// is none. Returns `false` if the button is disabled ([HTML, implicit
    /// submission](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#implicit-submission)).
    pub(super) fn press_first(&mut self) -> bool {
        let is_pressed = |control: &Control| control.button.is_some() && !control.values.is_empty();
        if self.controls.iter().any(is_pressed) {
            return true;
        }
        if self.first_is_disabled {
            return false;
        }
        self.press(|_| true);
        true
    }

    /// Presses the first button that `is_wanted` accepts. Returns `false` if there is none.
    pub(super) fn press(&mut self, is_wanted: impl Fn(&Control) -> bool) -> bool {
        let is_button = |control: &Control| control.button.is_some() && is_wanted(control);
        let Some(at) = self.controls.iter().position(is_button) else {
            return false;
        };
        self.controls
            .iter_mut()
            .filter(|control| control.button.is_some())
            .for_each(|control| control.values.clear());
        let Some(control) = self.controls.get_mut(at) else {
            return false;
        };
        let Some(button) = control.button.clone() else {
            return false;
        };
        control.values = vec![button.value];
        self.action = button.action.unwrap_or(std::mem::take(&mut self.action));
        self.method = button.method.unwrap_or(std::mem::take(&mut self.method));
        self.enctype = button.enctype.unwrap_or(std::mem::take(&mut self.enctype));
        true
    }

    /// Returns the names and values of the request: none for a button without a name, except for the
    /// place of the click on an image.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for control in self.controls {
            match &control.button {
                Some(button) if button.image && !control.values.is_empty() => {
                    let dot = if control.name.is_empty() { "" } else { "." };
                    let place = |axis| Entry::Text(format!("{}{dot}{axis}", control.name), "0".to_owned());
                    entries.extend(["x", "y"].map(place));
                }
                Some(_) if control.name.is_empty() => {}
                _ => entries.extend(control.into_entries()),
            }
        }
        entries
    }
}

/// Returns all forms of a page, each with its controls, wherever they stand.
pub(super) fn forms(html: &str) -> Vec<FormElement> {
    let tokens = tokens(html);
    let mut forms: Vec<FormElement> = tokens.iter().filter_map(form_start).map(FormElement::new).collect();
    let (mut started, mut current) = (0, None);
    // The sets of controls that are disabled, and the templates, which are not part of the page.
    let mut off = Vec::new();
    let mut ignored = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Close(name) if name == "form" && !in_template(&off) => current = None,
            Token::Close(name) => drop(off.pop_if(|own| own == name)),
            Token::Open(tag) if tag.name == "form" => {
                // A form in a form is none.
                if current.is_some() || in_template(&off) {
                    ignored.push(started);
                } else {
                    current = Some(started);
                }
                started += 1;
            }
            Token::Open(tag)
                if tag.name == "template" || tag.name == "fieldset" && (tag.has("disabled") || !off.is_empty()) =>
            {
                off.push(tag.name.clone());
            }
            Token::Open(tag) if !in_template(&off) => {
                let owner = match tag.get("form") {
                    Some(id) => forms.iter().position(|form| form.id.as_deref() == Some(id)),
                    None => current,
                };
                let after = tokens.get(at + 1..).unwrap_or_default();
                let control = || control(tag, after, at);
                if let Some((form, control)) = owner.and_then(|owner| forms.get_mut(owner)).zip(control()) {
                    form.add(control, tag.has("disabled") || !off.is_empty());
                }
            }
            _ => {}
        }
    }
    for at in ignored.into_iter().rev() {
        forms.remove(at);
    }
    forms
}

fn in_template(off: &[String]) -> bool {
    off.iter().any(|name| name == "template")
}

fn form_start(token: &Token) -> Option<&Tag> {
    match token {
        Token::Open(tag) if tag.name == "form" => Some(tag),
        _ => None,
    }
}

/// Returns the text of the element with this id, its whitespace collapsed.
pub(super) fn text_of(html: &str, id: &str) -> Option<String> {
    let tokens = tokens(html);
    let start = start_of(&tokens, id)?;
    Some(text_at(&tokens, start))
}

/// Returns the position of the element with this id.
pub(super) fn start_of(tokens: &[Token], id: &str) -> Option<usize> {
    let is_it = |token: &Token| matches!(token, Token::Open(tag) if tag.get("id") == Some(id));
    tokens.iter().position(is_it)
}

/// Returns the text of the element that starts at `start`, its whitespace collapsed.
pub(super) fn text_at(tokens: &[Token], start: usize) -> String {
    let mut text = String::new();
    for token in tokens.get(start..end_of(tokens, start)).unwrap_or_default() {
        if let Token::Text(part) = token {
            text.push_str(part);
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
            .filter(|control| control.button.is_none())
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
            ("i", ""),
        ];
        assert_eq!(sent, expected.map(|(name, value)| (name, value.to_owned())));
        assert!(form.encoding() == Encoding::Multipart && form.action == "/x");
    }

    #[test]
    fn menu_sends_what_is_selected() {
        let sent = |menu: &str| {
            let forms = forms(&format!("<form>{menu}</select></form>"));
            forms[0].controls[0].values.join(",")
        };
        for (menu, expected) in [
            ("<select name=a><option value=1><option value=2 selected>", "2"),
            ("<select name=a><option value=1 selected><option value=2 selected>", "2"),
            ("<select name=a><option value=1 disabled><option value=2>", "2"),
            // A placeholder.
            (
                "<select name=a><option value='' disabled selected>Choose<option value=2>",
                "",
            ),
            ("<select name=a size=4><option value=1><option value=2>", ""),
            (
                "<select name=a multiple><option value=1 selected><option value=2 selected disabled><option value=3 selected>",
                "1,3",
            ),
        ] {
            assert_eq!(sent(menu), expected, "{menu}");
        }
    }

    #[test]
    fn forms_are_those_of_the_page() {
        let html =
            "<form action=a><form action=b></form><template><form action=c></form></template><form action=d></form>";
        let actions: Vec<_> = forms(html).into_iter().map(|form| form.action).collect();
        assert_eq!(actions, ["a", "d"]);
    }

    #[test]
    fn enter_key_presses_the_first_button() {
        for (buttons, expected) in [
            ("", Some("a")),
            ("<button formaction=b><button formaction=c>", Some("b")),
            ("<button type=button><button formaction=c>", Some("c")),
            ("<button disabled><button formaction=c>", None),
            ("<fieldset disabled><button></fieldset><button formaction=c>", None),
            ("<button formaction=''>", Some("")),
        ] {
            let mut form = forms(&format!("<form action=a>{buttons}</form>")).remove(0);
            let found = form.press_first().then_some(form.action.as_str());
            assert_eq!(found, expected, "{buttons}");
        }
    }

    #[test]
    fn text_of_an_element_includes_its_descendants() {
        let html = "<div id=x><p>one <br><b>two</b></p></div><p id=y>no</p>";
        assert_eq!(text_of(html, "x").as_deref(), Some("one two"));
        assert_eq!(text_of(html, "z"), None);
    }
}

//! Just enough HTML to read the pages of the reference app: tags with their attributes, and the
//! text between them.

use crate::harness::client::Call;
use crate::harness::multipart::{File, Parts};

/// A parsed page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    source: String,
    tags: Vec<Tag>,
}

/// A tag, with the text up to the next one.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A form with the values that a browser would send.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) method: String,
    is_multipart: bool,
    /// The controls that have a name, in the order of the page.
    pub(crate) controls: Vec<Tag>,
    values: Vec<(String, String)>,
    files: Vec<(String, File)>,
}

impl Page {
    pub(crate) fn parse(source: &str) -> Self {
        let mut tags = Vec::new();
        for part in source.split('<').skip(1) {
            let (tag, text) = split_tag(part);
            let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            tags.push(Tag {
                name: name.to_owned(),
                attributes: attributes_of(attributes),
                text: unescape(text),
            });
        }
        Self {
            source: source.to_owned(),
            tags,
        }
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Returns all forms whose `action` is this path.
    pub(crate) fn forms(&self, action: &str) -> Vec<Form> {
        let mut forms = Vec::new();
        let mut inside = false;
        for tag in &self.tags {
            match tag.name.as_str() {
                "form" => {
                    inside = tag.get("action") == Some(action);
                    if inside {
                        forms.push(Form::open(tag));
                    }
                }
                "/form" => inside = false,
                "option" if inside && tag.has("selected") => {
                    if let Some(form) = forms.last_mut() {
                        form.select(tag);
                    }
                }
                _ if inside && tag.has("name") => {
                    if let Some(form) = forms.last_mut() {
                        form.take(tag);
                    }
                }
                _ => {}
            }
        }
        forms
    }

    /// Returns the only form whose `action` is this path.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Form {
        let mut forms = self.forms(action);
        assert_eq!(forms.len(), 1, "forms of {action} in {}", self.source);
        forms.remove(0)
    }

    /// Returns the messages beside a field.
    pub(crate) fn errors(&self, field: &str) -> Vec<&str> {
        let mut tags = self.tags.iter();
        let mut messages = Vec::new();
        if tags.any(|tag| tag.get("data-errors-for") == Some(field)) {
            for tag in tags.take_while(|tag| tag.name != "/ul") {
                if tag.name == "li" {
                    messages.push(tag.text.as_str());
                }
            }
        }
        messages
    }

    /// Returns the text of the first element with this attribute.
    pub(crate) fn text_at(&self, attribute: &str) -> Option<&str> {
        let found = self.tags.iter().find(|tag| tag.has(attribute));
        found.map(|tag| tag.text.as_str())
    }

    /// Returns the text of the element with this id.
    pub(crate) fn text_at_id(&self, id: &str) -> Option<&str> {
        let found = self.tags.iter().find(|tag| tag.get("id") == Some(id));
        found.map(|tag| tag.text.as_str())
    }

    /// Returns the codes of the problems on the page.
    pub(crate) fn problems(&self) -> Vec<&str> {
        self.tags.iter().filter_map(|tag| tag.get("data-problem")).collect()
    }

    /// Returns the ids of the notes.
    pub(crate) fn notes(&self) -> Vec<&str> {
        self.tags.iter().filter_map(|tag| tag.get("data-note")).collect()
    }

    /// Returns whether no form shows messages or a problem of a failed submit.
    pub(crate) fn is_clean(&self) -> bool {
        let marks = ["data-errors-for", "data-problem", "aria-invalid"];
        !self.tags.iter().any(|tag| marks.iter().any(|mark| tag.has(mark)))
    }
}

impl Form {
    fn open(tag: &Tag) -> Self {
        Self {
            action: tag.get("action").unwrap_or_default().to_owned(),
            method: tag.get("method").unwrap_or_default().to_owned(),
            is_multipart: tag.get("enctype") == Some("multipart/form-data"),
            controls: Vec::new(),
            values: Vec::new(),
            files: Vec::new(),
        }
    }

    fn take(&mut self, tag: &Tag) {
        let name = tag.get("name").unwrap_or_default().to_owned();
        let value = match (tag.name.as_str(), tag.get("type")) {
            // HTML drops a line break right after the start tag.
            ("textarea", _) => Some(tag.text.strip_prefix('\n').unwrap_or(&tag.text)),
            (_, Some("checkbox" | "radio")) if !tag.has("checked") => None,
            (_, Some("file")) => {
                // Browsers send an empty file input as a file without a name.
                self.files.push((name.clone(), File::default()));
                None
            }
            // A button is sent only if it is pressed.
            ("button", _) => None,
            _ => tag.get("value"),
        };
        self.values.extend(value.map(|value| (name, value.to_owned())));
        self.controls.push(tag.clone());
    }

    /// Takes the selected option of the menu that was opened last.
    fn select(&mut self, option: &Tag) {
        let menu = self.controls.last().and_then(|menu| menu.get("name"));
        let value = menu.map(str::to_owned).zip(option.get("value").map(str::to_owned));
        self.values.extend(value);
    }

    /// Returns the control of this name.
    #[track_caller]
    pub(crate) fn control(&self, name: &str) -> &Tag {
        let found = self.controls.iter().find(|tag| tag.get("name") == Some(name));
        found.unwrap_or_else(|| panic!("no control {name} in {self:?}"))
    }

    /// Returns the value that would be sent for this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Sets the value of a control, as typing does.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.control(name);
        self.values.retain(|(own, _)| own != name);
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Clears a control, as unchecking does.
    pub(crate) fn unset(&mut self, name: &str) -> &mut Self {
        self.values.retain(|(own, _)| own != name);
        self
    }

    /// Presses a button that has a name, or one that sends the form elsewhere.
    pub(crate) fn press(&mut self, action: &str, button: Option<(&str, &str)>) -> &mut Self {
        action.clone_into(&mut self.action);
        self.values
            .extend(button.map(|(name, value)| (name.to_owned(), value.to_owned())));
        self
    }

    /// Chooses a file in a file input.
    pub(crate) fn attach(&mut self, name: &str, file: File) -> &mut Self {
        assert_eq!(self.control(name).get("type"), Some("file"));
        self.files.retain(|(own, _)| own != name);
        self.files.push((name.to_owned(), file));
        self
    }

    /// Encodes the form as `application/x-www-form-urlencoded`, with CR LF line breaks.
    pub(crate) fn encode(&self) -> String {
        let pairs = self.values.iter();
        let pairs = pairs.map(|(name, value)| format!("{}={}", encode(name), encode(&crlf(value))));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Sets the form as the body of a call, in the encoding of its `enctype`.
    pub(crate) fn into_body_of(self, call: Call) -> Call {
        if !self.is_multipart {
            return call.form(self.encode());
        }
        let mut parts = Parts::default();
        for (name, value) in &self.values {
            parts = parts.text(name, crlf(value));
        }
        for (name, file) in &self.files {
            parts = parts.file(name, file);
        }
        call.multipart(parts)
    }
}

/// Percent-encodes text for `application/x-www-form-urlencoded`.
pub(crate) fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"*-._".contains(&b);
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b if plain(b) => encoded.push(char::from(b)),
            b' ' => encoded.push('+'),
            b => encoded.push_str(&format!("%{b:02X}")),
        }
    }
    encoded
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Splits after the tag: its inside, and the text that follows the closing `>`.
fn split_tag(part: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = part.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    let end = end.unwrap_or(part.len());
    (&part[..end], part.get(end + 1..).unwrap_or_default())
}

/// Parses `name="value" name`; all values are in double quotes.
fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", after),
        };
        attributes.push((name.to_owned(), unescape(value)));
        rest = after.trim_start();
    }
    attributes
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

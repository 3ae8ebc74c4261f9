//! HTML that is safe to put into a page as it is.

use std::fmt::{self, Write as _};

use frontdesk_router::__desk::Escaped;

/// HTML that Frontdesk wrote, with every value in it escaped. It displays as it is; with the features `askama` and `maud` these
/// templates take it without escaping it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Markup(String);

impl Markup {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Appends markup that is written in this crate.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Appends other markup.
    pub(crate) fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Appends text, for content or inside a quoted attribute.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        // Writing into a String can't fail.
        let _ = write!(self.0, "{}", Escaped(text));
        self
    }

    /// Appends ` name="value"`.
    pub(crate) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// Appends ` name` when `on`.
    pub(crate) fn flag(&mut self, name: &'static str, on: bool) -> &mut Self {
        if on { self.raw(" ").raw(name) } else { self }
    }

    /// Appends a hidden field. Browsers would fill it from their own memory on reload, were autocomplete not off.
    pub(crate) fn hidden(&mut self, name: &str, value: &str) -> &mut Self {
        self.raw("<input type=\"hidden\"")
            .attribute("name", name)
            .attribute("value", value)
            .raw(" autocomplete=\"off\">")
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "askama")]
impl askama::filters::HtmlSafe for Markup {}

#[cfg(feature = "askama")]
impl askama::FastWritable for Markup {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        dest.write_str(&self.0).map_err(Into::into)
    }
}

#[cfg(feature = "maud")]
impl maud::Render for Markup {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(&self.0);
    }
}

/// Appends text to a name that is to be an id: what isn't plain becomes `.{hex}.`, so that no two texts give the same id.
pub(crate) fn push_id(id: &mut String, part: &str) {
    for c in part.chars() {
        let plain = c.is_ascii_alphanumeric() || c == '_';
        // Writing into a String can't fail.
        let _ = if plain {
            id.write_char(c)
        } else {
            write!(id, ".{:x}.", u32::from(c))
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn different_texts_give_different_ids() {
        let parts = [
            "a.b@x", "a-b@x", "a.2e.b@x", "a b@x", "é", "è", "日", "本", "a_b", "a-b", "",
        ];
        let ids = parts.into_iter().map(|part| {
            let mut id = String::new();
            push_id(&mut id, part);
            assert!(!id.contains(['-', ' ']), "{id}");
            id
        });
        let ids: HashSet<_> = ids.collect();
        assert_eq!(ids.len(), parts.len(), "{ids:?}");
    }
}

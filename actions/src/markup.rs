//! HTML that can be inserted into a page without escaping.

use std::fmt::{self, Write as _};

use frontdesk_router::__desk::Escaped;

/// HTML that Frontdesk generated, with every value in it escaped.
///
/// `Display` writes the HTML unchanged. With the features `askama` and `maud`, templates of these
/// crates insert it without escaping it again.
///
/// ```
/// use frontdesk_actions::Markup;
///
/// // A `FormView` returns markup; an empty one stands for it here.
/// let hidden_fields = Markup::default();
/// let page = format!("<form method=\"post\">{hidden_fields}</form>");
/// assert_eq!(page, "<form method=\"post\"></form>");
/// assert_eq!(hidden_fields.as_str(), "");
/// assert_eq!(hidden_fields.into_string(), "");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Markup(String);

impl Markup {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Returns the HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the HTML as an owned text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// Appends markup that is written in this crate, without escaping.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Appends other markup, without escaping.
    pub(crate) fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Appends escaped text, for the content of an element or a quoted attribute.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        // Writing to a String can't fail.
        let _ = write!(self.0, "{}", Escaped(text));
        self
    }

    /// Appends ` name="value"`.
    pub(crate) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// Appends the boolean attribute ` name` if `on`.
    pub(crate) fn flag(&mut self, name: &'static str, on: bool) -> &mut Self {
        if on { self.raw(" ").raw(name) } else { self }
    }

    /// Appends a hidden field. It has `autocomplete="off"`, because some browsers restore the old
    /// value of a hidden field when the page is reloaded.
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

/// Appends `part` to an element's id. Characters other than ASCII letters, digits and `_` become
/// `.{hex}.`, so that different texts always produce different ids.
pub(crate) fn push_id(id: &mut String, part: &str) {
    for c in part.chars() {
        let plain = c.is_ascii_alphanumeric() || c == '_';
        // Writing to a String can't fail.
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
    fn ids_of_different_texts_differ() {
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

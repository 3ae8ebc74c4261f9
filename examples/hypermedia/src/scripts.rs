//! Where the pages load their scripts from.

use maud::{Markup, html};

/// The URL that scripts are below: packages of npm, with their versions.
#[derive(Debug, Clone)]
pub struct Scripts(String);

impl Default for Scripts {
    /// Loads them from a CDN, which serves the files of npm.
    fn default() -> Self {
        Self::below("https://cdn.jsdelivr.net/npm")
    }
}

impl Scripts {
    /// Loads them from another place: a URL, or a path of the host app. Below it, a script has the path
    /// `htmx.org@4.0.1/dist/htmx.min.js`.
    #[must_use]
    pub fn below(url: &str) -> Self {
        Self(url.trim_end_matches('/').to_owned())
    }

    /// Returns the tag of a script. The browser runs the file only if it has this hash, wherever it comes
    /// from.
    pub(crate) fn tag(&self, path: &str, integrity: &str) -> Markup {
        html! { script src={ (self.0) "/" (path) } integrity=(integrity) crossorigin="anonymous" defer {} }
    }
}

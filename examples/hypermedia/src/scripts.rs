//! Where the pages load their scripts from.

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

    /// Returns the URL of a script.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.0)
    }
}

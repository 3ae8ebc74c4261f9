//! The libraries, which `npm ci` installs.

use std::path::Path;
use std::{env, fs};

/// What to do if they are missing.
pub(crate) const INSTALL: &str = "npm ci --prefix tests/clients --ignore-scripts";

/// The scripts of a page: the name in its URL, and the file.
const SCRIPTS: [(&str, &str); 6] = [
    ("htmx-2", "htmx-2/dist/htmx.js"),
    ("htmx-4", "htmx-4/dist/htmx.js"),
    ("unpoly", "unpoly/unpoly.js"),
    ("alpine-ajax", "@imacrayon/alpine-ajax/dist/cdn.js"),
    ("alpine", "alpinejs/dist/cdn.js"),
    ("turbo", "@hotwired/turbo/dist/turbo.es2017-umd.js"),
];

/// The text of each script, by its name.
#[derive(Debug, Clone)]
pub(crate) struct Scripts(Vec<(&'static str, String)>);

impl Scripts {
    /// Reads all scripts. The error names what is missing.
    pub(crate) fn read() -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/node_modules");
        let read = |(name, file): (&'static str, &str)| {
            let text = fs::read_to_string(folder.join(file));
            let text = text.map_err(|error| format!("the library {name} is not installed ({file}: {error})"))?;
            Ok((name, text))
        };
        SCRIPTS.into_iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| *own == name);
        found.map(|(_, text)| text.as_str())
    }
}

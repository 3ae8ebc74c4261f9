//! The libraries, which `npm ci` installs.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

/// What to do if they are missing.
pub(crate) const INSTALL: &str = "npm ci --prefix tests/clients --ignore-scripts";

/// A script of a page.
struct Library {
    /// The name in its URL.
    name: &'static str,
    /// Its folder in `node_modules`.
    package: &'static str,
    version: &'static str,
    file: &'static str,
}

const LIBRARIES: [Library; 9] = [
    library("htmx-2", "htmx-2", "2.0.11", "dist/htmx.js"),
    library("htmx-4", "htmx-4", "4.0.1", "dist/htmx.js"),
    library("unpoly", "unpoly", "3.14.3", "unpoly.js"),
    library("alpine-ajax", "@imacrayon/alpine-ajax", "0.12.7", "dist/cdn.js"),
    library("alpine", "alpinejs", "3.17.5", "dist/cdn.js"),
    library("turbo", "@hotwired/turbo", "8.0.23", "dist/turbo.es2017-umd.js"),
    // As the example loads them.
    library("htmx.org@4.0.1/dist/htmx.min.js", "htmx-4", "4.0.1", "dist/htmx.min.js"),
    library("unpoly@3.14.3/unpoly.min.js", "unpoly", "3.14.3", "unpoly.min.js"),
    library(
        "@hotwired/turbo@8.0.23/dist/turbo.es2017-umd.js",
        "@hotwired/turbo",
        "8.0.23",
        "dist/turbo.es2017-umd.js",
    ),
];

const fn library(name: &'static str, package: &'static str, version: &'static str, file: &'static str) -> Library {
    Library {
        name,
        package,
        version,
        file,
    }
}

/// The text of each script, by its name.
#[derive(Debug, Clone)]
pub(crate) struct Scripts(Vec<(&'static str, String)>);

impl Scripts {
    /// Reads all scripts. The error names the one that is missing, or has another version.
    pub(crate) fn read() -> Result<Self, String> {
        let texts = LIBRARIES.into_iter().map(|library| Ok((library.name, library.read()?)));
        texts.collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| *own == name);
        found.map(|(_, text)| text.as_str())
    }
}

impl Library {
    fn read(&self) -> Result<String, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/node_modules");
        let read = |file| {
            let path = folder.join(self.package).join(file);
            fs::read_to_string(&path).map_err(|error| format!("{} is not installed: {error}", self.package))
        };
        let manifest: Value = serde_json::from_str(&read("package.json")?).map_err(|error| error.to_string())?;
        if manifest["version"] != self.version {
            return Err(format!("{} is not installed in version {}", self.package, self.version));
        }
        read(self.file)
    }
}

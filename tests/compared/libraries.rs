//! The scripts of the pages, which npm installs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The folders of the packages, with the files that the pages load. Turbo's handbook loads it from `jsdelivr.net`, which
/// minifies it; so does `npm run build`, with the same program.
const FILES: [(&str, &str, &str); 4] = [
    ("htmx-4", "clients", "node_modules/htmx-4/dist/htmx.min.js"),
    ("unpoly", "clients", "node_modules/unpoly/unpoly.min.js"),
    ("unpoly.css", "clients", "node_modules/unpoly/unpoly.min.css"),
    ("@hotwired/turbo", "compared/sveltekit", "build/turbo.min.js"),
];

/// The packages of the report, with their folders.
const PACKAGES: [(&str, &str); 6] = [
    ("htmx-4", "clients"),
    ("@hotwired/turbo", "clients"),
    ("unpoly", "clients"),
    ("@sveltejs/kit", "compared/sveltekit"),
    ("@sveltejs/adapter-node", "compared/sveltekit"),
    ("svelte", "compared/sveltekit"),
];

/// The texts of the scripts, and the versions of the packages.
#[derive(Debug, Clone)]
pub(crate) struct Libraries {
    texts: BTreeMap<&'static str, String>,
    /// Name and version of each package.
    pub(crate) versions: Vec<(&'static str, String)>,
}

impl Libraries {
    /// Reads all of them. The error names what is missing.
    pub(crate) fn read() -> Result<Self, String> {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |folder: &str, file: &str| {
            let path = tests.join(folder).join(file);
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let texts = FILES.map(|(name, folder, file)| Ok::<_, String>((name, read(folder, file)?)));
        let versions = PACKAGES.map(|(name, folder)| {
            let manifest = read(folder, &format!("node_modules/{name}/package.json"))?;
            let manifest: Value = serde_json::from_str(&manifest).map_err(|error| error.to_string())?;
            Ok::<_, String>((name, manifest["version"].as_str().unwrap_or_default().to_owned()))
        });
        Ok(Self {
            texts: texts.into_iter().collect::<Result<_, _>>()?,
            versions: versions.into_iter().collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }
}

//! Names for the generated modules.

use std::collections::HashSet;

use crate::file::{File, Kind};

/// Returns a module name for each file, made of the function's name and the folders:
/// `__routes_api_users_id_route`. They appear in compiler messages and in the log, so they should
/// identify the file.
pub(crate) fn module_names<'f>(function: &str, files: impl Iterator<Item = &'f File>) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = files.map(|file| {
        let segments = file
            .segments
            .iter()
            .map(|segment| segment.name().map_or_else(|| segment.pattern(), str::to_owned));
        let kind = match file.kind {
            Kind::Route => "route",
            Kind::Page => "page",
        };
        let parts = [function.to_owned()]
            .into_iter()
            .chain(segments)
            .chain([kind.to_owned()]);
        let words: Vec<_> = parts.map(|part| words(&part)).filter(|word| !word.is_empty()).collect();
        let name = format!("__{}", words.join("_"));
        let free = |name: &String| !taken.contains(name);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let name = std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name);
        taken.insert(name.clone());
        name
    });
    names.collect()
}

/// Returns the parts of a text that may stand in a name, joined by single underscores.
fn words(text: &str) -> String {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
    words.collect::<Vec<_>>().join("_")
}

//! Finding the files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::errors::Errors;
use crate::file::{File, Kind};
use crate::segment::Segment;

/// Every `route.rs` and `page.rs` below a folder of a package, in the order of their names.
pub(crate) fn files(package: &Path, folder: &str, errors: &mut Errors) -> Vec<File> {
    let before = errors.len();
    let mut walk = Walk {
        files: Vec::new(),
        errors,
        around: Vec::new(),
    };
    let root = package.join(folder);
    if root.is_dir() {
        walk.folder(&root, folder.trim_end_matches('/'), &[]);
        if walk.files.is_empty() && walk.errors.len() == before {
            let message =
                format!("there is no route in `{folder}`; write a `route.rs` or `page.rs` there, or in a folder below");
            walk.errors.add(message);
        }
    } else {
        let message = "there is no such folder; its path begins where `Cargo.toml` is";
        walk.errors
            .add(format!("`{folder}`: {message}, so it would be `{}`", root.display()));
    }
    walk.files
}

struct Walk<'e> {
    files: Vec<File>,
    errors: &'e mut Errors,
    /// The folders that this one is in, resolved, so that a link back to one of them is noticed.
    around: Vec<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, name: &str, segments: &[Segment]) {
        let entries = match self.entries(path) {
            Ok(entries) => entries,
            Err(error) => return self.errors.add(format!("`{name}` can't be read: {error}")),
        };
        for entry in entries {
            let Some(own) = entry.file_name().and_then(|name| name.to_str()) else {
                let own = entry.file_name().unwrap_or_default().to_string_lossy();
                self.errors
                    .add(format!("`{name}/{own}`: the name is not UTF-8; rename it"));
                continue;
            };
            let shown = format!("{name}/{own}");
            match fs::metadata(&entry) {
                Ok(metadata) if metadata.is_dir() => self.below(&entry, own, &shown, segments),
                Ok(_) => self.file(&entry, own, shown, segments),
                // A file that is no route may be what it wants, a dangling link (as some editors make them) included.
                Err(error) if is_route(own) => self.errors.add(format!("`{shown}` can't be read: {error}")),
                Err(_) => {}
            }
        }
        self.around.pop();
    }

    fn entries(&mut self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let resolved = path.canonicalize()?;
        if self.around.contains(&resolved) {
            return Err(io::Error::other(
                "it is a link to a folder that it is in; remove the link",
            ));
        }
        let entries = fs::read_dir(path)?;
        let mut entries = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        self.around.push(resolved);
        Ok(entries)
    }

    fn below(&mut self, path: &Path, own: &str, shown: &str, segments: &[Segment]) {
        // Left out with all that is in it, as a place for what is no route.
        if own.starts_with('_') {
            return;
        }
        match Segment::parse(own) {
            Ok(segment) => self.folder(path, shown, &[segments, &[segment]].concat()),
            Err(message) => {
                // A name matters only where a route is.
                let files = self.files.len();
                self.folder(path, shown, segments);
                if self.files.len() > files {
                    self.files.truncate(files);
                    self.errors.add(format!("`{shown}`: {message}"));
                }
            }
        }
    }

    fn file(&mut self, path: &Path, own: &str, name: String, segments: &[Segment]) {
        let kind = match own {
            "route.rs" => Kind::Route,
            "page.rs" => Kind::Page,
            _ => {
                if let Some(meant) = looks_like(own) {
                    let message =
                        format!("`{name}` would be ignored; rename it to `{meant}`, or to something else altogether");
                    self.errors.add(message);
                }
                return;
            }
        };
        self.files.push(File {
            kind,
            name,
            path: path.to_owned(),
            segments: segments.to_vec(),
        });
    }
}

fn is_route(name: &str) -> bool {
    matches!(name, "route.rs" | "page.rs")
}

/// The name that a misspelt one was to be.
fn looks_like(name: &str) -> Option<&'static str> {
    let stem = name.to_lowercase();
    let stem = stem.strip_suffix(".rs")?;
    match stem.strip_suffix('s').unwrap_or(stem) {
        "route" => Some("route.rs"),
        "page" => Some("page.rs"),
        _ => None,
    }
}

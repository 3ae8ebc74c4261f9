//! Finds the files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::errors::Errors;
use crate::file::{File, Kind};
use crate::segment::Segment;

/// Returns every `route.rs` and `page.rs` below a folder of a package, sorted by name.
pub(crate) fn files(package: &Path, folder: &str, errors: &mut Errors) -> Vec<File> {
    let before = errors.len();
    let mut walk = Walk {
        files: Vec::new(),
        errors,
        ancestors: Vec::new(),
    };
    let root = package.join(folder);
    if root.is_dir() {
        walk.folder(&root, folder.trim_end_matches('/'), &[]);
        if walk.files.is_empty() && walk.errors.len() == before {
            let message = "write a `route.rs` or `page.rs` there, or in a folder below it";
            walk.errors.add(format!("there is no route in `{folder}`; {message}"));
        }
    } else {
        let message = "there is no such folder; the path is relative to the folder of `Cargo.toml`";
        let root = root.display();
        walk.errors
            .add(format!("`{folder}`: {message}, so it would be `{root}`"));
    }
    walk.files
}

struct Walk<'e> {
    files: Vec<File>,
    errors: &'e mut Errors,
    /// The canonical paths of the folders above, to find links back to one of them.
    ancestors: Vec<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, name: &str, segments: &[Segment]) {
        let entries = match self.entries(path) {
            Ok(entries) => entries,
            Err(error) => return self.errors.add(format!("`{name}` cannot be read: {error}")),
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
                Ok(metadata) if metadata.is_dir() => self.subfolder(&entry, own, &shown, segments),
                Ok(_) => self.file(&entry, own, shown, segments),
                // Files that are not routes are ignored, even dangling links, which some editors
                // create.
                Err(error) if is_route(own) => self.errors.add(format!("`{shown}` cannot be read: {error}")),
                Err(_) => {}
            }
        }
        self.ancestors.pop();
    }

    fn entries(&mut self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let resolved = path.canonicalize()?;
        if self.ancestors.contains(&resolved) {
            return Err(io::Error::other(
                "it is a link to a folder that contains it; remove the link",
            ));
        }
        let entries = fs::read_dir(path)?;
        let mut entries = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        self.ancestors.push(resolved);
        Ok(entries)
    }

    fn subfolder(&mut self, path: &Path, own: &str, shown: &str, segments: &[Segment]) {
        // Skipped with everything in it: a place for files that are not routes.
        if own.starts_with('_') {
            return;
        }
        match Segment::parse(own) {
            Ok(segment) => self.folder(path, shown, &[segments, &[segment]].concat()),
            Err(message) => {
                // The name matters only if there is a route below it.
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
                if let Some(intended) = intended_name(own) {
                    let message =
                        format!("`{name}` would be ignored; rename it to `{intended}`, or to something different");
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

/// Returns the intended name of a file whose name looks like a typo.
fn intended_name(name: &str) -> Option<&'static str> {
    let stem = name.to_lowercase();
    let stem = stem.strip_suffix(".rs")?;
    match stem.strip_suffix('s').unwrap_or(stem) {
        "route" => Some("route.rs"),
        "page" => Some("page.rs"),
        _ => None,
    }
}

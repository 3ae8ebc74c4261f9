//! The paths of modules.
//!
//! `#[path]` is relative to the folder of the file that declares the module, which is where the
//! macro is called. A relative path keeps the folders of the build machine out of what the compiler
//! writes about the file (messages, `file!()`, panics).

use std::path::{Component, Path, PathBuf};

use proc_macro2::Span;

/// Returns the canonical folder of the source file of a span, or `None` if there is no file, as in
/// a doctest.
pub(crate) fn folder_of(span: Span) -> Option<PathBuf> {
    span.local_file()?.parent().and_then(|folder| {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        folder.canonicalize().ok()
    })
}

/// Returns the value of `#[path]` for `file` in a module below `base`. It is an absolute path
/// without a base, or if the file is on another drive.
pub(crate) fn module_path(base: Option<&Path>, file: &Path) -> String {
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let path = base.and_then(|base| relative(base, &file)).unwrap_or(file);
    let text = path.to_string_lossy();
    // The compiler accepts `/` on every system.
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

fn relative(base: &Path, file: &Path) -> Option<PathBuf> {
    let (base, file): (Vec<_>, Vec<_>) = (base.components().collect(), file.components().collect());
    let same = base.iter().zip(&file).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return None;
    }
    let up = base.iter().skip(same).map(|_| Component::ParentDir);
    Some(up.chain(file.iter().skip(same).copied()).collect())
}

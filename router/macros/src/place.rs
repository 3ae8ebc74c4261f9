//! How a module finds its file.
//!
//! `#[path]` counts from the folder of the file that the module stands in, which is where the macro is called. A path from
//! there keeps what the compiler says of the file (messages, `file!()`, panics) free of this machine's folders.

use std::path::{Component, Path, PathBuf};

use proc_macro2::Span;

/// The folder of the source file with this place, resolved; none where there is no file, as in a test of documentation.
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

/// What `#[path]` says of `file` in a module below `base`. Without a base, or on another drive, it is an absolute path.
pub(crate) fn module_path(base: Option<&Path>, file: &Path) -> String {
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let path = base.and_then(|base| relative(base, &file)).unwrap_or(file);
    let text = path.to_string_lossy();
    // The compiler takes `/` on every system.
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

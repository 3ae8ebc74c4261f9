//! Tests of the macro: a folder tree as input, tokens and errors as output.

mod expansions;
mod mistakes;
mod paths;
mod sources;

use std::fs;

use proc_macro2::TokenStream;
use tempfile::TempDir;

/// Creates a package with these files in `src/app`. Files without text get a handler for GET.
fn package(files: &[(&str, &str)]) -> TempDir {
    let package = tempfile::tempdir().unwrap();
    let app = package.path().join("src/app");
    fs::create_dir_all(&app).unwrap();
    for (name, text) in files {
        let path = app.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let default = match name.rsplit('/').next() {
            Some("page.rs") => "pub async fn page() {}",
            _ => "pub async fn get() {}",
        };
        fs::write(path, if text.is_empty() { default } else { text }).unwrap();
    }
    package
}

/// Expands `app_dir!(call)` in a package with these files.
fn expand(files: &[(&str, &str)], call: &str) -> (TokenStream, Vec<String>) {
    let package = package(files);
    let call = format!("[::frontdesk] {call}").parse().unwrap();
    let (code, errors) = crate::app_dir::expand_in(package.path(), call);
    let folder = package.path().canonicalize().unwrap();
    // Without a calling file, paths are absolute.
    let code = code.to_string().replace(folder.to_str().unwrap(), "/package");
    (code.parse().unwrap(), errors.iter().map(ToString::to_string).collect())
}

const CALL: &str = r#""src/app", pub fn routes() -> Router<App>"#;

/// Compares the errors in a tree. Each is given as parts of its message.
#[track_caller]
fn check_mistakes(files: &[(&str, &str)], expected: &[&[&str]]) {
    let (code, errors) = expand(files, CALL);
    assert_eq!(errors.len(), expected.len(), "{files:?}\n{errors:#?}");
    for (error, parts) in errors.iter().zip(expected) {
        for part in *parts {
            assert!(error.contains(part), "{part}\n{errors:#?}");
        }
    }
    // The function is generated in any case.
    assert!(
        code.to_string().contains("pub fn routes () -> Router < App >"),
        "{code}"
    );
}

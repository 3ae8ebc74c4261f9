//! The code for some trees, compared with files in `tests/output`.
//!
//! After a change on purpose: `UPDATE_EXPANSIONS=1 cargo test -p frontdesk-router-macros`, then read the difference.

use std::path::Path;

use super::{CALL, expand};

#[track_caller]
fn compare(name: &str, code: proc_macro2::TokenStream) {
    let code = prettyplease::unparse(&syn::parse2(code).unwrap());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output");
    let path = folder.join(name).with_extension("rs");
    if std::env::var_os("UPDATE_EXPANSIONS").is_some() {
        std::fs::write(&path, code).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        code == expected,
        "{name} expands to something else; UPDATE_EXPANSIONS=1 writes it anew:\n{code}"
    );
}

#[track_caller]
fn check(name: &str, files: &[(&str, &str)], call: &str) {
    let (code, errors) = expand(files, call);
    assert!(errors.is_empty(), "{errors:?}");
    compare(name, code);
}

#[test]
fn folders() {
    let methods = "\npub async fn post() {}\npub async fn any() {}\npub async fn get() {}";
    let files = [
        ("page.rs", ""),
        ("(shop)/items/[id]/route.rs", methods),
        ("docs/[[...path]]/page.rs", ""),
        ("api/users/[userId]/route.rs", "pub async fn delete() {}"),
        ("api/users-by/id/route.rs", ""),
        ("api/users/by-id/route.rs", ""),
        ("api/users/by/id/route.rs", ""),
    ];
    check("folders", &files, CALL);
}

/// What the constants of a file say of its GET.
#[test]
fn constants() {
    let source = |name: &str| format!("pub async fn {name}() {{}}\npub const TAGS: &[&str] = &[\"rates\"];");
    let rates =
        source("get") + "pub const DYNAMIC: bool = false; pub const REVALIDATE: Duration = HOUR; pub async fn put() {}";
    let page = source("page") + "pub const REVALIDATE: Duration = HOUR;";
    let clock = "pub async fn get() {} pub const DYNAMIC: bool = true;";
    check(
        "constants",
        &[
            ("api/rates/route.rs", &rates),
            ("page.rs", &page),
            ("clock/route.rs", clock),
        ],
        CALL,
    );
}

#[test]
fn the_function_is_as_it_was_written() {
    let call = r#""src/app/", /// Everything.
        #[must_use] pub(crate) fn r#type<S: Clone + Send + Sync + 'static>() -> frontdesk::Router<S> where App: FromRef<S>,"#;
    check("function", &[("page.rs", "")], call);
}

/// What stays of a tree with mistakes: the modules, for the compiler's own messages, and the function for those who call it.
#[test]
fn fallback() {
    let (code, errors) = expand(
        &[("page.rs", ""), ("route.rs", ""), ("a/page.rs", "pub fn page() {}")],
        CALL,
    );
    assert_eq!(errors.len(), 2, "{errors:?}");
    compare("fallback", code);
}

//! The generated code for some trees, compared with the files in `tests/output`.
//!
//! After an intended change, run `UPDATE_EXPANSIONS=1 cargo test -p frontdesk-router-macros`, and
//! review the difference.

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
        "{name} expands to different code; UPDATE_EXPANSIONS=1 updates the file:\n{code}"
    );
}

#[track_caller]
fn check(name: &str, files: &[(&str, &str)], call: &str) {
    let (code, errors) = expand(files, call);
    assert!(errors.is_empty(), "{errors:?}");
    compare(name, code);
}

#[test]
fn folders_become_modules_and_calls() {
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

#[test]
fn constants_set_caching_options() {
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
fn function_head_is_unchanged() {
    let call = r#""src/app/", /// Everything.
        #[must_use] pub(crate) fn r#type<S: Clone + Send + Sync + 'static>() -> frontdesk::Router<S> where App: FromRef<S>,"#;
    check("function", &[("page.rs", "")], call);
}

/// With errors, the modules stay for the compiler's own messages, and the function for its callers.
#[test]
fn fallback_has_the_modules_and_the_function() {
    let (code, errors) = expand(
        &[("page.rs", ""), ("route.rs", ""), ("a/page.rs", "pub fn page() {}")],
        CALL,
    );
    assert_eq!(errors.len(), 2, "{errors:?}");
    compare("fallback", code);
}

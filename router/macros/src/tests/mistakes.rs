//! Every error in names, paths and the call, with its message and files.

use super::{CALL, check_mistakes as check, expand, package};

#[test]
fn folder_names_are_checked() {
    for (folder, part) in [
        ("[]", "has no name"),
        ("[...]", "has no name"),
        ("[[...]]", "has no name"),
        ("()", "has no name"),
        ("[.id]", "has no dots"),
        ("[..id]", "has no dots"),
        ("[....id]", "has no dots"),
        ("[[...a.b]]", "has no dots"),
        ("[[id]]", "write `[[...id]]`, or `[id]`"),
        ("[[[id]]]", "double brackets"),
        ("[...[id]]", "one bracket too many"),
        ("[a]]", "one bracket too many"),
        ("[a][b]", "one bracket too many"),
        ("[id", "a whole folder name"),
        ("id]", "a whole folder name"),
        ("[id].json", "a whole folder name"),
        ("(a)b", "a whole folder name, in one pair of parentheses"),
        ("(.)photo", "a whole folder name, in one pair of parentheses"),
        ("(a(b))", "has no brackets"),
        ("[a b]", "letters, digits, `_` and `-`"),
        ("[*rest]", "letters, digits, `_` and `-`"),
        ("{id}", "`{` cannot stand in a path unencoded"),
        ("über uns", "write the name as clients send it, `%C3%BCber%20uns`"),
        ("a?b", "`%3F`"),
        (":id", "rename the folder to `[id]`"),
        ("*rest", "rename the folder to `[...rest]`"),
        ("%zz", "rename the folder to `%25zz`"),
        ("50%", "rename the folder to `50%25`"),
        ("%+1", "rename the folder to `%25+1`"),
        ("%c3%bc", "rename the folder to `%C3%BC`"),
        ("%61", "rename the folder to `a`"),
        ("%2e%2E", "resolve `.` and `..`"),
    ] {
        let file = format!("x/{folder}/y/page.rs");
        let name = format!("`src/app/x/{folder}`: ");
        let part = if part == "`%3F`" { "`a%3Fb`" } else { part };
        check(&[(&file, "")], &[&[&name, part]]);
    }
}

#[test]
fn paths_are_checked_by_themselves() {
    check(
        &[("[id]/x/[id]/page.rs", "")],
        &[&["`src/app/[id]/x/[id]/page.rs`", "the parameter `id` twice"]],
    );
    check(
        &[
            ("a/[...rest]/b/route.rs", ""),
            ("c/[[...rest]]/[id]/route.rs", ""),
            ("d/[...a]/[...a]/route.rs", ""),
        ],
        &[
            &[
                "`src/app/a/[...rest]/b/route.rs`",
                "catch-all `rest`",
                "no folder can follow",
            ],
            &["`src/app/c/[[...rest]]/[id]/route.rs`", "no folder can follow"],
            &["`src/app/d/[...a]/[...a]/route.rs`", "no folder can follow"],
        ],
    );
}

#[test]
fn paths_are_compared() {
    check(
        &[("a/page.rs", ""), ("a/route.rs", "")],
        &[&[
            "`src/app/a/page.rs` and `src/app/a/route.rs`",
            "serve `/a`",
            "cannot share",
            "move `src/app/a/route.rs`",
        ]],
    );
    check(
        &[("(a)/x/route.rs", ""), ("(b)/x/page.rs", ""), ("x/page.rs", "")],
        &[
            &["`src/app/(a)/x/route.rs` and `src/app/(b)/x/page.rs`", "cannot share"],
            &["`src/app/(a)/x/route.rs` and `src/app/x/page.rs`", "cannot share"],
        ],
    );
    check(
        &[("(a)/page.rs", ""), ("(b)/page.rs", "")],
        &[&[
            "`src/app/(a)/page.rs` and `src/app/(b)/page.rs`",
            "serve `/`",
            "in parentheses",
            "remove one",
        ]],
    );
    check(
        &[("docs/[[...path]]/page.rs", ""), ("docs/page.rs", "")],
        &[&[
            "`src/app/docs/[[...path]]/page.rs` and `src/app/docs/page.rs`",
            "also matches the bare path",
            "in `src/app/docs/[[...path]]`",
        ]],
    );
    check(
        &[("docs/[...path]/page.rs", ""), ("docs/[[...path]]/route.rs", "")],
        &[&["`/docs/{*path}`", "cannot share"]],
    );
    check(
        &[
            ("u/[id]/page.rs", ""),
            ("u/[name]/a/page.rs", ""),
            ("u/[name]/b/page.rs", ""),
            ("(g)/u/[key]/c/page.rs", ""),
        ],
        &[
            &[
                "`src/app/(g)/u/[key]/c/page.rs` and `src/app/u/[id]/page.rs`",
                "`key` and `id`",
                "rename",
            ],
            &[
                "`src/app/(g)/u/[key]/c/page.rs` and `src/app/u/[name]/a/page.rs`",
                "`key` and `name`",
            ],
        ],
    );
    check(
        &[("[...a]/page.rs", ""), ("(g)/[[...b]]/page.rs", "")],
        &[&["`b` and `a`"]],
    );
    // At different positions names may differ.
    check(
        &[("[a]/x/[b]/page.rs", ""), ("y/[c]/page.rs", ""), ("[...z]/page.rs", "")],
        &[],
    );
}

#[test]
fn file_names_that_look_like_typos_are_reported() {
    check(
        &[
            ("Route.rs", ""),
            ("a/routes.rs", ""),
            ("b/pages.rs", ""),
            ("c/PAGE.rs", ""),
            ("d/page.rs", ""),
        ],
        &[
            &["`src/app/Route.rs` would be ignored", "rename it to `route.rs`"],
            &["`src/app/a/routes.rs`", "`route.rs`"],
            &["`src/app/b/pages.rs`", "`page.rs`"],
            &["`src/app/c/PAGE.rs`", "`page.rs`"],
        ],
    );
    check(&[("a/layout.rs", "")], &[&["no route in `src/app`"]]);
}

#[test]
fn all_errors_are_reported_at_once() {
    check(
        &[
            ("[id]/x/[id]/page.rs", ""),
            ("[]/page.rs", ""),
            ("a/page.rs", "pub fn page() {}"),
            ("a/route.rs", "pub async fn GET() {}"),
            ("pages.rs", ""),
        ],
        &[
            &["`src/app/[]`"],
            &["`src/app/pages.rs`"],
            &["`id` twice"],
            &["both serve `/a`"],
            &["`page` must be async"],
            &["`GET`"],
        ],
    );
}

#[test]
fn calls_are_checked() {
    for (call, part) in [
        (
            "",
            "write the folder first; write `app_dir!(\"src/app\", pub fn routes() -> Router<App>)`",
        ),
        (
            "\"web\"",
            "write the function that returns the routes; write `app_dir!(\"web\", pub fn routes() -> Router<App>)`",
        ),
        ("\"web\",", "write the function that returns"),
        ("\"web\", state = App", "expected"),
        ("\"web\", pub fn routes()", "has no return type"),
        ("\"web\", fn routes(app: App) -> Router<App>", "takes no arguments"),
        ("\"web\", async fn routes() -> Router<App>", "cannot be async"),
        ("\"web\", fn routes() -> Router<App>;", "unexpected token"),
        (
            "\"web\", fn routes() -> Router<App>",
            "`web`: there is no such folder; the path is relative to the folder of `Cargo.toml`",
        ),
    ] {
        let (_, errors) = expand(&[("page.rs", "")], call);
        assert!(errors.len() == 1 && errors[0].contains(part), "{call}: {errors:?}");
    }
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_folders_are_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let package = package(&[("page.rs", "")]);
    let app = package.path().join("src/app");
    std::fs::write(app.join(OsStr::from_bytes(b"b\xff")), "").unwrap();
    symlink(&app, app.join("loop")).unwrap();
    std::fs::create_dir(app.join("x")).unwrap();
    symlink("nowhere", app.join("x/route.rs")).unwrap();
    // Some editors create such links as locks.
    symlink("user@host.1234", app.join(".#page.rs")).unwrap();
    std::fs::create_dir(app.join("y")).unwrap();
    std::fs::write(app.join("y/route.rs"), b"// \xff").unwrap();
    let call = format!("[::frontdesk] {CALL}").parse().unwrap();
    let (_, errors) = crate::app_dir::expand_in(package.path(), call);
    let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    let expected = [
        "`src/app/b\u{fffd}`: the name is not UTF-8",
        "`src/app/loop` cannot be read: it is a link to a folder that contains it",
        "`src/app/x/route.rs` cannot be read",
        "`src/app/y/route.rs` cannot be read",
    ];
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for (error, part) in errors.iter().zip(expected) {
        assert!(error.contains(part), "{errors:#?}");
    }
}

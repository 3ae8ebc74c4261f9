//! Every error in what a file exports, with its message and line.

use super::check_mistakes as check;

#[test]
fn functions_of_a_route_are_checked() {
    for (source, parts) in [
        (
            "fn helper() {}",
            &["`src/app/route.rs` has no method; write its `pub async fn get`"][..],
        ),
        (
            "pub async fn GET() {}",
            &[
                "`src/app/route.rs:1`: `GET` must be in lower case",
                "`pub async fn get`",
            ],
        ),
        (
            "\n\nasync fn Post() {}",
            &["`src/app/route.rs:3`: `Post`", "`pub async fn post`"],
        ),
        (
            "pub async fn list() {}",
            &[
                "`list` is not a method",
                "`get`, `post`, `put`, `patch`, `delete`, `head`, `options`, `any`",
            ],
        ),
        ("pub async fn trace() {}", &["`trace` is not a method"]),
        ("pub async fn page() {}", &["`page` is not a method"]),
        ("pub fn get() {}", &["`get` must be async; write `pub async fn get`"]),
        ("async fn get() {}", &["`get` is private"]),
        ("#[cfg(unix)] pub async fn get() {}", &["`get` cannot depend on `cfg`"]),
        (
            "#[cfg(unix)] pub use super::x as get;",
            &["`get` cannot depend on `cfg`"],
        ),
        ("pub async fn get( {}", &["`src/app/route.rs:1`: is not valid Rust"]),
        (
            "pub async fn post() {}\npub const DYNAMIC: bool = true;",
            &["has no `get`", "remove the constant"],
        ),
        (
            "pub async fn any() {} pub const TAGS: &[&str] = &[];",
            &["has no `get`"],
        ),
        (
            "pub async fn get() {}\nconst TAGS: &[&str] = &[];",
            &["`src/app/route.rs:2`: `TAGS` is private; write `pub const TAGS`"],
        ),
        (
            "pub async fn get() {} pub static TAGS: &[&str] = &[];",
            &["`TAGS` is a static; write `pub const TAGS`"],
        ),
        (
            "pub async fn get() {} pub const DYNAMIC: bool = true; pub const REVALIDATE: Duration = X;",
            &["it is not cached, and `REVALIDATE` has no effect"],
        ),
    ] {
        check(&[("route.rs", source)], &[parts]);
    }
    check(
        &[("route.rs", "fn get() {}\npub fn LIST() {}\npub async fn HEAD() {}")],
        &[
            &["1`: `get` is private"],
            &["1`: `get` must be async"],
            &["2`: `LIST` is not a method"],
            &["3`: `HEAD`"],
        ],
    );
    for valid in [
        "pub(crate) async fn get() {} fn helper() {} pub(crate) fn shared() {} pub struct Item;",
        "pub use super::{a::get, b::{create as post}, *};",
        "pub async fn r#get() {}",
        "#![allow(unused)] //! Docs.\n pub async fn get() {} mod tests {}",
        "pub async fn get() {} pub const DYNAMIC: bool = cfg!(test); pub const REVALIDATE: Duration = X;",
    ] {
        check(&[("route.rs", &valid.replace("//! Docs.", ""))], &[]);
    }
}

#[test]
fn functions_of_a_page_are_checked() {
    for (source, part) in [
        (
            "fn x() {}",
            "`src/app/page.rs` has no page; write its `pub async fn page`",
        ),
        ("pub fn page() {}", "`page` must be async"),
        (
            "async fn page() {}",
            "`page` is private; the page is a `pub async fn page`",
        ),
        ("pub async fn Page() {}", "`Page` must be in lower case here"),
        (
            "pub async fn page() {} pub async fn post() {}",
            "the POST of a form goes to a server action, and `post` belongs in a `route.rs`",
        ),
    ] {
        check(&[("page.rs", source)], &[&[part]]);
    }
    check(&[("page.rs", "pub async fn page() {} pub fn title() {}")], &[]);
}

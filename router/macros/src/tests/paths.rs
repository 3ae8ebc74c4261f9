//! Folder trees and their paths, and the paths of modules.

use std::path::Path;

use super::package;
use crate::errors::Errors;
use crate::module_path::module_path;
use crate::{check, walk};

#[test]
fn paths_follow_the_folders() {
    for (files, paths) in [
        (&["route.rs"][..], &["/"][..]),
        (&["page.rs"], &["/"]),
        (
            &["users/page.rs", "users/[id]/page.rs", "users/new/page.rs"],
            &["/users/{id}", "/users/new", "/users"],
        ),
        (&["api/[a]/x/[b]/route.rs"], &["/api/{a}/x/{b}"]),
        (&["(shop)/page.rs", "(shop)/(cart)/cart/page.rs"], &["/cart", "/"]),
        (&["files/[...path]/route.rs"], &["/files/{*path}"]),
        (&["docs/[[...path]]/page.rs"], &["/docs", "/docs/{*path}"]),
        (&["[[...path]]/page.rs"], &["/", "/{*path}"]),
        (&["[[...path]]/(g)/page.rs"], &["/", "/{*path}"]),
        (
            &["[...path]/route.rs", "page.rs", "[id]/page.rs"],
            &["/{*path}", "/{id}", "/"],
        ),
        (
            &["feed.xml/route.rs", ".well-known/x/route.rs"],
            &["/.well-known/x", "/feed.xml"],
        ),
        (&["%C3%BCber/@me/route.rs"], &["/%C3%BCber/@me"]),
        (
            &["[straße]/route.rs", "[straße]/[user-id]/route.rs"],
            &["/{straße}/{user-id}", "/{straße}"],
        ),
        // Not routes: files with another name, and folders that are skipped.
        (
            &[
                "page.rs",
                "helper.rs",
                "_lib/route.rs",
                "a/layout.rs",
                "[x/y.rs",
                "notes.md",
            ],
            &["/"],
        ),
    ] {
        let files: Vec<_> = files.iter().map(|name| (*name, "")).collect();
        let package = package(&files);
        let mut errors = Errors::new(proc_macro2::Span::call_site());
        let found = walk::files(package.path(), "src/app", &mut errors);
        check::paths(&found, &mut errors);
        let found: Vec<_> = found.iter().flat_map(crate::file::File::patterns).collect();
        assert_eq!(found, paths, "{files:?}");
        let errors: Vec<_> = errors.into_vec().iter().map(ToString::to_string).collect();
        assert!(errors.is_empty(), "{files:?}: {errors:?}");
    }
}

#[test]
fn module_path_is_relative_to_the_calling_file() {
    let file = Path::new("/p/src/app/[id]/route.rs");
    for (base, path) in [
        (Some("/p/src"), "app/[id]/route.rs"),
        (Some("/p/src/web/admin"), "../../app/[id]/route.rs"),
        (Some("/p/tests"), "../src/app/[id]/route.rs"),
        (Some("/p/src/app/[id]"), "route.rs"),
        (None, "/p/src/app/[id]/route.rs"),
    ] {
        assert_eq!(module_path(base.map(Path::new), file), path, "{base:?}");
    }
}

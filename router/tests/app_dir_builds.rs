//! `app_dir!` in a package that cargo builds: from any source file, and again after each change of
//! the folder.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MANIFEST: &str = r#"
[package]
name = "app"
version = "0.0.0"
edition = "2024"

[dependencies]
frontdesk-router = { path = 'ROUTER' }

[workspace]
"#;

const BUILD: &str = r#"fn main() { println!("cargo:rerun-if-changed=app"); }"#;

/// The same folder from `lib.rs`, from a nested module, and from `main.rs`.
const LIB: &str = r#"
pub mod web;
frontdesk_router::app_dir!("app", pub fn routes() -> frontdesk_router::Router<()>);
"#;
const WEB: &str = "pub mod admin;";
const ADMIN: &str = r#"
use frontdesk_router::{Router, app_dir};
app_dir!("app", pub fn routes() -> Router<()>);
"#;
const MAIN: &str = r#"
use frontdesk_router::__desk::Routes;
use frontdesk_router::Router;
frontdesk_router::app_dir!("app", fn routes() -> Router<()>);

fn main() {
    let tables = [routes(), app::routes(), app::web::admin::routes()].map(|router| {
        let (routes, mistakes) = Routes::build(router, Vec::new(), &Default::default(), "");
        assert!(mistakes.is_empty());
        routes.rows().iter().map(|row| format!("{} {}\n", row.path, row.methods.join(","))).collect::<String>()
    });
    assert!(tables.iter().all(|table| *table == tables[0]));
    print!("{}", tables[0]);
}
"#;

struct Package(PathBuf);

impl Package {
    fn new() -> Self {
        let package = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("app_dir/package"));
        if package.0.exists() {
            fs::remove_dir_all(&package.0).unwrap();
        }
        let router = Path::new(env!("CARGO_MANIFEST_DIR"));
        package.write("Cargo.toml", &MANIFEST.replace("ROUTER", router.to_str().unwrap()));
        // The versions of the workspace, which are already downloaded.
        let _ = fs::copy(router.join("../Cargo.lock"), package.0.join("Cargo.lock"));
        for (name, text) in [
            ("build.rs", BUILD),
            ("src/lib.rs", LIB),
            ("src/web.rs", WEB),
            ("src/web/admin.rs", ADMIN),
            ("src/main.rs", MAIN),
        ] {
            package.write(name, text);
        }
        package
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn cargo_run(&self) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("app_dir/target");
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap()
    }

    /// Builds and runs the package, and compares the routes that it prints.
    #[track_caller]
    fn check(&self, after: &str, routes: &str) {
        let output = self.cargo_run();
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(output.status.success(), "{after}: {err}");
        // No warnings either, not even about public items in a private module.
        assert_eq!(err, "", "{after}");
        assert_eq!(out, routes, "{after}");
    }
}

#[test]
fn folder_changes_are_noticed() {
    let package = Package::new();
    package.write("app/page.rs", "pub async fn page() {}");
    package.write("app/users/[id]/route.rs", "pub async fn get() {}");
    package.check("the first build", "/ GET\n/users/{id} GET\n");

    package.write("app/users/[id]/route.rs", "pub async fn put() {}");
    package.check("an edit", "/ GET\n/users/{id} PUT\n");

    package.write("app/users/route.rs", "pub async fn post() {}");
    package.check("a new file", "/ GET\n/users/{id} PUT\n/users POST\n");

    fs::rename(package.0.join("app/users"), package.0.join("app/people")).unwrap();
    package.check("a renamed folder", "/ GET\n/people/{id} PUT\n/people POST\n");

    fs::remove_dir_all(package.0.join("app/people/[id]")).unwrap();
    package.check("a deleted folder", "/ GET\n/people POST\n");

    package.write("app/people/page.rs", "pub async fn page() {}");
    package.write("app/about/route.rs", "pub async fn get() -> u8 { \"broken\" }");
    let error = String::from_utf8_lossy(&package.cargo_run().stderr).replace('\\', "/");
    for part in [
        "`app/people/page.rs` and `app/people/route.rs` both serve `/people`",
        "--> src/lib.rs:3",
        // The compiler still checks the files, and names them by relative paths.
        "--> src/../app/about/route.rs:1",
        "--> src/web/../../app/about/route.rs:1",
    ] {
        assert!(error.contains(part), "{part}\n{error}");
    }
}

//! The compiler's messages for mistakes, and code that must compile.
//!
//! The files in `ui/fail` must not compile, with the messages beside them. The messages are those
//! of one release of the compiler; with another one the test prints a note and checks nothing. This
//! writes the messages again: `TRYBUILD=overwrite cargo test -p conformance --test ui`.

#[path = "pass/results.rs"]
mod results;
#[path = "pass/shapes.rs"]
mod shapes;

use std::process::Command;

use frontdesk::{Action, Desk};

/// The release whose messages are expected.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn mistakes_have_the_expected_messages() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    if !version.starts_with(RUSTC) {
        eprintln!(
            "\nSKIPPED, NOTHING WAS CHECKED: the messages in ui/fail are those of {RUSTC}x, but this is {version}\n"
        );
        return;
    }
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn functions_can_still_be_called() {
    let app = shapes::App { greeting: "hello" };
    let desk = Desk::builder(app).linked_actions().build().unwrap();
    let table = desk.table();
    let names: Vec<_> = table
        .actions()
        .iter()
        .map(|row| (row.name, row.fields.clone()))
        .collect();
    assert_eq!(
        names,
        [
            ("always_fails", vec![]),
            ("by_an_alias", vec!["title"]),
            ("by_macro", vec!["value"]),
            ("oddlyNamed", vec!["aB", "name"]),
            ("of_an_option", vec![]),
            ("of_io", vec![]),
            ("say-hello", vec!["your-name", "type", "even"]),
        ]
    );
    assert_eq!(shapes::Hello::NAME.name(), "your-name");
    assert_eq!(shapes::ByMacro::VALUE.name(), "value");
    assert_eq!(<shapes::OddlyNamed as Action>::NAME, "oddlyNamed");
    assert_eq!(shapes::OddlyNamed::NAME.name(), "name");

    // The attribute leaves the function as it is, so a test can call it.
    let ran = futures_util::FutureExt::now_or_never(results::by_an_alias(String::new()));
    assert_eq!(ran.unwrap().unwrap_err().code(), "invalid-fields");
}

//! The client of Precognition, the npm package `laravel-precognition`, checks forms of the reference
//! app.
//!
//! If node or the package is missing, its trials count as ignored and print why. If
//! `FRONTDESK_NOTHING_IGNORED` is set, they fail instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use conformance::app::{self, App, Settings};
use conformance::servers::{Adapter, Server};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

/// If this variable is set, trials fail instead of being ignored when something is missing.
const NOTHING_IGNORED: &str = "FRONTDESK_NOTHING_IGNORED";

fn main() -> ExitCode {
    let folder = folder();
    if let Err(why) = &folder {
        eprintln!(
            "\nNO TEST RUNS PRECOGNITION'S CLIENT: {why}.\nOn Debian: apt-get install nodejs npm; then \
             npm ci --prefix tests/precognition --ignore-scripts\n"
        );
    }
    let trials = Adapter::ALL.map(|adapter| {
        let name = format!("{adapter}::client_understands_every_response").to_lowercase();
        match folder.clone() {
            Ok(folder) => Trial::test(name, move || {
                client_understands_every_response(adapter, &folder);
                Ok(())
            }),
            Err(why) => Trial::test(name, move || Err(Failed::from(why)))
                .with_kind("no client")
                .with_ignored_flag(env::var_os(NOTHING_IGNORED).is_none()),
        }
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

/// Returns the folder of the script and of the package, or what is missing.
fn folder() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("precognition");
    run(Command::new("node").arg("--version"))?;
    let package = folder.join("node_modules/laravel-precognition/package.json");
    let installed = fs::read_to_string(package).unwrap_or_default();
    match installed.contains("\"version\": \"2.0.0\"") {
        true => Ok(folder),
        false => Err("laravel-precognition 2.0.0 is not installed".to_owned()),
    }
}

/// Runs a program, and returns what it printed.
fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{program} failed: {}", error.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the script, and returns what it printed for each step.
fn steps(folder: &Path, server: &Server) -> Vec<Value> {
    let origin = format!("http://{}", server.address());
    let mut node = Command::new("node");
    let printed = run(node.arg("checks.js").arg(origin).current_dir(folder)).unwrap();
    printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn client_understands_every_response(adapter: Adapter, folder: &Path) {
    let app = App::default();
    let desk = app::desk(&app, &Settings::default()).unwrap();
    let server = adapter.start(app.clone(), desk, 0).unwrap();
    let taken = "there is a note of that title already";
    let success = json!({"called": ["success"], "response": 204});
    let invalid = |errors: Value| json!({"called": ["invalid"], "response": errors});
    let expected = [
        ("right", success.clone()),
        ("taken", invalid(json!({"title": [taken]}))),
        (
            "all",
            invalid(json!({"title": [taken], "pinned": ["must be true or false"]})),
        ),
        ("unknown", json!({"called": [], "thrown": 400})),
        ("no_names", success.clone()),
        ("scalars", success.clone()),
        ("rows", invalid(json!({"lines.1.count": ["not a number"]}))),
        ("multipart", invalid(json!({"lines.0.count": ["not a number"]}))),
        ("multipart_note", success),
        (
            "other_site",
            json!({"called": ["forbidden"], "response": "origin-mismatch"}),
        ),
        (
            "url_of_the_action",
            json!({
                "called": [],
                "thrown": "Did not receive a Precognition response. Ensure you have the Precognition middleware in place \
                           for the route.",
            }),
        ),
        (
            "visits",
            json!({"states": [
                {"valid": [], "errors": {"title": [taken]}},
                {"valid": ["body"], "errors": {"title": [taken]}},
                {"valid": ["body", "title"], "errors": {}},
            ]}),
        ),
    ];
    let steps = steps(folder, &server);
    assert_eq!(steps.len(), expected.len(), "{steps:#?}");
    for (mut step, (name, mut expected)) in steps.into_iter().zip(expected) {
        expected["step"] = name.into();
        if step["thrown"].is_null() {
            step.as_object_mut().unwrap().remove("thrown");
        }
        assert_eq!(step, expected);
    }
    assert!(app.notes.all().is_empty(), "no check runs the action");
}

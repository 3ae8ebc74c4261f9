//! The types of Frontdesk's script, checked by the compiler of TypeScript; and what is served is what is written.
//!
//! If node or the compiler is missing, the trials count as ignored and print why. If
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

use frontdesk_script::{EXTRAS, MAIN};
use libtest_mimic::{Arguments, Failed, Trial};

/// If this variable is set, trials fail instead of being ignored when something is missing.
const NOTHING_IGNORED: &str = "FRONTDESK_NOTHING_IGNORED";

/// The files of the script, in their order.
const MAIN_FILES: &[&str] = &["settings", "call", "pending", "morph", "page", "say", "main"];

/// The files of what it loads when a page needs it.
const EXTRAS_FILES: &[&str] = &["checks", "download", "upload", "reason"];

fn main() -> ExitCode {
    let folder = folder();
    if let Err(why) = &folder {
        eprintln!(
            "\nNO TEST CHECKS THE SCRIPT'S TYPES: {why}.\nOn Debian: apt-get install nodejs npm; then npm ci \
             --prefix tests/script --ignore-scripts\n"
        );
    }
    let trials = [
        ("types_are_right", types_are_right as fn(&Path)),
        ("served_text_has_the_syntax_of_the_files", served_syntax),
    ];
    let trials = trials.map(|(name, test)| match folder.clone() {
        Ok(folder) => Trial::test(name, move || {
            test(&folder);
            Ok(())
        }),
        Err(why) => Trial::test(name, move || Err(Failed::from(why)))
            .with_kind("no compiler")
            .with_ignored_flag(env::var_os(NOTHING_IGNORED).is_none()),
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

/// Returns the folder of the compiler, or what is missing.
fn folder() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("script");
    run(Command::new("node").arg("--version"))?;
    let package = fs::read_to_string(folder.join("node_modules/typescript/package.json"));
    match package.unwrap_or_default().contains("\"version\": \"5.9.3\"") {
        true => Ok(folder),
        false => Err("typescript 5.9.3 is not installed".to_owned()),
    }
}

/// Runs a program, and returns what it printed.
fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{program} failed: {printed}{error}"));
    }
    Ok(printed)
}

fn types_are_right(folder: &Path) {
    let mut compiler = Command::new("node");
    compiler.args(["node_modules/typescript/bin/tsc", "--project", "."]);
    run(compiler.current_dir(folder)).unwrap();
}

fn served_syntax(folder: &Path) {
    let statements = |files: &[PathBuf]| -> Vec<String> {
        let mut node = Command::new("node");
        let printed = run(node.arg("syntax.js").args(files).current_dir(folder)).unwrap();
        serde_json::from_str(&printed).unwrap()
    };
    // Each is one function. The build writes the statements around those of the files: `"use strict"` and the name of
    // the extras before them, what both share behind them.
    for (file, names, before, minimum) in [(&MAIN, MAIN_FILES, 2, 40), (&EXTRAS, EXTRAS_FILES, 0, 6)] {
        let text = tempfile::Builder::new().suffix(".js").tempfile().unwrap();
        fs::write(text.path(), file.text).unwrap();
        let served = statements(&[text.path().to_owned()]);
        let sources: Vec<_> = names
            .iter()
            .map(|name| folder.join("../../script/js").join(name).with_extension("js"))
            .collect();
        let written = statements(&sources);
        assert!(written.len() > minimum, "{}", written.len());
        assert_eq!(served[before..served.len() - 1], written);
    }
}

//! The profile of this program, and the program with another profile.

use std::env;
use std::process::{Command, Stdio};

use super::options::Options;
use crate::command_line::Result;

/// Set in the program that is built with LTO: the description of its profile.
const PROFILE: &str = "FRONTDESK_BENCH_PROFILE";

/// Describes the profile that this program was built with.
pub(super) fn profile() -> String {
    let named = env::var(PROFILE).ok();
    named.unwrap_or_else(|| {
        if cfg!(debug_assertions) {
            "debug".to_owned()
        } else {
            "release, without LTO".to_owned()
        }
    })
}

/// Returns a command of cargo that builds this package with the profile of this program.
pub(super) fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([command, "--quiet", "--package=frontdesk-bench"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    cargo
}

/// Builds a program of this package.
pub(super) fn build(target: &str) -> Result<()> {
    if cargo("build").arg(target).status()?.success() {
        Ok(())
    } else {
        Err(format!("`{target}` does not build").into())
    }
}

/// Builds this program with fat LTO, and runs it with the same options. Its JSON goes into a file of
/// its own: `FILE.lto.json` for `FILE.json`.
pub(super) fn run(options: &Options) -> Result<()> {
    println!();
    let mut cargo = cargo("run");
    cargo
        .env("CARGO_PROFILE_RELEASE_LTO", "fat")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
        .env(
            "CARGO_TARGET_DIR",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../target/lto"),
        )
        .env(PROFILE, "release, fat LTO, one codegen unit")
        .args(["--", "summary"]);
    if let Some(file) = &options.json {
        cargo
            .arg("--json")
            .arg(std::path::absolute(file)?.with_extension("lto.json"));
    }
    for prefix in &options.only {
        cargo.args(["--only", prefix]);
    }
    for prefix in &options.skip {
        cargo.args(["--skip", prefix]);
    }
    // Their builds have profiles of their own.
    cargo.args(["--skip", "compile", "--skip", "text"]);
    if cargo.status()?.success() {
        Ok(())
    } else {
        Err("the program with LTO failed".into())
    }
}

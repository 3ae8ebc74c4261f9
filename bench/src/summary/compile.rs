//! What 100 actions cost when they are compiled, compared with 100 handlers of axum.

mod apps;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::options::Options;
use super::row::{Figures, Row, Target};
use super::statistics::median;
use crate::command_line::Result;
use apps::{ACTIONS, Kind};

const ROUNDS: usize = 5;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row {
            name: "compile_100_actions",
            target: Target::Ratio(1.35),
            unit: "s",
            measure: Box::new(|options| in_folder(options, time)),
        },
        Row {
            name: "text_per_action",
            target: Target::Ours(6.5),
            unit: "KB",
            measure: Box::new(|options| in_folder(options, text)),
        },
    ]
}

fn in_folder(options: &Options, measure: fn(&Path) -> Result<Figures>) -> Result<Figures> {
    if options.quick {
        return Ok(Figures::default());
    }
    let folder = apps::write()?;
    measure(&folder)
}

/// Returns the seconds that the debug build of 100 actions or handlers takes, less that of none. The
/// dependencies were built before.
fn time(folder: &Path) -> Result<Figures> {
    let mut times = Kind::ALL.map(|_| Vec::new());
    for kind in Kind::ALL {
        build(folder, kind, &[])?;
    }
    for _ in 0..ROUNDS {
        for (kind, times) in Kind::ALL.into_iter().zip(&mut times) {
            fs::File::open(kind.main(folder))?.set_modified(std::time::SystemTime::now())?;
            let start = Instant::now();
            build(folder, kind, &[])?;
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let [ours, no_action, peer, no_handler] = times.map(|mut times| median(&mut times));
    Ok([ours - no_action, peer - no_handler].into())
}

/// Returns the kilobytes of code that an action or a handler adds to a release build.
fn text(folder: &Path) -> Result<Figures> {
    let mut sizes = Vec::new();
    for kind in Kind::ALL {
        build(folder, kind, &["--release"])?;
        sizes.push(text_size(&target().join("release").join(kind.name()))?);
    }
    let [ours, no_action, peer, no_handler] = sizes[..] else {
        return Err("there are four apps".into());
    };
    let each = |with: f64, without: f64| (with - without) / ACTIONS as f64 / 1000.0;
    Ok([each(ours, no_action), each(peer, no_handler)].into())
}

fn build(folder: &Path, kind: Kind, options: &[&str]) -> Result<()> {
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--package", kind.name()])
        .args(options)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target())
        .stdin(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` does not build", kind.name()).into())
    }
}

fn target() -> PathBuf {
    apps::folder().join("target")
}

/// Returns the size of the section `.text` in bytes, by the program `size` of binutils.
fn text_size(program: &Path) -> Result<f64> {
    let output = Command::new("size").arg("-A").arg(program).output()?;
    let table = String::from_utf8(output.stdout)?;
    let line = table.lines().find_map(|line| line.strip_prefix(".text "));
    let size = line.and_then(|line| line.split_whitespace().next());
    Ok(size.ok_or("`size` printed no .text")?.parse()?)
}

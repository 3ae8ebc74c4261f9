//! The numbers of instructions, by callgrind.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use frontdesk_bench::in_process::{self, Comparison, Part};
use frontdesk_bench::{Subject, measured};

use super::options::Options;
use super::statistics::geometric_mean;
use crate::command_line::Result;

/// The first runs fill caches.
const WARM_UP: usize = 100;

const RUNS: usize = 200;

/// Returns the instructions per run of both sides, by the name of the row. Without valgrind there are
/// none.
pub(super) fn read(options: &Options) -> Result<BTreeMap<String, [f64; 2]>> {
    let mut counts = BTreeMap::new();
    if options.quick || !is_there() {
        return Ok(counts);
    }
    let folder = env::temp_dir().join(format!("frontdesk-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let totals = run(&folder.join("out"));
    fs::remove_dir_all(&folder)?;
    let mut totals = totals?.into_iter();
    for comparison in in_process::all() {
        let parts = comparison.parts.iter().map(|_| Some([totals.next()?, totals.next()?]));
        let parts: Option<Vec<_>> = parts.collect();
        let parts = parts.ok_or("callgrind wrote fewer counts than there are sides")?;
        counts.insert(comparison.name.to_owned(), geometric_mean(&parts));
    }
    Ok(counts)
}

fn is_there() -> bool {
    let mut valgrind = Command::new("valgrind");
    let valgrind = valgrind.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    valgrind.status().is_ok_and(|status| status.success())
}

/// Runs [`count`] under callgrind, and returns the count of each side.
fn run(out: &Path) -> Result<Vec<f64>> {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg("--collect-atstart=no")
        .arg("--toggle-collect=*frontdesk_bench::subject::measured*")
        .arg("--dump-before=*end_of_count*")
        .arg(env::current_exe()?)
        .arg("instructions")
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let files = (1..).map(|part| PathBuf::from(format!("{}.{part}", out.display())));
    files
        .take_while(|file| file.exists())
        .map(|file| total(&file))
        .collect()
}

/// Returns the count of one side per run.
fn total(file: &Path) -> Result<f64> {
    let text = fs::read_to_string(file)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let total: f64 = total.ok_or("callgrind wrote no total")?.trim().parse()?;
    Ok(total / RUNS as f64)
}

/// Runs each side of each comparison, for callgrind.
pub(crate) fn count() {
    for comparison in in_process::all() {
        count_comparison(&comparison);
    }
}

fn count_comparison(comparison: &Comparison) {
    comparison.in_context(|| {
        for subject in comparison.parts.iter().flat_map(Part::subjects) {
            count_side(subject);
        }
    });
}

fn count_side(mut subject: Box<dyn Subject>) {
    for _ in 0..WARM_UP {
        subject.prepare(1);
        subject.run();
    }
    for _ in 0..RUNS {
        subject.prepare(1);
        measured(&mut *subject);
    }
    end_of_count();
}

/// Makes callgrind write what it has counted.
#[inline(never)]
fn end_of_count() {
    std::hint::black_box(());
}

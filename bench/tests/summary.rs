//! The program `frontdesk-bench` measures all rows.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The rows that need builds of their own, which `--quick` doesn't do: they have no figures.
const BUILT: [&str; 2] = ["compile_100_actions", "text_per_action"];

/// The row that is measured with valgrind, which `--quick` doesn't do.
const COUNTED: &str = "lookup_vs_matchit";

const MEASURED: [&str; 42] = [
    "route_static_vs_axum",
    "route_params_vs_axum",
    "route_state_vs_axum",
    "route_json_vs_axum",
    "route_miss_vs_axum",
    "route_405_vs_axum",
    "route_head_vs_axum",
    "route_options_vs_axum",
    "route_form3_vs_axum",
    "route_form20_vs_axum",
    "route_json_body_vs_axum",
    "action_script_vs_axum_form",
    "action_prg_vs_axum",
    "action_form20_vs_axum",
    "action_script_vs_server_fn",
    "cached_static_vs_axum",
    "cached_revalidate_vs_axum",
    "cached_param_vs_axum",
    "lookup_10k_vs_100",
    "span_static_vs_axum_trace",
    "floor_of_route_static",
    "floor_of_route_params",
    "floor_of_route_state",
    "floor_of_route_json",
    "floor_of_route_head",
    "floor_of_route_options",
    "floor_of_route_form3",
    "floor_of_route_form20",
    "floor_of_action_script",
    "floor_of_action_prg",
    "floor_of_action_form20",
    "floor_of_action_server_fn",
    "floor_of_cached_static",
    "floor_of_cached_revalidate",
    "floor_of_http_actix",
    "http_hyper_vs_raw_hyper",
    "http_axum_vs_bare_axum",
    "http_axum_post_vs_bare_axum",
    "http_actix_vs_bare_actix",
    "http_actix_post_vs_bare_actix",
    "upload_1g_rss",
    "multipart_cpu_vs_actix_multipart",
];

#[test]
fn a_quick_summary_has_all_rows() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("summary.json");
    let rows = summary(&file, &["--quick"]);
    let names: BTreeSet<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    let expected = MEASURED.into_iter().chain(BUILT).chain([COUNTED]);
    assert_eq!(names, expected.collect());
    for row in &rows {
        let name = row["name"].as_str().unwrap();
        let is_measured = MEASURED.contains(&name);
        for key in ["ours", "peer", "ratio"] {
            let value = row[key].as_f64();
            assert_eq!(
                value.is_some_and(|value| value > 0.0),
                is_measured,
                "{name}: {key}: {row}"
            );
        }
        for key in ["ours_allocs", "peer_allocs", "ours_ir", "peer_ir"] {
            assert!(row.get(key).is_some(), "{name}: {key}");
        }
        assert!(row["unit"].is_string(), "{name}");
    }
    let first = &rows[0];
    assert!(first["ours_allocs"].as_f64() > Some(0.0), "{first}");

    // Every floor stands beside the row that it is of.
    let program = Command::new(env!("CARGO_BIN_EXE_frontdesk-bench"));
    let table = medians(program, &file);
    let lines: Vec<Vec<_>> = table
        .lines()
        .skip(2)
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let is_floor = |name: &&&str| name.starts_with("floor_of_");
    let floors = MEASURED.iter().filter(is_floor).count();
    assert_eq!(lines.len() + floors, names.len(), "{table}");
    assert_eq!(
        lines.iter().filter(|line| !line[5].is_empty()).count(),
        floors,
        "{table}"
    );
}

fn medians(mut program: Command, file: &Path) -> String {
    let output = program.arg("medians").arg(file).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn rows_are_chosen_by_the_beginning_of_their_names() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chosen.json");
    let rows = summary(&file, &["--quick", "--only", "route_form", "--skip", "route_form20"]);
    let names: Vec<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["route_form3_vs_axum"]);
}

fn summary(file: &Path, options: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_frontdesk-bench"))
        .args(["summary", "--json"])
        .arg(file)
        .args(options)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

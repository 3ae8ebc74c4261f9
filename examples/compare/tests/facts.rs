//! The differences that matter for choosing between the two, as observed on running servers, and the guide
//! that shows them.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::Path;

use compare::{Comparison, compare};

const GUIDE: &str = include_str!("../../../frontdesk/src/docs/route_or_action.md");
const GUIDE_CODE: &str = include_str!("../../../frontdesk/src/docs/route_or_action_code.md");

#[tokio::test(flavor = "multi_thread")]
async fn adapters_agree_and_the_guide_shows_what_they_do() {
    let found = compare().await.unwrap();
    assert_eq!(found.differences(), [""; 0], "{found}");
    let table = table(&found);
    assert!(GUIDE.contains(&table), "the guide should have this table:\n{table}");
}

/// Returns the table in Markdown.
fn table(found: &Comparison) -> String {
    let rows = found.rows.iter().map(|row| {
        let [json, form, action] = row.cells().map(|cell| cell.replace('*', "\\*"));
        format!("| {} | {json} | {form} | {action} |\n", row.question)
    });
    rows.collect()
}

/// Returns the lines of a file of this package that are code.
fn code(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(str::trim_end);
    let code = lines.filter(|line| !line.is_empty() && !line.trim_start().starts_with("//"));
    code.map(str::to_owned).collect()
}

#[test]
fn guide_has_the_numbers_of_lines() {
    for (file, way) in [("by_route.rs", "route handlers"), ("by_action.rs", "server action")] {
        let line = format!("| lines of code, {way} | {} |", code(file).len());
        assert!(GUIDE.contains(&line), "the guide should have: {line}");
    }
}

/// The guide may leave lines out.
#[test]
fn guide_shows_the_code_of_the_example() {
    for file in ["by_route.rs", "by_action.rs"] {
        let code = code(file);
        let mark = format!("// examples/compare/src/{file}\n");
        let (_, shown) = GUIDE_CODE.split_once(&mark).unwrap();
        let shown = shown.lines().take_while(|line| !line.starts_with("# "));
        let shown: Vec<_> = shown
            .filter(|line| !line.is_empty() && !line.trim_start().starts_with("//"))
            .collect();
        assert!(shown.len() > 10, "{file}: {shown:?}");
        let mut rest = code.iter();
        for line in shown {
            assert!(
                rest.any(|own| own == line),
                "{file} doesn't have this line, or not here: {line}"
            );
        }
    }
}

/// The bench's instructions of one request; the guide rounds them.
#[test]
fn guide_has_the_instructions_of_the_bench() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/instructions.json");
    let counts = fs::read_to_string(path).unwrap();
    let count = |name: &str| -> f64 {
        let (_, rest) = counts.split_once(&format!("\"{name}\": ")).unwrap();
        let digits = rest.split(|next: char| !next.is_ascii_digit()).next().unwrap();
        digits.parse().unwrap()
    };
    for name in ["route with a form of 3", "form of 3, by button", "form of 3, by script"] {
        let (_, rest) = GUIDE.split_once(&format!("| instructions, {name} | ")).unwrap();
        let shown: f64 = rest.split(' ').next().unwrap().replace(',', "").parse().unwrap();
        let share = shown / count(name);
        assert!(
            (0.9..1.1).contains(&share),
            "{name}: {shown} in the guide, {} in bench",
            count(name)
        );
    }
}

//! `docs/problems.md` lists every stable code.

use std::fs;
use std::path::Path;

/// The files that define codes.
const SOURCES: [&str; 3] = [
    "router/src/problem/codes.rs",
    "actions/src/codes.rs",
    "actions/src/guard/error.rs",
];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap()
}

/// Returns the codes that a source file defines, by a constant or by an arm of a `match`.
fn codes(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let line = line.trim().trim_end_matches([',', ';']);
        let is_code = line.starts_with("pub const") || line.starts_with("Self::");
        let (_, literal) = line.split_once(": &str = ").or_else(|| line.split_once(" => "))?;
        let code = literal.strip_prefix('"')?.strip_suffix('"')?;
        (is_code && !code.contains(' ')).then_some(code)
    })
}

#[test]
fn document_lists_every_code() {
    let document = read("docs/problems.md");
    let mut count = 0;
    for path in SOURCES {
        for code in codes(&read(path)) {
            count += 1;
            assert!(document.contains(&format!("`{code}`")), "{code} of {path}");
        }
    }
    assert!(count > 40, "only {count} codes were found");
}

//! Numbers the rows of lists whose names have empty brackets: `lines[].name`.
//!
//! Such names don't tell which values belong together. They are put together only if every name
//! occurs equally often and in the same order, row by row. Whether a browser may have left out a
//! field is a question of the type, which [`Items::of_rows`](crate::Items) checks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::data::Entry;
use crate::names;
use crate::span::Span;

/// Returns the depth of the first empty brackets that have something after them.
pub(crate) fn row_depth(path: &[Span]) -> Option<usize> {
    let inner = path.get(1..path.len().saturating_sub(1))?;
    inner.iter().position(|segment| segment.is_empty()).map(|at| at + 1)
}

/// The number of a row, for one entry.
struct Numbered {
    entry: usize,
    depth: usize,
    row: usize,
}

/// Writes numbers into the paths and names of rows without numbers, where they can be distinguished.
/// The entries are in the order submitted.
pub(crate) fn number(text: &mut String, segments: &mut [Span], entries: &mut [Entry]) {
    for Numbered { entry, depth, row } in plan(text, segments, entries) {
        let Some(entry) = entries.get_mut(entry) else { continue };
        let start = text.len();
        // Writing into a `String` can't fail.
        let _ = write!(text, "{row}");
        let number = Span { start, end: text.len() };
        let path = segments.get_mut(entry.path.start..entry.path.end).unwrap_or_default();
        if let Some(segment) = path.get_mut(depth) {
            *segment = number;
        }
        let mut name = String::new();
        path.iter()
            .for_each(|segment| names::append(&mut name, segment.text(text)));
        let start = text.len();
        text.push_str(&name);
        entry.name = Span { start, end: text.len() };
        // A name has at most 64 levels.
        entry.numbered_at = u8::try_from(depth).unwrap_or(0);
    }
}

fn plan(text: &str, segments: &[Span], entries: &[Entry]) -> Vec<Numbered> {
    let path = |entry: &Entry| -> Vec<&str> {
        let path = entry.path(segments);
        path.iter().map(|segment| segment.text(text)).collect()
    };
    let paths: Vec<_> = entries.iter().map(path).collect();
    let mut lists: BTreeMap<&[&str], Vec<usize>> = BTreeMap::new();
    for (at, (entry, path)) in entries.iter().zip(&paths).enumerate() {
        if let Some(depth) = row_depth(entry.path(segments)) {
            lists.entry(path.get(..depth).unwrap_or_default()).or_default().push(at);
        }
    }
    // Beside items with numbers or names, or single values, the place of a row is not known.
    for path in &paths {
        for (depth, segment) in path.iter().enumerate().skip(1) {
            let is_other = !segment.is_empty() || depth + 1 == path.len();
            if is_other && let Some(list) = path.get(..depth) {
                lists.remove(list);
            }
        }
    }
    let mut plan = Vec::new();
    for (list, own) in lists {
        let depth = list.len();
        let rest = |at: usize| paths.get(at).and_then(|path| path.get(depth + 1..)).unwrap_or_default();
        let rests: Vec<_> = own.iter().map(|at| rest(*at)).collect();
        if let Some(width) = row_width(&rests) {
            let rows = own.iter().enumerate().map(|(at, entry)| Numbered {
                entry: *entry,
                depth,
                row: at / width,
            });
            plan.extend(rows);
        }
    }
    plan
}

/// Returns how many names each row has, or `None` if the rows differ or contain lists.
fn row_width(names: &[&[&str]]) -> Option<usize> {
    let first = names.first()?;
    let width = names
        .iter()
        .skip(1)
        .position(|name| name == first)
        .map_or(names.len(), |at| at + 1);
    let row = names.get(..width)?;
    let is_distinct = row.iter().collect::<BTreeSet<_>>().len() == width;
    let is_periodic = names.chunks(width).all(|other| other == row);
    let has_lists = row.iter().any(|name| name.contains(&""));
    (is_distinct && is_periodic && !has_lists).then_some(width)
}

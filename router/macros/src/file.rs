//! The files that serve paths.

use std::path::PathBuf;

use crate::segment::Segment;

/// The kind of a file, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Route,
    Page,
}

/// A `route.rs` or `page.rs`.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) kind: Kind,
    /// The path for messages: relative to the package, with `/`.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) segments: Vec<Segment>,
}

impl File {
    /// Returns the path patterns that it serves: one, or two below an optional catch-all, the bare
    /// path first.
    pub(crate) fn patterns(&self) -> Vec<String> {
        let full: String = self.segments.iter().map(Segment::pattern).collect();
        let mut patterns = vec![full];
        if let Some(Segment::OptionalCatchAll(_)) = self.segments.iter().rfind(|segment| **segment != Segment::Group) {
            let bare = self.segments.iter().filter(|segment| !segment.is_catch_all());
            patterns.insert(0, bare.map(Segment::pattern).collect());
        }
        for pattern in &mut patterns {
            if pattern.is_empty() {
                pattern.push('/');
            }
        }
        patterns
    }

    /// Returns its folder, for messages.
    pub(crate) fn folder(&self) -> &str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

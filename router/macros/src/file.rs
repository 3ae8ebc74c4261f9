//! A file that answers requests.

use std::path::PathBuf;

use crate::segment::Segment;

/// What kind of file it is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Route,
    Page,
}

/// A `route.rs` or `page.rs`.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) kind: Kind,
    /// As messages name it: below the package, with `/`.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) segments: Vec<Segment>,
}

impl File {
    /// The paths that lead to it: one, or two below an optional catch-all, the bare path first.
    pub(crate) fn patterns(&self) -> Vec<String> {
        let whole: String = self.segments.iter().map(Segment::pattern).collect();
        let mut patterns = vec![whole];
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

    /// The folder in which it is, as messages name it.
    pub(crate) fn folder(&self) -> &str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

//! The names by which stored responses are revalidated.

use std::fmt;

/// One name by which responses are revalidated: a path, a path with all paths below it, or a tag.
///
/// Paths are without the desk's base path, in canonical spelling: percent-encoded in capitals, only
/// where needed (`/caf%C3%A9`). `Display` writes a name so that no two are equal: `path:/x`,
/// `below:/x`, `tag:x`.
///
/// ```
/// use frontdesk_router::Name;
///
/// assert_eq!(Name::Below("/api").to_string(), "below:/api");
/// assert_eq!(Name::Tag("rates").text(), "rates");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Name<'a> {
    /// One path.
    Path(&'a str),
    /// A path and all paths below it.
    Below(&'a str),
    /// A tag.
    Tag(&'a str),
}

impl Name<'_> {
    /// Returns the path or tag alone.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Path(text) | Self::Below(text) | Self::Tag(text) => text,
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "path:{path}"),
            Self::Below(path) => write!(f, "below:{path}"),
            Self::Tag(tag) => write!(f, "tag:{tag}"),
        }
    }
}

/// All names that revalidate the response to one request: its path, the path and each one above it
/// as [`Name::Below`], and the tags of its route.
///
/// ```
/// use frontdesk_router::{Name, Names};
///
/// /// Whether revalidating everything below `/api` outdates a response with these names.
/// fn is_in_api(names: Names<'_>) -> bool {
///     names.iter().any(|name| name == Name::Below("/api"))
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    path: &'a str,
    tags: &'a [String],
    /// Whether all requests with the same key have the same path.
    #[cfg_attr(not(feature = "moka"), expect(dead_code, reason = "the store in memory reads it"))]
    path_is_in_key: bool,
}

impl<'a> Names<'a> {
    pub(crate) fn new(path: &'a str, tags: &'a [String], path_is_in_key: bool) -> Self {
        Self {
            path,
            tags,
            path_is_in_key,
        }
    }

    /// Returns whether these are the names of every request that finds a response with these tags
    /// under the same key. Other desks may have other tags for their routes.
    #[cfg(feature = "moka")]
    pub(super) fn are_of_all_requests(&self, tags: &[String]) -> bool {
        // The tags of a route are one slice, so that comparing them takes no time.
        self.path_is_in_key && (std::ptr::eq(self.tags, tags) || (self.tags.is_empty() && tags.is_empty()))
    }

    /// Iterates over the names, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = Name<'a>> + use<'a> {
        let path = self.path;
        let slashes = path.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
        let above = slashes.chain([path.len()]).filter_map(move |end| path.get(..end));
        let below = above.filter(|above| *above != "/").chain(["/"]).map(Name::Below);
        let tags = self.tags.iter().map(|tag| Name::Tag(tag));
        below.chain(tags).chain([Name::Path(path)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_include_the_paths_above() {
        let tags = ["t".to_owned()];
        for (path, expected) in [
            ("/", "below:/ tag:t path:/"),
            ("/a", "below:/a below:/ tag:t path:/a"),
            ("/a/b", "below:/a below:/a/b below:/ tag:t path:/a/b"),
            ("/a/", "below:/a below:/a/ below:/ tag:t path:/a/"),
        ] {
            let names: Vec<_> = Names::new(path, &tags, true)
                .iter()
                .map(|name| name.to_string())
                .collect();
            assert_eq!(names.join(" "), expected);
        }
    }
}

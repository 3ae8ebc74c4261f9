//! What a desk serves under the layers of a router, and that the router knows nothing of.

use std::any::Any;
use std::fmt;

use crate::mistake::Place;
use crate::route::{Route, RouteLayer};

/// Something that another crate added to a router under construction: a server action.
#[expect(clippy::exhaustive_structs, reason = "only other crates of the desk construct it")]
pub struct Attached {
    /// What was added.
    pub value: Box<dyn Any + Send>,
    /// Its path, if it was added at one. [`Router::nest`](crate::Router::nest) prefixes it.
    pub path: Option<String>,
    /// The layers of the routers around it, the innermost first.
    pub layers: Vec<RouteLayer>,
    /// Where it was added.
    pub place: Place,
}

impl fmt::Debug for Attached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attached")
            .field("path", &self.path)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// A handler of POST that is not one of the router's: a server action at a path of its own.
///
/// The path may also have a page or route handlers, which then serve the other methods.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "only other crates of the desk construct it")]
pub struct PostRoute {
    /// The pattern.
    pub path: String,
    /// What it is, for messages: "the server action `subscribe`".
    pub what: String,
    /// The name of the server action.
    pub action: &'static str,
    /// Whether it checks the form of that action, and doesn't run it.
    pub is_check: bool,
    /// Where the path is written.
    pub place: Place,
    /// Responds to POST.
    pub endpoint: Route,
    /// What covers it, the innermost first. The layers of a page at the same path don't.
    pub layers: Vec<RouteLayer>,
    /// Whether some of these were put around it by name, and not by its place in a router.
    pub layered_by_name: bool,
}

/// A server action that serves POST.
#[derive(Debug, Clone, Copy)]
pub(super) struct PostAction {
    pub(super) name: &'static str,
    /// Whether only its form is checked.
    pub(super) is_check: bool,
}

impl PostAction {
    pub(super) fn of(post: &PostRoute) -> Self {
        let (name, is_check) = (post.action, post.is_check);
        Self { name, is_check }
    }
}

//! One registered path of a router.

use super::attached::PostAction;
use super::methods::Methods;
use crate::mistake::Place;
use crate::route::{Route, RouteLayer};

/// What is registered at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RouteKind {
    /// Route handlers, for any client.
    Handler,
    /// A page, for people.
    Page,
}

/// One path of a router under construction.
pub(crate) struct RouteEntry<S> {
    pub(super) path: String,
    pub(super) kind: RouteKind,
    pub(super) place: Place,
    pub(super) methods: Methods<S>,
    /// Layers of the routers around it, the innermost first.
    pub(super) layers: Vec<RouteLayer>,
    /// What serves POST in place of `methods`, outside of `layers`: a server action.
    pub(super) post: Option<(Route, PostAction)>,
}

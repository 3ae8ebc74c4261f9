//! Routers, from registration to dispatch.

mod attached;
mod conflicts;
mod dispatch;
mod entry;
mod get;
mod known_names;
mod methods;
mod router;
mod routes;

pub use attached::{Attached, PostRoute};
pub use dispatch::handler_route;
pub use entry::RouteKind;
pub use get::{Get, IntoGet, get};
pub use methods::{Methods, any, delete, head, on, options, patch, post, put};
pub use router::Router;
pub use routes::{Found, RouteRow, Routes};

//! The same operation as a route handler and as a server action, side by side, on axum and on
//! actix-web.
//!
//! [`list`] is the job; `by_route` and `by_action` do it both ways, in one [`desk`]. [`servers`] embeds
//! the desk in an axum app and in an actix-web app. [`probes`] sends requests to both over real sockets,
//! and [`Comparison`] prints the results. The guide `frontdesk::docs::route_or_action` has the table.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod by_action;
mod by_route;
pub mod client;
mod comparison;
pub mod desk;
mod form;
pub mod list;
pub mod probes;
pub mod servers;

pub use comparison::{Comparison, Row, compare};

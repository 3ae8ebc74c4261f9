//! The same operation as a route handler and as a server action, side by side, on axum and on
//! actix-web.
//!
//! [`desk`] has the operation, its route handler and its server action. [`servers`] embeds the desk
//! in an axum app and in an actix-web app. [`probes`] sends requests to both over real sockets, and
//! [`Comparison`] prints the results.

pub mod client;
mod comparison;
pub mod desk;
mod form;
pub mod probes;
pub mod servers;

pub use comparison::{Comparison, Row, compare};

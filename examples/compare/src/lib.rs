//! The same operation as a route handler and as a server action, side by side, on axum and on actix-web.
//!
//! [`desk`] has the operation once, and the two ways to it. [`servers`] embed the same desk in an axum app and in an actix-web
//! app. [`probes`] ask both, over real sockets, how the two ways differ; [`Comparison`] prints what they answered.

pub mod client;
mod comparison;
pub mod desk;
mod form;
pub mod probes;
pub mod servers;

pub use comparison::{Comparison, Row, compare};

//! The three servers: each on 127.0.0.1, in a thread of its own, with a handle that stops it.

pub mod actix;
mod adapter;
pub mod axum;
pub mod graceful;
pub mod hyper;
mod server;

pub use adapter::Adapter;
pub use server::Server;

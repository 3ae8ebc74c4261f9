//! The chat over real sockets, in an axum app and in an actix-web app.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod client;
mod crowd;
mod forms;
mod stop;
mod streams;

//! Imports over real sockets, in an axum app and in an actix-web app. Each row passes only when the test lets
//! it pass, so no test depends on time; only the programs that are stopped have the pace of their own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod api;
mod client;
mod events;
mod pages;
mod queue;
mod results;
mod site;
mod stop;

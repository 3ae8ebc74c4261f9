//! The app over real sockets, in an axum app and in an actix-web app.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod cache;
mod export;
mod failures;
mod latency;
mod log;
mod pages;
mod person;
mod shutdown;
mod sites;
mod webhooks;

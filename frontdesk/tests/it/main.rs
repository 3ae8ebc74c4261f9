//! Integration tests of the facade: desks with routes, pages and server actions, called in process.
//!
//! All tests are one binary, so they are linked once. Two things follow from that:
//!
//! - `linked_actions()` would register the actions of all modules. Tests name theirs with
//!   `.action::<A>()`.
//! - A tracing subscriber of one test changes what others measure. Tests that install one, or need
//!   that there is none, hold [`fixtures::SUBSCRIBER`].

#![expect(clippy::panic, clippy::unwrap_used, reason = "a panic fails the test")]

mod actions;
mod app_dir;
mod bodies;
mod build_log;
#[cfg(feature = "cache")]
mod cache;
mod cache_log;
mod checks;
mod desk;
mod errors;
mod fixtures;
mod flash;
mod matched_route;
mod matching;
mod mistakes;
mod problem_pages;
mod regressions;
mod request_context;
mod search;
mod shutdown;
mod spans;
mod streaming;
mod test_kit;
mod uploads;
#[cfg(feature = "garde")]
mod validation;
#[cfg(feature = "words")]
mod words;

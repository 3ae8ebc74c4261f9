//! Server actions in process: what a submit leaves, what is sealed, what runs once, who gets which answer, and what is refused.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by it")]

mod answers;
mod controls;
mod fixtures;
mod form_state;
mod kit;
mod once;
mod options;
mod pages;
mod refusals;
mod rescued;
mod sealed;

//! The cache for responses to GET, tested through routes as a desk serves them.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod bounds;
mod flights;
mod harness;
mod isolation;
mod model;
mod reference;
mod repeated;
mod responses;
mod revalidate;
mod rules;
mod times;

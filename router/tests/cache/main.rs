//! The cache of GETs, through routes as a desk serves them.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod bounds;
mod flights;
mod harness;
mod model;
mod revalidate;
mod rules;
mod times;
